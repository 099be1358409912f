import type { Monitoring, NowPlaying } from '@analytics/contract/monitoring';
import { startSimulator } from '@analytics/simulator/simulator';
import { afterAll, describe, expect, test } from 'vitest';
import { compareTotals } from '../../test/play-totals.ts';
import { createTestDatabase } from '../../test/test-database.ts';
import { WatchStage } from '../../test/watched-listener.ts';
import {
  expectHeard,
  inTurn,
  MINUTE_MS,
  MOST_WRONG_MS,
  pickTracks,
  whole,
} from '../../test/watched-evening.ts';

const simulator = await startSimulator({
  startAt: new Date('2026-06-01T06:00:00Z'),
  speed: 0,
  seed: 5,
  listeners: [],
});
afterAll(() => simulator.close());
const database = await createTestDatabase();
const stage = await WatchStage.open(simulator, database);
const { a, b, c, localMs } = pickTracks(simulator);

describe('hybrid and changes of mode', () => {
  test('hybrid records local files from watching, the rest from the list, each once', async () => {
    const local = { kind: 'local' as const, trackIndex: 0, msPlayed: localMs };
    const listener = await stage.connect(inTurn(whole(a), local, local, whole(b)), 'hybrid');
    await listener.watch(a.durationMs + 2 * localMs + MINUTE_MS, 'hybrid');
    expect((await listener.plays()).map(({ track, source }) => [track.isLocal, source])).toEqual([
      [true, 'currently-playing'],
      [true, 'currently-playing'],
    ]);
    await listener.watch(b.durationMs, 'hybrid');
    await listener.poll();
    await listener.poll();
    const plays = await listener.plays();
    expect(plays.map(({ source }) => source)).toEqual([
      'recently-played',
      'currently-playing',
      'currently-playing',
      'recently-played',
    ]);
    expect(plays).toHaveLength(listener.truth().length);
  });

  test('from realtime to history in the middle of a play: the list brings its end', async () => {
    const listener = await stage.connect(inTurn(whole(a), whole(b), whole(b)), 'realtime');
    await listener.watch(10_000 + a.durationMs + 60_000);
    await listener.monitor('history');
    const [, cut] = await listener.plays();
    expect(cut).toMatchObject({ msPlayedIsEstimate: true });
    expect(Math.abs((cut?.msPlayed ?? 0) - 60_000)).toBeLessThanOrEqual(MOST_WRONG_MS);
    expect((await listener.browser.get('/api/now-playing')).status).toBe(200);
    simulator.clock.advance(10 * MINUTE_MS);
    await listener.poll();
    await listener.poll();
    const plays = await listener.plays();
    const truth = listener.truth();
    expect(plays.map(({ track }) => track.spotifyId)).toEqual(truth.map(({ trackId }) => trackId));
    expect(plays[1]?.id).toBe(cut?.id);
    expect(Date.parse(plays[1]?.playedAt ?? '')).toBe(truth[1]?.endAt);
    expect(plays[1]?.msPlayed).toBeGreaterThan(b.durationMs - MOST_WRONG_MS);
  });

  test('from history to realtime and back and again, nothing is there twice', async () => {
    const listener = await stage.connect(inTurn(whole(a), whole(b), whole(b), whole(c), whole(c)), 'history');
    simulator.clock.advance(a.durationMs + 30_000);
    await listener.poll();
    await listener.monitor('realtime');
    await listener.poll();
    await listener.watch(b.durationMs + 60_000);
    await listener.monitor('history');
    await listener.monitor('realtime');
    await listener.watch(b.durationMs + 20_000);
    await listener.monitor('realtime', false);
    await listener.monitor('realtime');
    await listener.watch(c.durationMs + 10 * MINUTE_MS);
    const plays = await listener.plays();
    expect(plays.map(({ track }) => track.spotifyId)).toEqual(listener.truth().map(({ trackId }) => trackId));
    await listener.monitor('history');
    await listener.poll();
    expect(await listener.plays()).toHaveLength(5);
  });

  test('totals are in step with all of that, and nothing went wrong here', async () => {
    expect(stage.warnings).toEqual([]);
    const { kept, computed } = await compareTotals(database.database);
    expect(kept).toEqual(computed);
  });
});

