import { expect, test } from 'vitest';
import { safeReturnTo } from './return-to.ts';

test.each([
  '/spotify/analytics/',
  '/spotify/analytics/history?search=a%20b',
  '/spotify/analytics/tracks?from=2025-01-01',
])('keeps %s', (path) => {
  expect(safeReturnTo(path)).toBe(path);
});

test.each([
  undefined,
  '',
  'spotify/analytics/',
  'https://evil.example/spotify/analytics/',
  '//evil.example/spotify/analytics/',
  '/\\evil.example/spotify/analytics/',
  '/\t/evil.example/spotify/analytics/',
  '/spotify/analytics/../../../evil',
  '/spotify/',
  '/api/plays',
  'javascript:alert(1)',
])('refuses %s', (path) => {
  expect(safeReturnTo(path)).toBeUndefined();
});
