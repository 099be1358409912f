import { expect, test } from 'vitest';
import { durationAxis, formatDuration, formatPlayLength } from './duration.ts';
import { formatNumber } from './number.ts';

const minute = 60_000;
const hour = 60 * minute;
/** A line may end between hours and minutes, and nowhere else. */
const unbroken = (text: string): string => text.replaceAll(/ (?=[hms])/g, '\u00a0');

test.each([
  [0, '0 s'],
  [59_999, '59 s'],
  [minute, '1 min'],
  [hour - 1, '59 min'],
  [hour, '1 h'],
  [3 * hour + 12 * minute + 40_000, '3 h 12 min'],
  [99 * hour + 59 * minute, '99 h 59 min'],
  [100 * hour, '100 h'],
])('%i ms are %s', (ms, text) => {
  expect(formatDuration(ms)).toBe(unbroken(text));
});

test('many hours are grouped as the locale does', () => {
  expect(formatDuration(12_345 * hour)).toBe(unbroken(`${formatNumber(12_345)} h`));
});

test.each([
  [0, '0:00'],
  [187_400, '3:07'],
  [59_600, '1:00'],
  [hour + 2 * minute + 3000, '1:02:03'],
])('a play of %i ms is %s long', (ms, text) => {
  expect(formatPlayLength(ms)).toBe(text);
});

test('an axis counts in minutes until two hours', () => {
  expect(durationAxis(2 * hour - 1).unit).toBe('min');
  expect(durationAxis(2 * hour)).toEqual({ unitMs: hour, unit: 'h' });
});