describe('what the listener is told', () => {
  test('what plays now, before and after it counts', async () => {
    const listener = await stage.connect(
      inTurn({ ...whole(a), pauseAfterMs: 50_000, pauseMs: 60_000 }),
      'realtime',
    );
    const nowPlaying = () => listener.browser.get('/api/now-playing');
    await listener.watch(5_000);
    expect((await nowPlaying()).status).toBe(204);
    await listener.watch(25_000);
    const playing = (await (await nowPlaying()).json()) as NowPlaying;
    expect(playing).toMatchObject({ isPlaying: true, durationMs: a.durationMs, progressMs: 20_000 });
    expect(playing.track.spotifyId).toBe(simulator.catalogue.tracks[a.index]?.id);
    await listener.watch(50_000);
    expect(await (await nowPlaying()).json()).toMatchObject({ isPlaying: false, progressMs: 50_000 });
    await listener.watch(10 * MINUTE_MS);
    expect((await nowPlaying()).status).toBe(204);
  });

  test('in history mode Spotify is asked when the page asks, and not again at once', async () => {
    const listener = await stage.connect(inTurn(whole(a)), 'history');
    simulator.clock.advance(20_000);
    const asked = () =>
      simulator.listRequests({ listener: listener.spotifyId, path: '/v1/me/player/currently-playing' })
        .length;
    for (let time = 0; time < 3; time += 1) {
      expect(await listener.browser.json('/api/now-playing')).toMatchObject({
        isPlaying: true,
        progressMs: 10_000,
      });
    }
    expect(asked()).toBe(1);
    await listener.monitor('history', false);
    expect((await listener.browser.get('/api/now-playing')).status).toBe(204);
  });

  test('trouble at Spotify, in plain words, until it is over; and no play is lost', async () => {
    const listener = await stage.connect(inTurn(whole(a), whole(b)), 'realtime');
    const monitoring = () => listener.browser.json<Monitoring>('/api/monitoring');
    await listener.watch(60_000);
    expect(await monitoring()).toMatchObject({
      state: 'running',
      worker: 'one',
      lastError: null,
      lookEveryMs: 5_000,
    });
    const fault = simulator.addFault({
      kind: 'server-error',
      match: { listener: listener.spotifyId },
      times: 'forever',
    });
    await listener.watch(60_000);
    expect((await monitoring()).lastError).toMatch(/trouble/);
    simulator.clearFaults(fault);
    await listener.watch(a.durationMs + b.durationMs);
    expect((await monitoring()).lastError).toBeNull();
    await expectHeard(listener);
  });

  test('which time is covered, with the gap in which nobody looked', async () => {
    const listener = await stage.connect(inTurn(whole(a)), 'realtime');
    await listener.watch(5 * MINUTE_MS);
    simulator.clock.advance(10 * MINUTE_MS);
    await listener.watch(5 * MINUTE_MS);
    const { rows } = await database.pool.query<{ ms: number }>(
      `select extract(epoch from ends_at - starts_at)::integer * 1000 as ms from coverage_spans
       where user_id = $1 and kind = 'watched' order by starts_at`,
      [listener.id],
    );
    expect(rows).toHaveLength(2);
    for (const { ms } of rows) expect(ms).toBeGreaterThan(3 * MINUTE_MS);
  });

  test('an answer that says not what plays changes nothing', async () => {
    const listener = await stage.connect(inTurn(whole(a)), 'realtime');
    await listener.watch(60_000);
    simulator.addFault({ kind: 'unknown-type', match: { listener: listener.spotifyId }, times: 3 });
    await listener.watch(a.durationMs + MINUTE_MS);
    await expectHeard(listener);
  });
});
