import type { CoverageSpan } from '@analytics/contract/coverage';
import { describe, expect, test } from 'vitest';
import { cutCoverage } from './coverage.ts';

describe('a time line', () => {
  const polled = (from: number, to: number) => ({ kind: 'polled', from, to }) as const;
  const watched = (from: number, to: number) => ({ kind: 'watched', from, to }) as const;
  const imported = (from: number, to: number) => ({ kind: 'imported', from, to }) as const;
  const shown = (spans: readonly CoverageSpan[]) =>
    spans.map(({ from, to, kind, reason }) => [Date.parse(from), Date.parse(to), reason ?? kind]);

  test.each([
    ['nothing known', [], 0, 9, [[0, 9, 'not-monitored']]],
    ['nothing asked for', [polled(0, 9)], 5, 5, []],
    [
      'before the first poll, between polls, since the last',
      [polled(2, 4), polled(5, 7)],
      0,
      9,
      [
        [0, 2, 'not-monitored'],
        [2, 4, 'polled'],
        [4, 5, 'too-many-plays'],
        [5, 7, 'polled'],
        [7, 9, 'not-polled-yet'],
      ],
    ],
    [
      'an import fills a part of a gap, and what remains keeps its reason',
      [polled(2, 4), polled(8, 9), imported(0, 6)],
      1,
      9,
      [
        [1, 2, 'imported'],
        [2, 4, 'polled'],
        [4, 6, 'imported'],
        [6, 8, 'too-many-plays'],
        [8, 9, 'polled'],
      ],
    ],
    [
      'what was watched tells more than what was polled',
      [polled(0, 9), watched(3, 5), imported(0, 9)],
      0,
      9,
      [
        [0, 3, 'polled'],
        [3, 5, 'watched'],
        [5, 9, 'polled'],
      ],
    ],
    [
      'between two watches',
      [watched(0, 2), watched(6, 9)],
      1,
      8,
      [
        [1, 2, 'watched'],
        [2, 6, 'not-monitored'],
        [6, 8, 'watched'],
      ],
    ],
  ] as const)('%s', (_what, known, from, to, expected) => {
    expect(shown(cutCoverage(known, from, to))).toEqual(expected);
  });
});
