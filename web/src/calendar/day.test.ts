import { expect, test } from 'vitest';
import { addDays, addMonths, countDays, dayInZone, isDay } from './day.ts';

test('only days that exist are days', () => {
  expect(isDay('2024-02-29')).toBe(true);
  expect(isDay('2025-02-29')).toBe(false);
  expect(isDay('2025-2-9')).toBe(false);
  expect(isDay('yesterday')).toBe(false);
});

test('days are added across months, years and leap days', () => {
  expect(addDays('2024-02-28', 1)).toBe('2024-02-29');
  expect(addDays('2025-12-31', 1)).toBe('2026-01-01');
  expect(addDays('2025-03-01', -1)).toBe('2025-02-28');
  expect(countDays('2025-03-29', '2025-03-31')).toBe(2);
});

test('a month later keeps the date or takes the last one there is', () => {
  expect(addMonths('2025-01-31', 1)).toBe('2025-02-28');
  expect(addMonths('2024-03-31', -1)).toBe('2024-02-29');
  expect(addMonths('2025-11-15', 3)).toBe('2026-02-15');
  expect(addMonths('2025-01-15', -1)).toBe('2024-12-15');
});

test('an instant falls on different days in different zones', () => {
  const instant = '2025-06-30T23:30:00.000Z';
  expect(dayInZone(instant, 'UTC')).toBe('2025-06-30');
  expect(dayInZone(instant, 'Pacific/Kiritimati')).toBe('2025-07-01');
  expect(dayInZone('2025-06-30T03:00:00.000Z', 'America/New_York')).toBe('2025-06-29');
});
