import { expect, test } from 'vitest';
import { readRetryAfter } from './retry-after.ts';

const now = Date.parse('2026-11-25T12:00:00Z');
const DAY = 86_400;

test.each([
  ['2', 2],
  ['1.5', 1.5],
  ['72000', 72_000],
  [' 74214 ', 74_214],
  ['0', 1],
  ['99999999999999999999', 2 * DAY],
  ['Wed, 25 Nov 2026 12:10:00 GMT', 600],
  ['Wed, 25 Nov 2026 11:00:00 GMT', 1],
  ['Fri, 25 Nov 2061 12:00:00 GMT', 2 * DAY],
  [null, 30],
  ['', 30],
  ['-5s', 30],
  ['soon', 30],
  ['NaN', 30],
  ['Infinity', 30],
])('%o is %d s', (header, seconds) => {
  expect(readRetryAfter(header, now)).toBe(seconds);
});
