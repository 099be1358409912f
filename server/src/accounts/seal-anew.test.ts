import { startSimulator } from '@analytics/simulator/simulator';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { Browser } from '../../test/browser.ts';
import { createTestDatabase } from '../../test/test-database.ts';
import { startTestServer, type TestServer } from '../../test/test-server.ts';
import { sealAnew } from './seal-anew.ts';
import { createSeal } from './seal.ts';

const FORMER = 'the key that this instance began with';
const CURRENT = 'the key that this instance changes to';
const simulator = await startSimulator();
afterAll(() => simulator.close());
const database = await createTestDatabase();
const app = { clientId: 'simulated-client-id', clientSecret: 'simulated-client-secret' };
const credentials = { username: 'host', password: 'password of host' };
const former = createSeal(FORMER);
const current = createSeal(CURRENT);
const changing = createSeal(CURRENT, FORMER);

const start = (env: Record<string, string>) =>
  startTestServer(database, {
    env: { SPOTIFY_API_URL: simulator.apiUrl, SPOTIFY_ACCOUNTS_URL: simulator.accountsUrl, ...env },
  });

/** Every envelope of the database, in the same order each time. */
async function listEnvelopes(): Promise<Buffer[]> {
  const { rows } = await database.pool.query<{ envelope: Buffer }>(
    `select sealed_value as envelope from settings where sealed_value is not null
    union all (select unnest(array[sealed_access_token, sealed_refresh_token])
      from spotify_connections order by user_id)`,
  );
  return rows.map(({ envelope }) => envelope);
}

const open = async (seal: ReturnType<typeof createSeal>) =>
  (await listEnvelopes()).map((envelope) => seal.open(envelope));

async function signIn(server: TestServer): Promise<Browser> {
  const browser = new Browser(server.address);
  const response = await browser.post('/api/session', credentials);
  expect(response.status).toBe(200);
  return browser;
}

let texts: (string | undefined)[];
beforeAll(async () => {
  const server = await start({ SECRET_KEY: FORMER });
  const host = await Browser.signUp(server.address, 'host');
  await host.request('PUT', '/api/spotify-app', app);
  for (const [name, spotifyId] of [
    ['anna', 'maja.eightyears'],
    ['ben', 'teo.twoyears'],
  ] as const) {
    await (await Browser.signUp(server.address, name)).connectSpotify(spotifyId);
  }
  texts = await open(former);
  expect(texts).toHaveLength(5);
  expect(texts).not.toContain(undefined);
  await server.close();
});

test('broken off in the middle and begun anew, by two at once, it seals each once and loses none', async () => {
  // As after a kill: one of the connections is done, in part even.
  await database.pool.query(
    'update spotify_connections set sealed_access_token = $1 where user_id = (select min(user_id) from spotify_connections)',
    [current.seal(texts[1] ?? '')],
  );
  const [one, other] = await Promise.all([
    sealAnew(database.database, changing),
    sealAnew(database.database, changing),
  ]);
  expect([one.anew + other.anew, one.unreadable + other.unreadable]).toEqual([3, 0]);
  expect(await open(current)).toEqual(texts);
  const envelopes = await listEnvelopes();
  expect(await sealAnew(database.database, changing)).toEqual({ anew: 0, unreadable: 0 });
  expect(await listEnvelopes()).toEqual(envelopes);
});

test('tokens that are being refreshed are left until that is over', async () => {
  await database.pool.query(
    `update spotify_connections set sealed_access_token = $1, sealed_refresh_token = $2, refreshing_since = now()
    where user_id = (select min(user_id) from spotify_connections)`,
    [former.seal(texts[1] ?? ''), former.seal(texts[2] ?? '')],
  );
  const sealing = sealAnew(database.database, changing);
  // What the refresh brings in the end, sealed by a process that does not know the new key yet.
  const brought = former.seal('the token that the refresh brought');
  await database.pool.query(
    `update spotify_connections set sealed_refresh_token = $1, refreshing_since = null
    where refreshing_since is not null`,
    [brought],
  );
  expect(await sealing).toEqual({ anew: 1, unreadable: 0 });
  const [, access, refresh] = await open(current);
  expect([access, refresh]).toEqual([texts[1], 'the token that the refresh brought']);
});

test('an envelope that was altered is counted, and stops nothing', async () => {
  const altered = former.seal('a token');
  altered.writeUInt8(altered.readUInt8(altered.length - 1) ^ 1, altered.length - 1);
  await database.pool.query(
    `update spotify_connections set sealed_access_token = $1
    where user_id = (select min(user_id) from spotify_connections)`,
    [altered],
  );
  await database.pool.query(
    `update spotify_connections set sealed_access_token = $1
    where user_id = (select max(user_id) from spotify_connections)`,
    [former.seal(texts[3] ?? '')],
  );
  expect(await sealAnew(database.database, changing)).toEqual({ anew: 1, unreadable: 1 });
  await database.pool.query(
    `update spotify_connections set sealed_access_token = $1, sealed_refresh_token = $2
    where user_id = (select min(user_id) from spotify_connections)`,
    [former.seal(texts[1] ?? ''), former.seal(texts[2] ?? '')],
  );
});

test('a start with both keys seals anew; after it the former key is needed no more', async () => {
  const web = await start({ SECRET_KEY: CURRENT, SECRET_KEY_PREVIOUS: FORMER, ROLE: 'web' });
  expect(await (await signIn(web)).json('/api/spotify-app')).toMatchObject({ source: 'settings' });
  await web.close();
  expect(await open(current)).toContain(undefined);

  const both = await start({ SECRET_KEY: CURRENT, SECRET_KEY_PREVIOUS: FORMER });
  await both.close();
  expect(await open(current)).toEqual(texts);

  const server = await start({ SECRET_KEY: CURRENT });
  onTestFinished(() => server.close());
  const host = await signIn(server);
  expect(await host.json('/api/spotify-app')).toMatchObject({
    clientId: app.clientId,
    hasClientSecret: true,
  });
  const anna = new Browser(server.address);
  await anna.post('/api/session', { username: 'anna', password: 'password of anna' });
  expect((await anna.request('PUT', '/api/monitoring', { enabled: true })).status).toBe(200);
  await expect
    .poll(async () => (await anna.json<{ items: unknown[] }>('/api/plays')).items.length, { timeout: 60_000 })
    .toBeGreaterThan(0);
}, 120_000);
