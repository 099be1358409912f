import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Deed, ScriptedPlayer } from '../../test/scripted-player.ts';
import {
  expectTruth,
  listen,
  MOST_WRONG_MS,
  pause,
  play,
  repeat,
  seek,
  stop,
  track,
  watchScript,
} from '../../test/watched-script.ts';
import { HEARD_FROM_MS, UNWATCHED, type WatchState } from './watch-state.ts';
import { stepWatch } from './watch-step.ts';

describe('properties', () => {
  const tracks = ['p', 'q', 'r', 's'].map((key, index) => track(key, 61_000 + 47_000 * index));
  /** Long enough to be counted for sure, or too short for sure. */
  const heard = fc.oneof(fc.integer({ min: 100, max: 22_000 }), fc.integer({ min: 38_000, max: 180_000 }));
  const stretch = fc.oneof(
    { weight: 4, arbitrary: heard.map(listen) },
    { weight: 2, arbitrary: fc.integer({ min: 10_000, max: 110_000 }).map(pause) },
  );
  const ending = fc.oneof(
    { weight: 3, arbitrary: fc.constant<Deed[]>([]) },
    { weight: 2, arbitrary: fc.constant<Deed[]>([repeat, listen(500_000)]) },
    { weight: 2, arbitrary: fc.integer({ min: 12_000, max: 3_000_000 }).map((ms) => [stop(ms)]) },
    { weight: 1, arbitrary: fc.constant<Deed[]>([{ does: 'advertisement', ms: 30_000 }]) },
  );
  /** Never the same track twice but by `repeat`: two plays with nothing between them cannot be told from one with a jump. */
  const evening = fc
    .array(fc.tuple(fc.integer({ min: 1, max: 3 }), fc.array(stretch, { maxLength: 4 }), ending), {
      minLength: 1,
      maxLength: 8,
    })
    .map((parts) => {
      let at = 0;
      return parts.flatMap(([step, stretches, last]) => {
        at = (at + step) % tracks.length;
        // What is heard for less than a look, or while nobody looks often, need not be seen.
        return [
          play(tracks[at] ?? track('p')),
          ...stretches.flatMap((deed) => [listen(7_000), deed]),
          listen(7_000),
          ...last,
        ];
      });
    });

  test('plays and their length are the truth, whenever it is looked', () => {
    fc.assert(
      fc.property(
        evening,
        fc.array(fc.integer({ min: -900, max: 900 }), { minLength: 7, maxLength: 7 }),
        (deeds, jitter) => {
          let turn = 0;
          const player = new ScriptedPlayer([...deeds, stop(0)]);
          const isClear = player.plays.every(
            ({ heardMs }) => Math.abs(heardMs - HEARD_FROM_MS) > MOST_WRONG_MS,
          );
          fc.pre(isClear);
          expectTruth(
            player,
            watchScript(player, { jitterMs: () => jitter[(turn += 1) % jitter.length] ?? 0 }),
          );
        },
      ),
      { numRuns: 600 },
    );
  });

  test('jumps neither invent plays nor time', () => {
    const jump = fc.tuple(fc.integer({ min: 12_000, max: 40_000 }), fc.integer({ min: 0, max: 100_000 }));
    fc.assert(
      fc.property(fc.array(jump, { minLength: 1, maxLength: 12 }), (jumps) => {
        const long = track('long', 600_000);
        const player = new ScriptedPlayer([
          play(long),
          ...jumps.flatMap(([ms, toMs]) => [listen(ms), seek(toMs)]),
          listen(50_000),
        ]);
        const seen = watchScript(player);
        expect(seen).toHaveLength(1);
        expect((seen[0]?.heardMs ?? 0) - (player.plays[0]?.heardMs ?? 0)).toBeLessThanOrEqual(MOST_WRONG_MS);
      }),
      { numRuns: 300 },
    );
  });

  test('no more is heard than time passes, whatever Spotify says', () => {
    const look = fc.record({
      afterMs: fc.integer({ min: 0, max: 400_000 }),
      which: fc.constantFrom(null, ...tracks),
      progressMs: fc.integer({ min: 0, max: 250_000 }),
      isPlaying: fc.boolean(),
    });
    fc.assert(
      fc.property(fc.array(look, { maxLength: 40 }), (looks) => {
        let at = 0;
        let state: WatchState = stepWatch(UNWATCHED, {
          at,
          track: null,
          progressMs: null,
          isPlaying: false,
        }).state;
        let sum = 0;
        let lastEnd = 0;
        for (const { afterMs, which, progressMs, isPlaying } of looks) {
          at += afterMs;
          const step = stepWatch(state, {
            at,
            track: which,
            progressMs: which && progressMs,
            isPlaying: which !== null && isPlaying,
          });
          for (const { heardMs, endedAt } of step.ended) {
            sum += heardMs;
            expect(endedAt).toBeGreaterThanOrEqual(lastEnd);
            expect(endedAt).toBeLessThanOrEqual(at);
            lastEnd = endedAt;
          }
          state = step.state;
        }
        // Where a track begins anew, it is where it is, give or take the tolerance.
        expect(sum + (state.open?.heardMs ?? 0)).toBeLessThanOrEqual(at + 3_000 * looks.length);
      }),
      { numRuns: 500 },
    );
  });
});
