import { expect, test } from 'vitest';
import {
  HARD_NOISE,
  labelledHistory,
  NORMAL_NOISE,
  type LabelledHistory,
  toMatchLists,
} from '../../test/labelled-history.ts';
import { matchPlays, type PlayMatch } from './match-plays.ts';

interface Score {
  precision: number;
  recall: number;
}

const match = (history: LabelledHistory) => matchPlays(...toMatchLists(history));

/** How well "to import" was told for the rows from an instant on that lasted at least so long. */
function score(history: LabelledHistory, matches: (PlayMatch | null)[], from: number, minMs: number): Score {
  let right = 0;
  let told = 0;
  let wanted = 0;
  for (const [at, row] of history.rows.entries()) {
    if (row.endAt < from || row.msPlayed < minMs) continue;
    const isTold = matches[at] === null;
    const isWanted = row.storedAt === -1;
    if (isTold) told += 1;
    if (isWanted) wanted += 1;
    if (isTold && isWanted) right += 1;
  }
  return { precision: right / told, recall: right / wanted };
}

/** Of the rows that a phase joined, the share that it joined with the very play that they are. */
function rightShare(history: LabelledHistory, matches: (PlayMatch | null)[], verdict: string): number {
  let right = 0;
  let joined = 0;
  for (const [at, row] of history.rows.entries()) {
    const found = matches[at];
    if (found?.verdict !== verdict) continue;
    joined += 1;
    if (found.stored === row.storedAt) right += 1;
  }
  expect(joined).toBeGreaterThan(100);
  return right / joined;
}

function expectAtLeast(actual: Score, least: number): void {
  expect(actual.precision).toBeGreaterThanOrEqual(least);
  expect(actual.recall).toBeGreaterThanOrEqual(least);
}

test.each([1, 2, 3])('tells what to import after ordinary monitoring (history %i)', (seed) => {
  const history = labelledHistory(seed, 30_000, NORMAL_NOISE);
  const matches = match(history);
  expectAtLeast(score(history, matches, 0, 0), 0.999);
  expectAtLeast(score(history, matches, history.monitoredFrom, 0), 0.995);
  // Rows of seconds are easily told; the plays that count must be told as well.
  expectAtLeast(score(history, matches, history.monitoredFrom, 30_000), 0.995);
  expect(rightShare(history, matches, 'exact-duplicate')).toBeGreaterThan(0.999);
  expect(rightShare(history, matches, 'window-duplicate')).toBeGreaterThan(0.999);
  expect(rightShare(history, matches, 'sequence-duplicate')).toBeGreaterThan(0.99);
});

test.each([1, 2, 3])('tells what to import after poor monitoring (history %i)', (seed) => {
  const history = labelledHistory(seed, 30_000, HARD_NOISE);
  const matches = match(history);
  expectAtLeast(score(history, matches, 0, 0), 0.995);
  expectAtLeast(score(history, matches, history.monitoredFrom, 0), 0.98);
  expect(rightShare(history, matches, 'exact-duplicate')).toBeGreaterThan(0.99);
  expect(rightShare(history, matches, 'window-duplicate')).toBeGreaterThan(0.99);
  expect(rightShare(history, matches, 'sequence-duplicate')).toBeGreaterThan(0.97);
});

test('the histories hold what makes matching hard', () => {
  const history = labelledHistory(1, 30_000, NORMAL_NOISE);
  const monitored = history.rows.filter((row) => row.endAt >= history.monitoredFrom);
  const isRepeat = (at: number): boolean => history.rows[at]?.track === history.rows[at - 1]?.track;
  const repeats = history.rows.filter((_, at) => isRepeat(at));
  const counted = monitored.filter((row) => row.msPlayed >= 30_000);
  expect(repeats.length).toBeGreaterThan(1_000);
  expect(counted.filter((row) => row.storedAt === -1).length / counted.length).toBeGreaterThan(0.05);
  const relinked = history.rows.filter((row) => {
    const play = history.stored[row.storedAt];
    return play !== undefined && play.track.spotifyId !== row.track.spotifyId;
  });
  expect(relinked.length / history.stored.length).toBeGreaterThan(0.02);
});

test('the same seed gives the same history', () => {
  expect(labelledHistory(7, 500, HARD_NOISE)).toEqual(labelledHistory(7, 500, HARD_NOISE));
  expect(labelledHistory(8, 500, HARD_NOISE)).not.toEqual(labelledHistory(7, 500, HARD_NOISE));
});
