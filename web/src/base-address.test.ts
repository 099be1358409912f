import { expect, test } from 'vitest';
import { basePathOf } from './base-address.ts';

test('the base path has no trailing slash', () => {
  expect(basePathOf('https://home.example/')).toBe('');
  expect(basePathOf('https://home.example/music/')).toBe('/music');
  expect(basePathOf('https://home.example/a/b/?x=1')).toBe('/a/b');
});
