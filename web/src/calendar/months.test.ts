import { expect, test } from 'vitest';
import { addDays } from './day.ts';
import { groupByMonth } from './months.ts';

const days = Array.from({ length: 40 }, (_, index) => ({ date: addDays('2025-01-20', index), plays: index }));

test('every day stands once, under its month', () => {
  const months = groupByMonth(days, 1);
  expect(months.map(({ month, days: some }) => [month, some.length])).toEqual([
    ['2025-01-01', 12],
    ['2025-02-01', 28],
  ]);
  expect(months.flatMap(({ days: some }) => some.map(({ index }) => index))).toEqual(days.map((_, at) => at));
});

test('a month begins in the column of its weekday', () => {
  // 20 January 2025 was a Monday, 1 February a Saturday.
  expect(groupByMonth(days, 1).map(({ column }) => column)).toEqual([0, 5]);
  expect(groupByMonth(days, 7).map(({ column }) => column)).toEqual([1, 6]);
});
