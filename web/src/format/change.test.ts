import { expect, test } from 'vitest';
import { formatChange } from './change.ts';

test.each([
  [112, 100, 'many', '12% more'],
  [92, 100, 'many', '8% fewer'],
  [50, 100, 'much', '50% less'],
  [1004, 1000, 'much', 'as much as before'],
  [340, 100, 'many', '3.4 times as many'],
  [0, 100, 'many', '100% fewer'],
] as const)('%d after %d is, as %s, %s', (now, before, words, text) => {
  expect(formatChange(now, before, words)).toBe(text);
});

test('nothing before cannot be compared with', () => {
  expect(formatChange(5, 0, 'many')).toBeUndefined();
});
