import type { CoverageSpan } from '@analytics/contract/coverage';
import { expect, test } from 'vitest';
import { coverDays, joinDays } from './coverage-days.ts';

const runsOf = (coverage: CoverageSpan[], timezone: string, from: string, to: string): string[] =>
  joinDays(coverDays(coverage, timezone, { from, to })).map(
    (run) => `${run.first} ${run.last} ${run.coverage}`,
  );

test('every day of the span says how much is known of it', () => {
  const coverage: CoverageSpan[] = [
    { from: '2024-12-20T00:00:00Z', to: '2025-01-03T12:00:00Z', kind: 'imported' },
    { from: '2025-01-03T12:00:00Z', to: '2025-01-05T08:00:00Z', kind: 'polled' },
    { from: '2025-01-05T08:00:00Z', to: '2025-01-06T10:00:00Z', kind: 'unknown', reason: 'too-many-plays' },
    { from: '2025-01-06T10:00:00Z', to: '2025-01-08T00:00:00Z', kind: 'watched' },
    { from: '2025-01-08T00:00:00Z', to: '2025-01-09T15:00:00Z', kind: 'unknown', reason: 'not-polled-yet' },
  ];
  expect(runsOf(coverage, 'UTC', '2025-01-01', '2025-01-11')).toEqual([
    '2025-01-01 2025-01-02 imported',
    '2025-01-03 2025-01-04 monitored',
    '2025-01-05 2025-01-06 gap',
    '2025-01-07 2025-01-07 monitored',
    '2025-01-08 2025-01-10 open',
  ]);
});

test('the days are those of the listener, and a gap of minutes is none', () => {
  const coverage: CoverageSpan[] = [
    { from: '2025-03-02T23:30:00Z', to: '2025-03-03T22:10:00Z', kind: 'polled' },
    { from: '2025-03-03T22:10:00Z', to: '2025-03-03T22:40:00Z', kind: 'unknown', reason: 'too-many-plays' },
    { from: '2025-03-03T22:40:00Z', to: '2025-03-03T23:00:00Z', kind: 'polled' },
  ];
  expect(runsOf(coverage, 'Europe/Berlin', '2025-03-02', '2025-03-05')).toEqual([
    '2025-03-02 2025-03-02 open',
    '2025-03-03 2025-03-03 monitored',
    '2025-03-04 2025-03-04 open',
  ]);
  expect(runsOf(coverage, 'UTC', '2025-03-02', '2025-03-04')).toEqual(['2025-03-02 2025-03-03 monitored']);
});

test('without any coverage everything is open', () => {
  expect(runsOf([], 'UTC', '2025-01-01', '2026-01-01')).toEqual(['2025-01-01 2025-12-31 open']);
});
