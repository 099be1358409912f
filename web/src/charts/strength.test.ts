import { expect, test } from 'vitest';
import { strengthScale } from './strength.ts';

test('nothing is not painted, and a little is seen', () => {
  const strength = strengthScale([0, 1, 100]);
  expect(strength(0)).toBe(0);
  expect(strength(1)).toBeGreaterThan(0.1);
});

test('an outlier does not pale the others', () => {
  const strength = strengthScale([...Array.from({ length: 40 }, () => 10), 1000]);
  expect(strength(10)).toBe(1);
  expect(strength(1000)).toBe(1);
  expect(strength(5)).toBeCloseTo(0.56);
});

test('there may be nothing at all', () => {
  expect(strengthScale([])(0)).toBe(0);
  expect(strengthScale([0])(0)).toBe(0);
});
