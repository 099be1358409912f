import { expect, test } from 'vitest';
import { formatRelative } from './relative-time.ts';

const now = Date.parse('2025-06-30T12:00:00Z');
const expected = (value: number, unit: Intl.RelativeTimeFormatUnit) =>
  new Intl.RelativeTimeFormat(undefined, { numeric: 'auto' }).format(value, unit);

test('the largest unit that fits is taken', () => {
  expect(formatRelative('2025-06-30T12:12:00Z', now)).toBe(expected(12, 'minute'));
  expect(formatRelative('2025-06-30T09:00:00Z', now)).toBe(expected(-3, 'hour'));
  expect(formatRelative('2025-07-10T12:00:00Z', now)).toBe(expected(10, 'day'));
  expect(formatRelative('2025-06-30T11:59:30Z', now)).toBe(expected(-30, 'second'));
});
