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

const [a, b] = [track('a'), track('b')];

describe('a script gives exactly its plays', () => {
  test.each<[string, Deed[], number[]]>([
    ['one track, then nothing', [play(a), listen(200_000), stop(60_000)], [200_000]],
    [
      'a track played three times in a row',
      [play(a), repeat, repeat, listen(200_000), stop(60_000)],
      [200_000, 200_000, 200_000],
    ],
    ['a pause', [play(a), listen(62_000), pause(100_000), listen(138_000), stop(60_000)], [200_000]],
    [
      'a pause of less than a look',
      [play(a), listen(62_000), pause(3_000), listen(138_000), stop(60_000)],
      [200_000],
    ],
    ['a pause that nothing follows', [play(a), listen(62_300), pause(4_000_000), stop(60_000)], [62_300]],
    ['a jump ahead', [play(a), listen(21_000), seek(150_000), listen(50_000), stop(60_000)], [71_000]],
    [
      'jumps back',
      [play(a), listen(101_000), seek(20_000), listen(40_000), seek(0), listen(33_000), stop(9_000)],
      [174_000],
    ],
    [
      'a jump ahead too late to count',
      [play(a), listen(10_000), seek(190_000), listen(10_000), stop(60_000)],
      [],
    ],
    ['a skip at 29 s', [play(a), listen(29_000), play(b), listen(100_000), stop(60_000)], [100_000]],
    ['a skip at 31 s', [play(a), listen(31_000), play(b), listen(100_000), stop(60_000)], [31_000, 100_000]],
    [
      'a change of track between looks',
      [play(a), listen(47_300), play(b), listen(51_900), play(a), listen(40_000), stop(9_000)],
      [47_300, 51_900, 40_000],
    ],
    ['a stop in the middle', [play(a), listen(57_000), stop(3_600_000)], [57_000]],
    [
      'an advertisement between tracks',
      [play(a), listen(200_000), { does: 'advertisement', ms: 30_000 }, play(b), listen(99_000), stop(9_000)],
      [200_000, 99_000],
    ],
    [
      'an advertisement in the middle of a track',
      [play(a), listen(90_000), { does: 'advertisement', ms: 30_000 }, stop(9_000)],
      [90_000],
    ],
    [
      'a start after half an hour of silence',
      [stop(3_600_000), play(a), listen(200_000), stop(9_000)],
      [200_000],
    ],
    [
      'the same track again after silence',
      [play(a), listen(200_000), stop(20_000), play(a), listen(200_000), stop(9_000)],
      [200_000, 200_000],
    ],
    [
      'short tracks over and over',
      [play(track('c', 35_000)), repeat, repeat, listen(35_000), stop(9_000)],
      [35_000, 35_000, 35_000],
    ],
  ])('%s', (_name, deeds, heardMs) => {
    const player = new ScriptedPlayer(deeds);
    const seen = watchScript(player);
    expectTruth(player, seen);
    expect(seen).toHaveLength(heardMs.length);
    for (const [index, ms] of heardMs.entries()) {
      expect(Math.abs((seen[index]?.heardMs ?? 0) - ms)).toBeLessThanOrEqual(MOST_WRONG_MS);
    }
  });

  test('a pause, after which the device goes away and comes back, is one play', () => {
    const looks = [
      { at: 0, track: a, progressMs: 0, isPlaying: true },
      { at: 40_000, track: a, progressMs: 40_000, isPlaying: true },
      { at: 45_000, track: a, progressMs: 42_000, isPlaying: false },
      { at: 300_000, track: null, progressMs: null, isPlaying: false },
      { at: 900_000, track: a, progressMs: 42_000, isPlaying: false },
      { at: 905_000, track: a, progressMs: 45_000, isPlaying: true },
      { at: 1_060_000, track: a, progressMs: 200_000, isPlaying: true },
      { at: 1_065_000, track: null, progressMs: null, isPlaying: false },
    ];
    let state: WatchState = UNWATCHED;
    const ended = looks.flatMap((look) => {
      const step = stepWatch(state, look);
      state = step.state;
      return step.ended;
    });
    expect(ended.map(({ heardMs, outcome }) => [heardMs, outcome])).toEqual([[200_000, 'finished']]);
  });

  test('what goes on after more than half an hour is another play', () => {
    const player = new ScriptedPlayer([
      play(a),
      listen(62_000),
      pause(45 * 60_000),
      listen(138_000),
      stop(0),
    ]);
    const heardMs = watchScript(player).map((heard) => heard.heardMs);
    expect(heardMs[0]).toBe(62_000);
    expect(Math.abs((heardMs[1] ?? 0) - 138_000)).toBeLessThanOrEqual(60_000);
    expect(heardMs).toHaveLength(2);
  });

  test('a player that stays paused at the start of the last track has finished it', () => {
    const before: WatchState = {
      lookedAt: 0,
      quietSince: null,
      open: {
        track: a,
        progressMs: 197_000,
        isPlaying: true,
        isGone: false,
        heardMs: 197_000,
        heardUntil: 0,
        playId: 7,
      },
    };
    const { ended, state } = stepWatch(before, { at: 5_000, track: a, progressMs: 0, isPlaying: false });
    expect(ended).toEqual([{ track: a, heardMs: 200_000, endedAt: 3_000, outcome: 'finished', playId: 7 }]);
    expect(state.open).toMatchObject({ heardMs: 0, isPlaying: false, playId: null });
  });

  test('what was paused before the first look has not been heard', () => {
    const paused = stepWatch(UNWATCHED, { at: 0, track: a, progressMs: 120_000, isPlaying: false });
    expect(paused.state.open?.heardMs).toBe(0);
    const idle: WatchState = { lookedAt: 0, quietSince: 0, open: null };
    expect(
      stepWatch(idle, { at: 60_000, track: a, progressMs: 65_000, isPlaying: false }).state.open?.heardMs,
    ).toBe(0);
    const short = stepWatch(idle, { at: 60_000, track: a, progressMs: 45_000, isPlaying: false }).state.open;
    expect(short?.heardMs).toBeLessThan(HEARD_FROM_MS);
  });

  test('a minute without looks costs no play, and repeats within it are plays', () => {
    const player = new ScriptedPlayer([
      play(track('c', 40_000)),
      repeat,
      repeat,
      repeat,
      listen(40_000),
      stop(9_000),
    ]);
    expectTruth(player, watchScript(player, { missed: [21_000, 111_000] }));
  });

  test('after hours without looks nothing is invented', () => {
    const before: WatchState = {
      lookedAt: 0,
      quietSince: null,
      open: {
        track: a,
        progressMs: 60_000,
        isPlaying: true,
        isGone: false,
        heardMs: 60_000,
        heardUntil: 0,
        playId: 7,
      },
    };
    const at = 3 * 3_600_000;
    const { ended, state } = stepWatch(before, { at, track: a, progressMs: 100_000, isPlaying: true });
    expect(ended.map(({ heardMs, endedAt }) => [heardMs, endedAt])).toEqual([[200_000, 140_000]]);
    expect(state.open?.heardMs).toBe(100_000);
  });
});
