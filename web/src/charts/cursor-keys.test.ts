import { expect, test } from 'vitest';
import { moveCursor } from './cursor-keys.ts';

test('arrows go to the neighbours and stop at the ends', () => {
  expect(moveCursor('ArrowRight', 3, 10)).toBe(4);
  expect(moveCursor('ArrowRight', 9, 10)).toBe(9);
  expect(moveCursor('ArrowLeft', 0, 10)).toBe(0);
  expect(moveCursor('Home', 7, 10)).toBe(0);
  expect(moveCursor('End', 7, 10)).toBe(9);
});

test('in a calendar, up and down go by weeks', () => {
  expect(moveCursor('ArrowDown', 3, 365, 7)).toBe(10);
  expect(moveCursor('ArrowUp', 10, 365, 7)).toBe(3);
});

test('other keys are left to the page', () => {
  expect(moveCursor('Tab', 3, 10)).toBeUndefined();
  expect(moveCursor('Enter', 3, 10)).toBeUndefined();
});
