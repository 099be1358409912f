import type { Monitoring } from '@analytics/contract/monitoring';
import type { Play } from '@analytics/contract/play';
import type { FaultRule } from '@analytics/simulator/faults';
import { startSimulator } from '@analytics/simulator/simulator';
import { afterAll, describe, expect, test, vi } from 'vitest';
import { Browser } from '../../test/browser.ts';
import { createTestDatabase } from '../../test/test-database.ts';
import { compareTotals } from '../../test/play-totals.ts';
import { startTestServer } from '../../test/test-server.ts';

const HOUR_MS = 3_600_000;
const simulator = await startSimulator({
  startAt: new Date('2026-06-01T06:00:00Z'),
  speed: 0,
  seed: 11,
  listeners: 5,
});
afterAll(() => simulator.close());
const database = await createTestDatabase();
const SECRET_KEY = 'the same key through all restarts of this test';
/** A poll that is ordered while the one before is just ending is dropped, and made up for by the sweep. */
const options = { sweepIntervalMs: 500 };
let server = await startTestServer(database, { simulator, env: { SECRET_KEY }, options });
afterAll(() => server.close());

let count = 0;

async function connect(spotifyUserId: string): Promise<Browser> {
  const listener = await Browser.signUp(server.address, `listener${(count += 1)}`);
  await listener.connectSpotify(spotifyUserId);
  return listener;
}

/**
 * Starts the monitoring anew, which polls at once, and waits until that poll is over: only it puts the next into the future. One
 * that was running at the start leaves the next due, and says nothing of what has been arranged since.
 */
async function poll(listener: Browser): Promise<Monitoring> {
  await listener.request('PUT', '/api/monitoring', { enabled: false });
  await listener.request('PUT', '/api/monitoring', { enabled: true });
  return vi.waitFor(
    async () => {
      const now = await listener.json<Monitoring>('/api/monitoring');
      const isOver = now.state === 'running' && Date.parse(now.nextPollAt ?? '') > Date.now();
      if (!isOver) throw new Error(`the poll is not over: ${JSON.stringify(now)}`);
      return now;
    },
    { timeout: 30_000, interval: 50 },
  );
}

async function playedAt(listener: Browser): Promise<string[]> {
  const instants: string[] = [];
  let cursor: string | null = '';
  while (cursor !== null) {
    const page: { items: Play[]; nextCursor: string | null } = await listener.json(
      `/api/plays?limit=200${cursor && `&cursor=${encodeURIComponent(cursor)}`}`,
    );
    instants.push(...page.items.map((play) => play.playedAt));
    cursor = page.nextCursor;
  }
  return instants.toReversed();
}

/** What recently-played has listed of a span until now. */
const listed = (spotifyUserId: string, from: number) =>
  simulator
    .truth(spotifyUserId, from, simulator.clock.now())
    .filter((stream) => stream.listed && stream.visibleAt <= simulator.clock.now())
    .map((stream) => new Date(stream.endAt).toISOString())
    .toSorted();

test('a day of polls holds what was listed, once each, over ten restarts', async () => {
  const listener = await connect('maja.eightyears');
  await poll(listener);
  const from = simulator.clock.now();
  for (let restart = 0; restart < 10; restart += 1) {
    simulator.clock.advance(3 * HOUR_MS);
    await poll(listener);
    await server.close();
    server = await startTestServer(database, {
      simulator,
      env: { SECRET_KEY, PORT: new URL(server.address).port },
      options,
    });
    await poll(listener);
  }
  const recorded = (await playedAt(listener)).filter((instant) => Date.parse(instant) > from);
  expect(recorded.length).toBeGreaterThan(10);
  expect(recorded).toEqual(listed('maja.eightyears', from));
  const { kept, computed } = await compareTotals(database.database);
  expect(kept).toEqual(computed);
});

test('time played is estimated from the gaps and at most the length of the track', async () => {
  const listener = await connect('teo.twoyears');
  await poll(listener);
  const { items } = await listener.json<{ items: Play[] }>('/api/plays?limit=50');
  expect(items.length).toBeGreaterThan(40);
  for (const play of items) {
    expect(play.msPlayedIsEstimate).toBe(true);
    expect(play.source).toBe('recently-played');
    expect(play.msPlayed).toBeLessThanOrEqual(play.track.durationMs ?? 0);
    expect(play.msPlayed).toBeGreaterThanOrEqual(Math.min(30_000, play.track.durationMs ?? 0));
  }
});

