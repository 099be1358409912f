import { expect, test } from 'vitest';
import { daysOfGaps, findGaps } from './gaps.ts';

const within = { from: '2025-01-01', to: '2026-01-01' };
const unknown = (from: string, to: string, reason = 'not-monitored' as const) =>
  ({ from, to, kind: 'unknown', reason }) as const;

test('a gap lies on the days of the listener', () => {
  const coverage = [unknown('2025-03-02T23:30:00Z', '2025-03-09T23:00:00Z')];
  expect(findGaps(coverage, 'Europe/Berlin', within)[0]?.days).toEqual({
    from: '2025-03-03',
    to: '2025-03-10',
  });
  expect(findGaps(coverage, 'UTC', within)[0]?.days).toEqual({ from: '2025-03-02', to: '2025-03-10' });
});

test('what is known, what the next poll brings and what is short is no gap', () => {
  expect(
    findGaps(
      [
        { from: '2025-01-01T00:00:00Z', to: '2025-02-01T00:00:00Z', kind: 'imported' },
        unknown('2025-02-01T00:00:00Z', '2025-02-01T00:59:00Z'),
        { ...unknown('2025-03-01T00:00:00Z', '2025-03-02T00:00:00Z'), reason: 'not-polled-yet' },
        unknown('2024-03-01T00:00:00Z', '2024-03-02T00:00:00Z'),
      ],
      'UTC',
      within,
    ),
  ).toEqual([]);
});

test('the newest gap comes first, and its days end where the calendar does', () => {
  const gaps = findGaps(
    [
      unknown('2024-12-30T00:00:00Z', '2025-01-02T00:00:00Z'),
      unknown('2025-05-01T10:00:00Z', '2025-05-01T20:00:00Z'),
    ],
    'UTC',
    within,
  );
  expect(gaps.map(({ days }) => days.from)).toEqual(['2025-05-01', '2024-12-30']);
  expect([...daysOfGaps(gaps, within)].sort()).toEqual(['2025-01-01', '2025-05-01']);
});
