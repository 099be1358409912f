import { expect, test } from 'vitest';
import { addDays } from './day.ts';
import { mondayOf, sumByWeek } from './week.ts';

test('a week begins on Monday', () => {
  expect(mondayOf('2025-06-30')).toBe('2025-06-30');
  expect(mondayOf('2025-07-06')).toBe('2025-06-30');
  expect(mondayOf('2025-01-01')).toBe('2024-12-30');
});

test('days are added up, from the first Monday on', () => {
  const days = Array.from({ length: 12 }, (_, index) => ({
    date: addDays('2025-06-28', index),
    plays: index + 1,
    ms: 1000,
  }));
  expect(sumByWeek(days)).toEqual([
    { date: '2025-06-30', plays: 3 + 4 + 5 + 6 + 7 + 8 + 9, ms: 7000 },
    { date: '2025-07-07', plays: 10 + 11 + 12, ms: 3000 },
  ]);
  expect(sumByWeek([])).toEqual([]);
});
