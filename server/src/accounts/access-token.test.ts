import type { Account } from '@analytics/contract/account';
import { startSimulator } from '@analytics/simulator/simulator';
import { afterAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { Browser } from '../../test/browser.ts';
import { createTestDatabase } from '../../test/test-database.ts';
import { startTestServer } from '../../test/test-server.ts';
import { provenListenerId } from '../database/listener-id.ts';
import { createSpotifyClient } from '../spotify/client.ts';
import type { SpotifyError } from '../spotify/spotify-error.ts';
import { type AccessContext, withAccessToken } from './access-token.ts';
import { createSeal } from './seal.ts';

const SECRET_KEY = 'the key of this test, long enough';
const simulator = await startSimulator();
afterAll(() => simulator.close());
const database = await createTestDatabase();
const server = await startTestServer(database, { simulator, env: { SECRET_KEY } });
const spotify = {
  clientId: 'simulated-client-id',
  clientSecret: 'simulated-client-secret',
  redirectUri: `${server.address}/spotify/loginResponse`,
  apiUrl: simulator.apiUrl,
  accountsUrl: simulator.accountsUrl,
};
const context: AccessContext = { database: database.database, seal: createSeal(SECRET_KEY), spotify };
const client = createSpotifyClient(database.database, simulator.apiUrl);
const anna = await Browser.signUp(server.address, 'anna');
const { user } = await anna.json<{ user: { id: number } }>('/api/session');
const annaId = provenListenerId(user.id);

const callMe = () => withAccessToken(context, annaId, (token) => client.get('me', '/v1/me', token));
const countRefreshes = () =>
  simulator.listRequests({ path: '/api/token' }).filter(({ listenerId }) => listenerId !== null).length;
const expire = () => database.pool.query('update spotify_connections set access_token_expires_at = now()');

async function connectionOf() {
  const { rows } = await database.pool.query<{
    state: string;
    refresh: Buffer;
    access: Buffer;
    refreshing_since: Date | null;
  }>(
    `select state, sealed_refresh_token as refresh, sealed_access_token as access, refreshing_since
    from spotify_connections where user_id = $1`,
    [annaId],
  );
  const [row] = rows;
  if (!row) throw new Error('not connected');
  return row;
}

beforeEach(async () => {
  simulator.clearFaults();
  simulator.setRotation(false);
  await database.pool.query('delete from spotify_cool_downs');
  await anna.connectSpotify('maja.eightyears');
  simulator.resetRequests();
});

test('a good token is used as it is', async () => {
  expect(await callMe()).toMatchObject({ id: 'maja.eightyears' });
  expect(countRefreshes()).toBe(0);
});

test('a token that ends within a minute is renewed first; the refresh token stays when none comes', async () => {
  const before = await connectionOf();
  await database.pool.query(
    "update spotify_connections set access_token_expires_at = now() + interval '50 s'",
  );
  expect(await callMe()).toMatchObject({ id: 'maja.eightyears' });
  const after = await connectionOf();
  expect(countRefreshes()).toBe(1);
  expect(after.access.equals(before.access)).toBe(false);
  expect(after.refresh.equals(before.refresh)).toBe(true);
  expect(after.refreshing_since).toBeNull();
});

test('with rotation, many calls at once refresh once and keep the new refresh token', async () => {
  simulator.setRotation(true);
  const before = await connectionOf();
  for (let round = 1; round <= 3; round += 1) {
    await expire();
    const answers = await Promise.all([callMe(), callMe(), callMe(), callMe()]);
    for (const answer of answers) expect(answer).toMatchObject({ id: 'maja.eightyears' });
    expect(countRefreshes()).toBe(round);
  }
  const after = await connectionOf();
  expect(after.refresh.equals(before.refresh)).toBe(false);
  expect(after.state).toBe('connected');
});

test('a refresh whose process died blocks the next one for a while only', async () => {
  await expire();
  await database.pool.query("update spotify_connections set refreshing_since = now() - interval '40 s'");
  expect(await callMe()).toMatchObject({ id: 'maja.eightyears' });
});

test('a passing 401 is tried once more, with a new token', async () => {
  simulator.addFault({ kind: 'unauthorized', match: { path: '/v1/me' } });
  expect(await callMe()).toMatchObject({ id: 'maja.eightyears' });
  expect(simulator.listRequests({ path: '/v1/me' }).map(({ status }) => status)).toEqual([401, 200]);
  expect(countRefreshes()).toBe(1);
});

test.each(['server-error', 'html', 'quota'] as const)(
  'trouble of another kind (%s) renews no token and is not tried at once again',
  async (kind) => {
    simulator.addFault({ kind, match: { path: '/v1/me' } });
    await expect(callMe()).rejects.toMatchObject({ name: 'SpotifyError' });
    expect(simulator.listRequests({ path: '/v1/me' })).toHaveLength(1);
    expect(countRefreshes()).toBe(0);
  },
);

test('a lasting 401 is not tried for ever', async () => {
  simulator.addFault({ kind: 'unauthorized', match: { path: '/v1/me' }, times: 'forever' });
  await expect(callMe()).rejects.toMatchObject({ kind: 'unauthorized' });
  expect(simulator.listRequests({ path: '/v1/me' })).toHaveLength(2);
  expect((await connectionOf()).state).toBe('connected');
});

test('an access token that Spotify let go early is renewed', async () => {
  simulator.expireAccessTokens('maja.eightyears');
  expect(await callMe()).toMatchObject({ id: 'maja.eightyears' });
});

const fastForward = () =>
  database.pool.query(
    'update spotify_connections set retry_refresh_at = now() where retry_refresh_at > now()',
  );
const invalidGrant = { kind: 'invalid-grant', match: { path: '/api/token' } } as const;

describe('a refused refresh token', () => {
  test('is kept and tried once more, by itself, after ten minutes: a single mistake heals', async () => {
    const before = await connectionOf();
    await expire();
    simulator.addFault(invalidGrant);
    const failure = await callMe().catch((error: unknown) => error);
    expect(failure).toMatchObject({ kind: 'consent-ended', retryAt: expect.any(Date) });
    const { rows } = await database.pool.query<{ minutes: number }>(
      'select round(extract(epoch from $1::timestamptz - now()) / 60)::int as minutes',
      [(failure as SpotifyError).retryAt],
    );
    expect(rows).toEqual([{ minutes: 10 }]);
    expect((await connectionOf()).refresh.equals(before.refresh)).toBe(true);
    expect(await anna.json('/api/account')).toMatchObject({ spotify: { state: 'needs-reconnection' } });

    // Nobody hammers meanwhile.
    const refreshes = countRefreshes();
    await expect(callMe()).rejects.toMatchObject({ kind: 'consent-ended', retryAt: expect.any(Date) });
    expect(countRefreshes()).toBe(refreshes);

    await fastForward();
    const answers = await Promise.all([callMe(), callMe(), callMe()]);
    for (const answer of answers) expect(answer).toMatchObject({ id: 'maja.eightyears' });
    expect(countRefreshes()).toBe(refreshes + 1);
    expect(await anna.json('/api/account')).toMatchObject({ spotify: { state: 'connected' } });
  });

  test('that is refused again is not tried any more; the next sign-in heals it', async () => {
    simulator.revokeConsent('maja.eightyears');
    await expire();
    const before = await connectionOf();
    await expect(callMe()).rejects.toMatchObject({ kind: 'consent-ended', retryAt: expect.any(Date) });
    await fastForward();
    await expect(callMe()).rejects.toMatchObject({ kind: 'consent-ended', retryAt: undefined });
    const after = await connectionOf();
    expect(after.state).toBe('needs-reconnection');
    expect(after.refresh.equals(before.refresh)).toBe(true);
    const refreshes = countRefreshes();
    await fastForward();
    await expect(callMe()).rejects.toMatchObject({ kind: 'consent-ended', retryAt: undefined });
    expect(countRefreshes()).toBe(refreshes);

    await anna.connectSpotify('maja.eightyears');
    expect(await anna.json('/api/account')).toMatchObject({ spotify: { state: 'connected' } });
    expect(await callMe()).toMatchObject({ id: 'maja.eightyears' });
  });

  test('does not mark a connection that was made anew while it was being refused', async () => {
    await expire();
    simulator.addFault({ kind: 'timeout', delayMs: 400, match: { path: '/api/token' } });
    simulator.addFault(invalidGrant);
    const call = callMe();
    call.catch(() => {});
    await vi.waitFor(() => expect(countRefreshes()).toBe(1));
    await anna.connectSpotify('maja.eightyears');
    await expect(call).rejects.toMatchObject({ kind: 'consent-ended' });
    expect((await connectionOf()).state).toBe('connected');
    expect(await callMe()).toMatchObject({ id: 'maja.eightyears' });
  });
});

test('a refresh that ends when the listener has connected anew takes the place of nothing', async () => {
  await expire();
  simulator.addFault({ kind: 'timeout', delayMs: 2_000, match: { path: '/api/token' } });
  const call = callMe();
  await vi.waitFor(() => expect(countRefreshes()).toBe(1));
  await anna.connectSpotify('maja.eightyears');
  const anew = await connectionOf();
  await call;
  expect(await connectionOf()).toEqual(anew);
});

test("a pause that Spotify's sign-in service asks for is kept to the listener who met it", async () => {
  await expire();
  simulator.addFault({ kind: 'rate-limit', retryAfterSeconds: 600, match: { path: '/api/token' } });
  await expect(callMe()).rejects.toMatchObject({ kind: 'rate-limited', retryAt: expect.any(Date) });
  expect(await connectionOf()).toMatchObject({ state: 'connected', refreshing_since: null });
  expect((await database.pool.query('select from spotify_cool_downs')).rowCount).toBe(0);
  expect(await callMe()).toMatchObject({ id: 'maja.eightyears' });
});

describe('the end of the consent', () => {
  const setEnd = (interval: string) =>
    database.pool.query('update spotify_connections set consent_ends_at = now() + $1::interval', [interval]);
  async function connection() {
    const account = await anna.json<Account>('/api/account');
    if (!account.spotify) throw new Error('not connected');
    return account.spotify;
  }

  test('is six months away again after connecting anew while signed in', async () => {
    await setEnd('3 days');
    await anna.connectSpotify('maja.eightyears');
    const { consentEndsAt } = await connection();
    expect(Date.parse(consentEndsAt) - Date.now()).toBeGreaterThan(175 * 86_400_000);
  });
});

test.each(['server-error', 'html', 'reset', 'timeout'] as const)(
  'a refresh that fails with %s leaves the connection for the next try',
  async (kind) => {
    await expire();
    simulator.addFault({ kind, match: { path: '/api/token' } });
    await expect(callMe()).rejects.toMatchObject({ kind: 'unavailable' });
    expect(await connectionOf()).toMatchObject({ state: 'connected', refreshing_since: null });
    expect(await callMe()).toMatchObject({ id: 'maja.eightyears' });
  },
);

test('who is not connected is told so', async () => {
  await anna.request('DELETE', '/api/account/spotify');
  await expect(callMe()).rejects.toMatchObject({ code: 'not-connected' });
});
