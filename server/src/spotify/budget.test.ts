import { setTimeout as sleep } from 'node:timers/promises';
import { startSimulator } from '@analytics/simulator/simulator';
import { afterAll, afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createTestDatabase } from '../../test/test-database.ts';
import { type DatabasePool, openDatabase } from '../database/database.ts';
import { describePace, paceFactor } from './budget.ts';
import { createSpotifyClient } from './client.ts';
import type { EndpointFamily } from './endpoint-family.ts';
import { SpotifyError } from './spotify-error.ts';

const simulator = await startSimulator();
afterAll(() => simulator.close());
const { database, pool, connection } = await createTestDatabase();
const { access_token: token } = simulator.issueTokens('maja.eightyears');
const PATHS = {
  me: '/v1/me',
  'currently-playing': '/v1/me/player/currently-playing',
  'recently-played': '/v1/me/player/recently-played?limit=1',
  playlists: '/v1/me/playlists?limit=1',
  tracks: `/v1/tracks/${simulator.catalogue.tracks[0]?.id}`,
} as const;
const FAMILIES = Object.keys(PATHS) as (keyof typeof PATHS)[];

const opened = new Set<DatabasePool>();
afterEach(async () => {
  for (const own of opened) await own.close();
  opened.clear();
});

/** Another process, with connections and a part in the budget of its own. */
function startProcess() {
  const own = openDatabase(connection);
  opened.add(own);
  const client = createSpotifyClient(own.database, simulator.apiUrl);
  return {
    async close() {
      opened.delete(own);
      await own.close();
    },
    call: (family: keyof typeof PATHS) =>
      client.get(family, PATHS[family], token).then(
        () => 'answered',
        (error: unknown) => {
          if (error instanceof SpotifyError && error.kind === 'rate-limited') return 'refused';
          throw error;
        },
      ),
    failure: (family: keyof typeof PATHS) =>
      client.get(family, PATHS[family], token).then(
        () => undefined,
        (error: unknown) => error as SpotifyError,
      ),
  };
}

/** Calls that leave the process with some that it was granted and has not made yet. */
async function callManyTimes(process: ReturnType<typeof startProcess>, family: keyof typeof PATHS) {
  await Promise.all(Array.from({ length: 40 }, () => process.call(family)));
  await process.call(family);
}

async function setBudget(values: Record<string, unknown>) {
  const names = Object.keys(values);
  await pool.query(
    `update spotify_budget set ${names.map((name, index) => `${name} = $${index + 1}`).join(', ')}`,
    Object.values(values),
  );
}

async function budget() {
  const { rows } = await pool.query<{
    capacity: number;
    tokens: number;
    sent: number;
    limit_seen: number | null;
    was_short: boolean;
    seconds: number;
  }>('select *, extract(epoch from clock_timestamp())::float8 as seconds from spotify_budget');
  const [row] = rows;
  if (!row) throw new Error('there is no budget');
  return row;
}

/** Nothing is filled in until the next look at the bucket, however long that takes. */
const LATER = new Date(Date.now() + 3_600_000);

const closedFamilies = async () =>
  (await pool.query<{ family: EndpointFamily }>('select family from spotify_cool_downs')).rows.map(
    ({ family }) => family,
  );

beforeEach(async () => {
  simulator.clearFaults();
  simulator.unlockQuotas();
  simulator.setRateLimit(100_000);
  simulator.resetRequests();
  await pool.query('delete from spotify_cool_downs');
  await pool.query('delete from spotify_budget');
  await pool.query('insert into spotify_budget default values');
});

describe('processes that share the budget', () => {
  test('never make more calls than it has, and use what it has', async () => {
    const [one, two] = [startProcess(), startProcess()];
    // So little comes back per second that the test does not depend on how long it takes.
    await setBudget({ capacity: 300, tokens: 30 });
    const before = await budget();
    const outcomes = await Promise.all(
      Array.from({ length: 120 }, (_, index) => (index % 2 === 0 ? one : two).call('currently-playing')),
    );
    const after = await budget();
    const answered = outcomes.filter((outcome) => outcome === 'answered').length;
    const refilled = ((after.seconds - before.seconds) * 270) / 31;
    expect(answered).toBe(simulator.listRequests({ path: '/v1/me/player' }).length);
    expect(answered).toBeGreaterThanOrEqual(29);
    expect(answered).toBeLessThanOrEqual(30 + refilled);
    expect(after.was_short).toBe(true);
  });

  test('a process that calls often goes to the database seldom', async () => {
    const one = startProcess();
    await setBudget({ refilled_at: LATER });
    await callManyTimes(one, 'recently-played');
    const { tokens } = await budget();
    await Promise.all(Array.from({ length: 9 }, () => one.call('recently-played')));
    expect((await budget()).tokens).toBe(tokens);
    expect(simulator.listRequests({ path: '/v1/me/player' })).toHaveLength(50);
  });
});

