import { expect, test } from 'vitest';
import { formatHour, formatInstantDay, formatUnit, formatWeekday } from './date.ts';

const long = (date: string, options: Intl.DateTimeFormatOptions) =>
  new Intl.DateTimeFormat(undefined, { ...options, timeZone: 'UTC' }).format(new Date(date));

test('weekday 1 is Monday and 7 is Sunday', () => {
  expect(formatWeekday(1, 'long')).toBe(long('2025-06-30', { weekday: 'long' }));
  expect(formatWeekday(7, 'long')).toBe(long('2025-07-06', { weekday: 'long' }));
});

test('a week names its first and last day', () => {
  const text = formatUnit('2025-06-30', 'week');
  expect(text).toContain('30');
  expect(text).toContain('6');
  expect(text).toContain('2025');
});

test('a month is named with its year', () => {
  expect(formatUnit('2025-02-01', 'month')).toBe(long('2025-02-01', { month: 'long', year: 'numeric' }));
});

test('the last hour of the day has no date in its name', () => {
  expect(formatHour(23)).not.toContain('2001');
  expect(formatHour(14)).not.toContain('2001');
});

test('an instant is shown on the day of the zone', () => {
  expect(formatInstantDay('2025-06-30T23:30:00Z', 'Pacific/Kiritimati')).toBe(
    long('2025-07-01', { dateStyle: 'medium' }),
  );
});
