import { describe, expect, it } from 'vitest';
import { judgeRedirectUri } from './redirect-uri.ts';

describe('redirect URIs', () => {
  it.each([
    ['http://127.0.0.1:5000/cb', 'http://127.0.0.1/cb', 'allowed'],
    ['http://127.0.0.1/cb', 'http://127.0.0.1/cb', 'allowed'],
    ['http://[::1]:5000/cb', 'http://[::1]/cb', 'allowed'],
    ['http://127.0.0.1:5000/cb', 'http://127.0.0.1:4000/cb', 'Invalid redirect URI'],
    ['http://127.0.0.1:5000/cb/', 'http://127.0.0.1/cb', 'Invalid redirect URI'],
    ['https://a.example/cb', 'https://a.example/cb', 'allowed'],
    ['https://a.example:8443/cb', 'https://a.example/cb', 'Invalid redirect URI'],
    ['https://localhost/cb', 'https://localhost/cb', 'Insecure redirect URI'],
    ['http://a.example/cb', 'http://a.example/cb', 'Insecure redirect URI'],
    ['http://127.0.0.1:80@evil.example/cb', 'http://127.0.0.1/cb', 'Insecure redirect URI'],
  ])('%s against %s is %s', (asked, registered, verdict) => {
    expect(judgeRedirectUri(asked, [registered])).toBe(verdict);
  });
});
