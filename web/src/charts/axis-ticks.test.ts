import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { axisTicks, labelInterval } from './axis-ticks.ts';

test('an axis counts in round steps', () => {
  expect(axisTicks(0, true)).toEqual([0, 1]);
  expect(axisTicks(3, true)).toEqual([0, 1, 2, 3]);
  expect(axisTicks(37, true)).toEqual([0, 10, 20, 30, 40]);
  expect(axisTicks(1_234, true)).toEqual([0, 500, 1_000, 1_500]);
  expect(axisTicks(2.2, false)).toEqual([0, 0.5, 1, 1.5, 2, 2.5]);
});

test('it has two to six lines, of which the last is no lower than the greatest value', () => {
  const values = fc.double({ min: 0.001, max: 1e9, noNaN: true });
  fc.assert(
    fc.property(values, fc.boolean(), (greatest, isCount) => {
      const ticks = axisTicks(greatest, isCount);
      expect(ticks.length).toBeGreaterThanOrEqual(2);
      expect(ticks.length).toBeLessThanOrEqual(6);
      expect(ticks.at(-1)).toBeGreaterThanOrEqual(greatest * 0.999_99);
      if (isCount) expect(ticks.every(Number.isInteger)).toBe(true);
    }),
  );
});

test('labels keep out of each other’s way', () => {
  expect(labelInterval(40, 50)).toBe(1);
  expect(labelInterval(60, 50)).toBe(2);
  expect(labelInterval(60, 3)).toBe(20);
});
