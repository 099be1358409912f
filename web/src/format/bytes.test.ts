import { expect, test } from 'vitest';
import { formatBytes } from './bytes.ts';

test.each([
  [0, '0 kB'],
  [820_000, '820 kB'],
  [9_751_809, '9.75 MB'],
  [96_400_000, '96.4 MB'],
  [1024 ** 3, '1.07 GB'],
])('%d bytes are %s', (bytes, words) => {
  expect(formatBytes(bytes)).toBe(words);
});