describe('trouble at Spotify', async () => {
  const path = '/v1/me/player/recently-played';
  const faults: [string, FaultRule, RegExp][] = [
    ['a 429', { kind: 'rate-limit', retryAfterSeconds: 1 }, /pause/],
    ['a quota 429', { kind: 'quota', retryAfterSeconds: 1 }, /pause/],
    ['a 429 in bare text', { kind: 'rate-limit', retryAfterSeconds: 1, text: true }, /pause/],
    ['a 500', { kind: 'server-error' }, /trouble/],
    ['a 502 with HTML', { kind: 'bad-gateway' }, /trouble/],
    ['HTML instead of JSON', { kind: 'html' }, /cannot be read/],
    ['half an answer', { kind: 'truncated-json' }, /cannot be read|broke off/],
    ['a cut connection', { kind: 'reset' }, /does not answer|broke off/],
    [
      'a listener whom the app does not know',
      { kind: 'forbidden-text', text: 'not-registered' },
      /User Management/,
    ],
    ['an owner without Premium', { kind: 'forbidden-text', text: 'premium-required' }, /Premium/],
  ];
  const listener = await connect('noor.newcomer');
  await poll(listener);

  test.each(faults)('%s is told and passes', async (_name, fault, words) => {
    const before = await playedAt(listener);
    // A poll that the sweep has ordered besides may meet it first.
    const id = simulator.addFault({ ...fault, times: 'forever', match: { path } });
    const begunAt = Date.now();
    const troubled = await poll(listener);
    simulator.clearFaults(id);
    expect(troubled.lastError).toMatch(words);
    // Not sooner, even where Spotify asks for a pause of a second.
    expect(Date.parse(troubled.nextPollAt ?? '')).toBeGreaterThanOrEqual(begunAt + 60_000);
    expect(await playedAt(listener)).toEqual(before);
    await database.pool.query('delete from spotify_cool_downs');
    const healed = await poll(listener);
    expect(healed.lastError).toBeNull();
    expect(await playedAt(listener)).toEqual(before);
  });

  test('a passing 401 does not even show', async () => {
    simulator.addFault({ kind: 'unauthorized', match: { path } });
    expect((await poll(listener)).lastError).toBeNull();
  });

  test('rows without a track are passed over, echoes a few ms apart are one play, late rows come in', async () => {
    const from = simulator.clock.now();
    simulator.listenNow('noor.newcomer', 2 * HOUR_MS);
    simulator.clock.advance(HOUR_MS);
    simulator.addFault({ kind: 'null-tracks', match: { path } });
    expect((await poll(listener)).lastError).toBeNull();
    // Of half of the plays, so that they come in before others that are known by then.
    const late = simulator.addFault({
      kind: 'backfill',
      delayMs: 3 * HOUR_MS,
      share: 0.5,
      match: { path },
      times: 'forever',
    });
    await poll(listener);
    simulator.clock.advance(HOUR_MS);
    await poll(listener);
    simulator.clearFaults(late);
    simulator.addFault({ kind: 'duplicate-plays', match: { path }, times: 2 });
    await poll(listener);
    await poll(listener);
    await poll(listener);
    const recorded = (await playedAt(listener)).filter((instant) => Date.parse(instant) > from);
    expect(recorded.length).toBeGreaterThan(10);
    expect(recorded).toEqual(listed('noor.newcomer', from));
  });

  test('an ended consent pauses the listener, keeps the history, and a new sign-in heals it', async () => {
    const before = await playedAt(listener);
    simulator.revokeConsent('noor.newcomer');
    expect((await poll(listener)).lastError).toMatch(/consent/);
    const account = await listener.json<{ spotify: { state: string } }>('/api/account');
    expect(account.spotify.state).toBe('needs-reconnection');
    expect(await playedAt(listener)).toEqual(before);
    await listener.connectSpotify('noor.newcomer');
    expect((await poll(listener)).lastError).toBeNull();
  });

  test("one listener's trouble does not hold up another's poll", async () => {
    const fault = simulator.addFault({
      kind: 'timeout',
      match: { path, listener: 'noor.newcomer' },
      times: 'forever',
    });
    await listener.request('PUT', '/api/monitoring', { enabled: false });
    await listener.request('PUT', '/api/monitoring', { enabled: true });
    const other = await connect(simulator.listListeners()[3]?.id ?? '');
    expect((await poll(other)).lastError).toBeNull();
    expect(await listener.json('/api/monitoring')).toMatchObject({ state: 'processing' });
    simulator.clearFaults(fault);
  });
});

test('a start while a poll is still running is not forgotten', async () => {
  const id = simulator.listListeners()[4]?.id ?? '';
  const listener = await connect(id);
  await poll(listener);
  simulator.addFault({
    kind: 'timeout',
    delayMs: 1_500,
    match: { path: '/v1/me/player/recently-played', listener: id },
  });
  await listener.request('PUT', '/api/monitoring', { enabled: false });
  await listener.request('PUT', '/api/monitoring', { enabled: true });
  await vi.waitFor(async () =>
    expect(await listener.json('/api/monitoring')).toMatchObject({ state: 'processing' }),
  );
  const { lastPollAt } = await listener.json<Monitoring>('/api/monitoring');
  await listener.request('PUT', '/api/monitoring', { enabled: false });
  await listener.request('PUT', '/api/monitoring', { enabled: true });
  const polls = () => simulator.listRequests({ path: '/v1/me/player/recently-played', listener: id }).length;
  const before = polls();
  await vi.waitFor(() => expect(polls()).toBeGreaterThan(before), { timeout: 30_000, interval: 100 });
  expect((await listener.json<Monitoring>('/api/monitoring')).lastPollAt).not.toBe(lastPollAt);
});

test('without a connection there is nothing to monitor', async () => {
  const listener = await Browser.signUp(server.address, 'unconnected');
  expect((await listener.request('PUT', '/api/monitoring', { enabled: true })).status).toBe(409);
  expect(await listener.json('/api/monitoring')).toMatchObject({ enabled: false, state: 'stopped' });
});
