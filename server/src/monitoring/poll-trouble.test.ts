import type { Account } from '@analytics/contract/account';
import type { Monitoring } from '@analytics/contract/monitoring';
import { startSimulator } from '@analytics/simulator/simulator';
import { afterAll, expect, test, vi } from 'vitest';
import { Browser } from '../../test/browser.ts';
import { createTestDatabase } from '../../test/test-database.ts';
import { startTestServer } from '../../test/test-server.ts';

const simulator = await startSimulator({ listeners: 4 });
afterAll(() => simulator.close());
const database = await createTestDatabase();
const SECRET_KEY = 'the same key through the restart of this test';
const options = { sweepIntervalMs: 200 };
let server = await startTestServer(database, { simulator, env: { SECRET_KEY }, options });
afterAll(() => server.close());
const path = '/v1/me/player/recently-played';

async function follow(username: string, spotifyUserId: string): Promise<Browser> {
  const listener = await Browser.signUp(server.address, username);
  await listener.connectSpotify(spotifyUserId);
  await listener.request('PUT', '/api/monitoring', { enabled: true });
  await waitForPoll(listener, ({ lastPollAt, lastError }) => lastPollAt !== null && lastError === null);
  return listener;
}

const monitoring = (listener: Browser) => listener.json<Monitoring>('/api/monitoring');

const waitForPoll = (listener: Browser, isOver: (now: Monitoring) => boolean): Promise<Monitoring> =>
  vi.waitFor(
    async () => {
      const now = await monitoring(listener);
      if (now.state !== 'running' || !isOver(now)) throw new Error(`not yet: ${JSON.stringify(now)}`);
      return now;
    },
    { timeout: 20_000, interval: 50 },
  );

const makeDue = (username = '%') =>
  database.pool.query(
    'update monitors set next_poll_at = now() where user_id in (select id from users where username like $1)',
    [username],
  );
const expireTokens = () =>
  database.pool.query('update spotify_connections set access_token_expires_at = now()');

test('a false "invalid_grant" pauses one listener for ten minutes and heals by itself', async () => {
  const anna = await follow('anna', 'maja.eightyears');
  const ben = await follow('ben', 'teo.twoyears');
  const { lastPollAt: benPolledAt } = await monitoring(ben);
  await expireTokens();
  simulator.addFault({
    kind: 'invalid-grant',
    match: { path: '/api/token', listener: 'maja.eightyears' },
  });
  await makeDue();
  const paused = await waitForPoll(anna, ({ lastError }) => lastError !== null);
  expect(paused.lastError).toMatch(/connect with spotify again.*tried once more by itself/i);
  const { rows } = await database.pool.query<{ at: Date }>(
    'select retry_refresh_at as at from spotify_connections where retry_refresh_at is not null',
  );
  expect(rows.map(({ at }) => at.toISOString())).toEqual([paused.nextPollAt]);
  await waitForPoll(ben, ({ lastPollAt, lastError }) => lastPollAt !== benPolledAt && lastError === null);

  await database.pool.query('update spotify_connections set retry_refresh_at = now()');
  await makeDue();
  await waitForPoll(anna, ({ lastError }) => lastError === null);
  expect((await anna.json<Account>('/api/account')).spotify).toMatchObject({
    state: 'connected',
  });
});

test('so it does for a listener who is only watched', async () => {
  const id = simulator.addListener({ id: 'lena.live', plays: [] }).id;
  const lena = await Browser.signUp(server.address, 'live');
  await lena.connectSpotify(id);
  await lena.request('PUT', '/api/monitoring', { enabled: true, mode: 'realtime' });
  const looks = () =>
    simulator.listRequests({ path: '/v1/me/player/currently-playing', listener: id }).length;
  await vi.waitFor(() => expect(looks()).toBeGreaterThan(0), { timeout: 20_000 });
  simulator.addFault({ kind: 'invalid-grant', match: { path: '/api/token', listener: id } });
  await expireTokens();
  await database.pool.query('update watches set next_look_at = null, lease = lease + 1');
  await waitForPoll(lena, ({ lastError }) => /tried once more/.test(lastError ?? ''));
  // The watch is put away until then.
  await vi.waitFor(async () => {
    const { rowCount } = await database.pool.query(
      "select from watches where next_look_at > now() + interval '5 minutes'",
    );
    expect(rowCount).toBe(1);
  });
  await database.pool.query('update watches set next_look_at = null, lease = lease + 1');
  await database.pool.query('update spotify_connections set retry_refresh_at = now()');
  await waitForPoll(lena, ({ lastError }) => lastError === null);
  expect((await lena.json<Account>('/api/account')).spotify).toMatchObject({ state: 'connected' });
});

test('an ended consent pauses until the listener reconnects, which is followed by a poll at once', async () => {
  const noor = await follow('noor', 'noor.newcomer');
  simulator.revokeConsent('noor.newcomer');
  await expireTokens();
  await makeDue();
  await waitForPoll(noor, ({ lastError }) => lastError !== null);
  await database.pool.query('update spotify_connections set retry_refresh_at = now()');
  await makeDue();
  await waitForPoll(noor, ({ lastError }) => lastError?.endsWith('again.') === true);
  const { spotify } = await noor.json<Account>('/api/account');
  expect(spotify).toMatchObject({
    state: 'needs-reconnection',
  });
  expect((await noor.json<{ items: unknown[] }>('/api/plays')).items).not.toEqual([]);

  await noor.connectSpotify('noor.newcomer');
  await waitForPoll(noor, ({ lastError }) => lastError === null);
});

test('a lock of 20 hours on polling survives a restart, stops nothing else, and the host sees it', async () => {
  const host = await follow('lena', simulator.listListeners()[3]?.id ?? '');
  simulator.addFault({ kind: 'rate-limit', retryAfterSeconds: 72_000, match: { path } });
  await makeDue('lena');
  const locked = await waitForPoll(host, ({ lastError }) => lastError !== null);
  expect(locked.lastError).toMatch(/pause/);
  await server.close();
  const env = { SECRET_KEY, PORT: new URL(server.address).port, ADMINS: 'lena' };
  server = await startTestServer(database, { simulator, env, options });
  simulator.resetRequests();
  const status = await host.json<{ coolDowns: object[]; budget: object }>('/api/status');
  expect(status.coolDowns).toEqual([
    { family: 'recently-played', until: locked.nextPollAt, reason: 'rate-limit' },
  ]);
  expect(status.budget).toMatchObject({ windowMs: 30_000, capacity: 1_000, paceFactor: 1, limitedAt: null });

  await makeDue('lena');
  const still = await waitForPoll(host, ({ nextPollAt }) => nextPollAt === locked.nextPollAt);
  expect(still.lastError).toMatch(/pause/);
  expect(simulator.listRequests({ path })).toEqual([]);
  const stranger = new Browser(server.address);
  await stranger.connectSpotify('maja.eightyears');
  expect((await stranger.get('/api/session')).status).toBe(200);
});
