import { expect, test } from 'vitest';
import { isRefusedBySpotify } from './redirect-uri.ts';

test.each([
  'https://home.example/spotify/loginResponse',
  'http://127.0.0.1:8000/spotify/loginResponse',
  'http://[::1]:8000/spotify/loginResponse',
])('%s is taken', (uri) => {
  expect(isRefusedBySpotify(uri)).toBe(false);
});

test.each([
  'http://localhost:8000/spotify/loginResponse',
  'http://192.168.1.20:8000/spotify/loginResponse',
  'http://home.example/spotify/loginResponse',
  'nonsense',
])('%s is refused', (uri) => {
  expect(isRefusedBySpotify(uri)).toBe(true);
});
