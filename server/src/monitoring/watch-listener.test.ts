import { startSimulator } from '@analytics/simulator/simulator';
import { afterAll, beforeEach, describe, expect, test } from 'vitest';
import { compareTotals } from '../../test/play-totals.ts';
import { createTestDatabase } from '../../test/test-database.ts';
import { type ScriptLine, WatchStage } from '../../test/watched-listener.ts';
import { expectHeard, inTurn, MINUTE_MS, part, pickTracks, whole } from '../../test/watched-evening.ts';
import { lookAtListener } from './look-at-listener.ts';

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
beforeEach(() => {
  stage.skewMs = 0;
});

describe('realtime: every script gives exactly its plays', () => {
  test.each<[string, ScriptLine[], number]>([
    ['repeat', inTurn(whole(a), whole(a), whole(a)), 3],
    ['pause and resume', inTurn({ ...whole(a), pauseAfterMs: 47_000, pauseMs: 95_000 }, part(b, 60_000)), 2],
    [
      'jumps',
      inTurn({
        ...part(a, 120_000),
        seeks: [
          { afterMs: 41_000, toMs: 100_000 },
          { afterMs: 80_000, toMs: 5_000 },
        ],
      }),
      1,
    ],
    [
      'a jump to the end',
      inTurn({ ...part(a, 21_000), seeks: [{ afterMs: 11_000, toMs: a.durationMs - 10_000 }] }, whole(b)),
      1,
    ],
    ['skip at 29 s', inTurn(part(a, 29_000), whole(b)), 1],
    ['skip at 31 s', inTurn(part(a, 31_000), whole(b)), 2],
    ['last track, then nothing', inTurn(whole(a), whole(b)), 2],
    ['track change between looks', inTurn(part(a, 47_300), part(b, 33_100), part(c, 71_900)), 3],
    ['advertisement between tracks', inTurn(whole(a), { kind: 'ad', msPlayed: 30_000 }, whole(b)), 2],
    [
      'episode between tracks',
      inTurn(whole(a), { kind: 'episode', trackIndex: 0, msPlayed: 400_000 }, whole(b)),
      2,
    ],
    ['local file', inTurn(whole(a), { kind: 'local', trackIndex: 0, msPlayed: localMs }, whole(b)), 3],
    [
      'private session',
      inTurn(whole(a), { kind: 'private', trackIndex: b.index, msPlayed: 100_000 }, whole(c)),
      2,
    ],
    ['silence for an hour', inTurn(whole(a), { ...whole(b), afterMs: 60 * MINUTE_MS }), 2],
  ])('%s', async (_name, lines, count) => {
    const listener = await stage.connect(lines, 'realtime');
    const last = lines.at(-1);
    await listener.watch((last?.atMs ?? 0) + (last?.msPlayed ?? 0) + 3 * MINUTE_MS);
    expect(await listener.plays()).toHaveLength(count);
    await expectHeard(listener);
  });

  test('the clock of Spotify is minutes off', async () => {
    stage.skewMs = 4 * MINUTE_MS;
    const listener = await stage.connect(inTurn(whole(a), whole(b), part(a, 60_000)), 'realtime');
    await listener.watch(12 * MINUTE_MS);
    await expectHeard(listener, stage.skewMs);
    await listener.monitor('history');
    await listener.poll();
    expect(await listener.plays()).toHaveLength(3);
  });

  test('a play is in the history as soon as it counts, and complete when it is over', async () => {
    const listener = await stage.connect(inTurn(whole(a)), 'realtime');
    await listener.watch(10_000 + 29_000);
    expect(await listener.plays()).toEqual([]);
    await listener.watch(3_000);
    const [running] = await listener.plays();
    expect(running?.msPlayed).toBeGreaterThanOrEqual(30_000);
    expect(running?.msPlayed).toBeLessThan(32_000);
    await listener.watch(5 * MINUTE_MS);
    const [complete] = await listener.plays();
    expect(complete?.id).toBe(running?.id);
    await expectHeard(listener);
  });

  test('a play that is deleted while it runs stays deleted', async () => {
    const listener = await stage.connect(inTurn(whole(a), whole(b)), 'realtime');
    await listener.watch(MINUTE_MS);
    const [running] = await listener.plays();
    await listener.browser.request('DELETE', `/api/plays/${running?.id}`);
    await listener.watch(10 * MINUTE_MS);
    await listener.monitor('history');
    await listener.poll();
    expect((await listener.plays()).map(({ track }) => track.spotifyId)).toEqual([
      simulator.catalogue.tracks[b.index]?.id,
    ]);
  });
});

describe('workers', () => {
  test('whoever takes over goes on with the open play, and whoever comes back writes nothing', async () => {
    const listener = await stage.connect(inTurn(whole(a), whole(b)), 'realtime');
    await listener.watch(60_000, 'realtime', 'one');
    const stalled = await listener.take('one');
    simulator.clock.advance(40_000);
    await listener.watch(30_000, 'realtime', 'two');
    const before = await database.pool.query('select * from watches where user_id = $1', [listener.id]);
    simulator.clock.advance(a.durationMs);
    expect(await lookAtListener(stage.context('one'), stalled, 'realtime', 1)).toBeUndefined();
    const after = await database.pool.query('select * from watches where user_id = $1', [listener.id]);
    expect(after.rows).toEqual(before.rows);
    expect(await listener.plays()).toHaveLength(1);
    await listener.watch(b.durationMs + MINUTE_MS, 'realtime', 'two');
    await expectHeard(listener);
  });

  test('a change of mode takes the watch from whoever has it, who then writes nothing', async () => {
    const listener = await stage.connect(inTurn(whole(a), whole(b)), 'realtime');
    await listener.watch(60_000);
    const stale = await listener.take('one');
    await listener.monitor('history');
    const look = async () => {
      const watch = await database.pool.query('select * from watches where user_id = $1', [listener.id]);
      return [watch.rows, await listener.plays()];
    };
    const before = await look();
    simulator.clock.advance(a.durationMs);
    expect(await lookAtListener(stage.context('one'), stale, 'realtime', 1)).toBeUndefined();
    expect(await look()).toEqual(before);
  });

  test('what one worker saw last is not lost when it dies', async () => {
    const listener = await stage.connect(inTurn(whole(a), whole(a)), 'realtime');
    let watch = await listener.take('one');
    for (let look = 0; look < 9; look += 1) {
      simulator.clock.advance(5_000);
      watch = (await lookAtListener(stage.context('one'), watch, 'realtime', 1)) ?? watch;
    }
    simulator.clock.advance(85_000);
    await listener.watch(a.durationMs * 2 + MINUTE_MS, 'realtime', 'two');
    await expectHeard(listener);
  });
});

test('totals are in step with all of that, and nothing went wrong here', async () => {
  expect(stage.warnings).toEqual([]);
  const { kept, computed } = await compareTotals(database.database);
  expect(kept).toEqual(computed);
});
