import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { startSimulator } from '@analytics/simulator/simulator';
import { afterAll, beforeEach, describe, expect, test } from 'vitest';
import { createTestDatabase } from '../../test/test-database.ts';
import { createSpotifyClient } from './client.ts';
import type { SpotifyError } from './spotify-error.ts';

const simulator = await startSimulator();
afterAll(() => simulator.close());
const { database, pool } = await createTestDatabase();
const client = createSpotifyClient(database, simulator.apiUrl);
const token = simulator.issueTokens('maja.eightyears').access_token;
const getMe = (from = client) => from.get('me', '/v1/me', token);
const me = { match: { path: '/v1/me' } };

beforeEach(async () => {
  simulator.clearFaults();
  simulator.unlockQuotas();
  simulator.resetRequests();
  await pool.query('delete from spotify_cool_downs');
});

async function failureOf(call: Promise<unknown>): Promise<SpotifyError> {
  return call.then(
    () => {
      throw new Error('it was answered');
    },
    (error: unknown) => error as SpotifyError,
  );
}

async function coolDowns(): Promise<{ family: string; seconds: number }[]> {
  const { rows } = await pool.query<{ family: string; seconds: number }>(
    'select family, round(extract(epoch from until - now()))::int as seconds from spotify_cool_downs',
  );
  return rows;
}

test('an answer is parsed, and no answer is none', async () => {
  expect(await getMe()).toMatchObject({ id: 'maja.eightyears' });
  const { access_token: idle } = simulator.issueTokens(simulator.addListener({ id: 'idle', plays: [] }).id);
  expect(await client.get('currently-playing', '/v1/me/player/currently-playing', idle)).toBeUndefined();
});

describe('answers that are none', () => {
  test.each([
    [{ kind: 'server-error' }, 'unavailable'],
    [{ kind: 'bad-gateway' }, 'unavailable'],
    [{ kind: 'html' }, 'unavailable'],
    [{ kind: 'truncated-json' }, 'unavailable'],
    [{ kind: 'reset' }, 'unavailable'],
    [{ kind: 'unauthorized' }, 'unauthorized'],
    [{ kind: 'forbidden-text', text: 'not-registered' }, 'app-refused'],
    [{ kind: 'forbidden-text', text: 'check-settings' }, 'app-refused'],
    [{ kind: 'forbidden-text', text: 'premium-required' }, 'app-refused'],
  ] as const)('%o is %s, and closes nothing', async (fault, kind) => {
    simulator.addFault({ ...fault, ...me });
    expect(await failureOf(getMe())).toMatchObject({ name: 'SpotifyError', kind });
    expect(await coolDowns()).toEqual([]);
    expect(await getMe()).toMatchObject({ id: 'maja.eightyears' });
  });

  test('silence is given up after ten seconds', async () => {
    simulator.addFault({ kind: 'timeout', ...me });
    expect(await failureOf(getMe())).toMatchObject({ kind: 'unavailable' });
  });

  test('what Spotify does not know, does not allow, or was not asked to allow', async () => {
    const catalogue = (path: string, accessToken = token) => client.get('tracks', path, accessToken);
    expect(await failureOf(catalogue('/v1/tracks/0000000000000000000000'))).toMatchObject({
      kind: 'not-found',
    });
    expect(await failureOf(catalogue('/v1/tracks?ids=x'))).toMatchObject({ kind: 'forbidden' });
    expect(await failureOf(catalogue('/v1/me', 'no-token'))).toMatchObject({ kind: 'unauthorized' });
    const { access_token: narrow } = simulator.issueTokens('maja.eightyears', ['playlist-read-private']);
    const recently = client.get('recently-played', '/v1/me/player/recently-played', narrow);
    expect(await failureOf(recently)).toMatchObject({ kind: 'consent-ended' });
  });
});