test('when little is left, what is urgent goes first', async () => {
  const outcomes: Record<number, string[]> = {};
  for (const tokens of [100, 50, 25, 5, 0]) {
    // What was granted before is good for a second; a new process has nothing yet.
    const one = startProcess();
    const answered: string[] = [];
    for (const family of FAMILIES.toReversed()) {
      await setBudget({ tokens, refilled_at: LATER });
      if ((await one.call(family)) === 'answered') answered.push(family);
    }
    outcomes[tokens] = answered;
  }
  expect(outcomes).toEqual({
    100: ['tracks', 'playlists', 'recently-played', 'currently-playing', 'me'],
    50: ['playlists', 'recently-played', 'currently-playing', 'me'],
    25: ['recently-played', 'currently-playing', 'me'],
    5: ['currently-playing', 'me'],
    0: ['me'],
  });
});

test('without budget nothing is asked of Spotify, and it says when to come back', async () => {
  const one = startProcess();
  await setBudget({ tokens: 0, refilled_at: LATER });
  const failure = await one.failure('recently-played');
  expect(failure).toMatchObject({ name: 'SpotifyError', kind: 'rate-limited', retryAt: expect.any(Date) });
  expect(failure?.message).toMatch(/used up for the moment/);
  expect(simulator.listRequests()).toEqual([]);
  expect(await closedFamilies()).toEqual([]);
});

describe('learning from Spotify', () => {
  test('after a refusal for too many calls the budget is below what was sent, for later processes too', async () => {
    const one = startProcess();
    await setBudget({ capacity: 3_000, tokens: 300 });
    // The window of the simulated Spotify holds the calls of other tests.
    simulator.clock.advance(30_000);
    simulator.setRateLimit(200);
    const outcomes = await Promise.all(Array.from({ length: 250 }, () => one.call('currently-playing')));
    await one.close();
    expect(outcomes.filter((outcome) => outcome === 'answered')).toHaveLength(200);
    const { capacity, limit_seen: limitSeen } = await budget();
    expect(limitSeen).toBeGreaterThan(200);
    expect(limitSeen).toBeLessThanOrEqual(250);
    expect(capacity).toBe((limitSeen ?? 0) * 0.7);

    // The refusal is over, and a new process starts.
    await pool.query('delete from spotify_cool_downs');
    simulator.setRateLimit(100_000);
    const two = startProcess();
    simulator.resetRequests();
    await Promise.all(Array.from({ length: 150 }, () => two.call('currently-playing')));
    expect(simulator.listRequests().length).toBeLessThan(100);
    expect((await budget()).capacity).toBe(capacity);
  });

  test.each([
    ['a used-up quota', { kind: 'quota', retryAfterSeconds: 20 }],
    ['a lock of 20 hours', { kind: 'rate-limit', retryAfterSeconds: 72_000 }],
  ] as const)('%s says nothing about the rate', async (_what, fault) => {
    const one = startProcess();
    // So many calls in the window that a refusal for their number would be believed.
    await setBudget({ sent: 500, window_started_at: new Date() });
    simulator.addFault({ ...fault, match: { path: '/v1/tracks' } });
    expect(await one.call('tracks')).toBe('refused');
    expect(await budget()).toMatchObject({ capacity: 1_000, limit_seen: null });
  });
});

test.each(FAMILIES)('a lock of %s for 20 hours survives a restart and stops nothing else', async (family) => {
  const [one, other] = [startProcess(), startProcess()];
  const [path = ''] = PATHS[family].split('?');
  simulator.addFault({ kind: 'rate-limit', retryAfterSeconds: 72_000, match: { path: `^${path}$` } });
  expect(await one.call(family)).toBe('refused');
  await one.close();
  simulator.resetRequests();
  const restarted = startProcess();
  for (const each of FAMILIES) {
    const expected = each === family ? 'refused' : 'answered';
    for (const client of [restarted, other])
      expect([each, await client.call(each)]).toEqual([each, expected]);
  }
  expect(simulator.listRequests({ path }).filter((request) => request.path === path)).toEqual([]);
  expect(await closedFamilies()).toEqual([family]);
});

test('a worker that has calls left hears of a lock that another met', async () => {
  const [one, other] = [startProcess(), startProcess()];
  await callManyTimes(other, 'recently-played');
  simulator.addFault({
    kind: 'quota',
    retryAfterSeconds: 72_000,
    match: { path: '/v1/me/player/recently-played' },
  });
  const failure = await one.failure('recently-played');
  expect(failure?.message).toMatch(/quota/);
  // What was granted before may still be used for a second.
  await sleep(1_100);
  expect(await other.call('recently-played')).toBe('refused');
});

describe('the pace of looking at what is playing', () => {
  test('is told from the budget, and in words only when it is slower', async () => {
    const slow = openDatabase(connection);
    // Of 1,000 calls in 31 s a tenth at a stroke, and of the rest nine tenths for looks.
    const allowed = (900 / 31) * 0.9;
    await setBudget({ wanted: 1.8 * allowed, pace_due_at: new Date(Date.now() + 60_000) });
    expect(await paceFactor(slow.database)).toBeCloseTo(1.8, 6);
    await slow.close();
    expect(describePace(1.8, 5_000)).toMatch(/every 9 s instead of every 5 s/);
    expect(describePace(1, 5_000)).toBeUndefined();
  });

  test('is full again when nobody has asked for a while', async () => {
    const at = (seconds: number) => new Date(Date.now() + seconds * 1_000);
    await setBudget({ wanted: 1_000, paced_at: at(-900), pace_due_at: at(-600) });
    expect(await paceFactor(database)).toBe(1);
  });
});