test('an answer without end, one that breaks off, one that leads elsewhere and a narrow consent are none', async () => {
  const stranger = createServer(({ url }, response) => {
    if (url === '/long') response.end(`"${'x'.repeat(9 * 1024 * 1024)}"`);
    if (url === '/elsewhere') response.writeHead(302, { location: `${simulator.apiUrl}/v1/me` }).end();
    if (url === '/scope') response.writeHead(401).end('{"error":{"message":"Permissions missing"}}');
    if (url !== '/broken') return;
    response.writeHead(200, { 'content-length': '100' });
    response.write('{"id":', () => response.destroy());
  }).listen(0, '127.0.0.1');
  await once(stranger, 'listening');
  const { port } = stranger.address() as AddressInfo;
  const asked = createSpotifyClient(database, `http://127.0.0.1:${port}`);
  try {
    for (const path of ['/long', '/broken', '/elsewhere']) {
      const failure = await failureOf(asked.get('me', path, token));
      expect([path, failure.name, failure.kind]).toEqual([path, 'SpotifyError', 'unavailable']);
    }
    // So the player says that the consent does not cover it: a new access token would not help.
    expect(await failureOf(asked.get('me', '/scope', token))).toMatchObject({ kind: 'consent-ended' });
  } finally {
    stranger.closeAllConnections();
    stranger.close();
  }
});

describe('a pause that Spotify asks for', () => {
  test.each([
    ['as JSON', { kind: 'rate-limit', retryAfterSeconds: 72_000 }, 72_000],
    ['as text', { kind: 'rate-limit', retryAfterSeconds: 600, text: true }, 600],
    ['for a quota', { kind: 'quota', retryAfterSeconds: 74_214 }, 74_214],
    ['for a quota, without a time', { kind: 'quota' }, 30],
    ['of no length', { kind: 'rate-limit', retryAfterSeconds: 0 }, 1],
    ['of absurd length', { kind: 'rate-limit', retryAfterSeconds: 1e12 }, 2 * 86_400],
  ] as const)('%s is kept', async (_how, fault, seconds) => {
    simulator.addFault({ ...fault, ...me });
    const before = Date.now();
    const failure = await failureOf(getMe());
    const after = Date.now();
    expect(failure).toMatchObject({ kind: 'rate-limited' });
    const { rows } = await pool.query<{ until: Date; family: string }>('select * from spotify_cool_downs');
    expect(rows).toEqual([{ family: 'me', until: failure.retryAt, reason: fault.kind }]);
    // The end is counted from the answer, by the clock of the database, which has no whole milliseconds.
    const noticedAt = Number(failure.retryAt) - seconds * 1_000;
    expect(noticedAt).toBeGreaterThanOrEqual(before - 1);
    expect(noticedAt).toBeLessThanOrEqual(after + 1);
  });

  test('holds for every client and across restarts, without asking, for that family alone', async () => {
    simulator.addFault({ kind: 'rate-limit', retryAfterSeconds: 3_600, ...me });
    await failureOf(getMe());
    simulator.resetRequests();
    const later = createSpotifyClient(database, simulator.apiUrl);
    expect(await failureOf(getMe(later))).toMatchObject({ kind: 'rate-limited', retryAt: expect.any(Date) });
    expect(simulator.listRequests()).toEqual([]);
    expect(await later.get('recently-played', '/v1/me/player/recently-played', token)).toHaveProperty(
      'items',
    );
  });

  test('is not shortened by a shorter one', async () => {
    simulator.addFault({ kind: 'timeout', delayMs: 300, ...me });
    simulator.addFault({ kind: 'rate-limit', retryAfterSeconds: 5, ...me });
    simulator.addFault({ kind: 'rate-limit', retryAfterSeconds: 3_600, ...me });
    const failures = await Promise.all([failureOf(getMe()), failureOf(getMe())]);
    expect(failures.map(({ kind }) => kind)).toEqual(['rate-limited', 'rate-limited']);
    expect((await coolDowns())[0]?.seconds).toBeGreaterThan(3_000);
  });

  test('is over when it is over', async () => {
    simulator.addFault({ kind: 'rate-limit', retryAfterSeconds: 3_600, ...me });
    await failureOf(getMe());
    await pool.query('update spotify_cool_downs set until = now()');
    expect(await getMe()).toMatchObject({ id: 'maja.eightyears' });
  });
});
