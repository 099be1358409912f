import { endpoints } from '@analytics/contract/endpoints';
import { describe, expect, test } from 'vitest';
import { Browser } from '../../test/browser.ts';
import { createTestDatabase } from '../../test/test-database.ts';
import { startTestServer } from '../../test/test-server.ts';

const database = await createTestDatabase();
const server = await startTestServer(database, { env: { ALLOWED_HOSTS: 'music.lan,*.home.example' } });
const host = await Browser.signUp(server.address, 'host');
const own = server.address;

const changing = Object.keys(endpoints)
  .map((name) => name.replace('{id}', '1').split(' ') as [method: string, path: string])
  .filter(([method]) => method !== 'GET');

const codeOf = async (response: Response) => {
  const text = await response.text();
  return text === '' ? '' : (JSON.parse(text) as { error?: { code: string } }).error?.code;
};

describe('a request that another site made the browser send', () => {
  test.each(changing)('%s %s is refused', async (method, path) => {
    const foreign: Record<string, string>[] = [
      { 'sec-fetch-site': 'cross-site' },
      { 'sec-fetch-site': 'same-site' },
      { 'sec-fetch-site': 'same-origin', origin: 'https://evil.example' },
      { origin: 'https://evil.example' },
      { origin: 'null' },
      { origin: own.replace('http:', 'https:') },
      { origin: `${own}.evil.example` },
      { origin: 'http://127.0.0.1:1' },
      // Browsers send by themselves what a proxy in front has asked for.
      { 'sec-fetch-site': 'cross-site', authorization: 'Basic YTpi' },
    ];
    for (const headers of foreign) {
      const response = await host.request(method, path, {}, headers);
      expect([headers, response.status, await codeOf(response)]).toEqual([headers, 403, 'foreign-origin']);
    }
  });

  test.each(changing)('%s %s of our own page gets through', async (method, path) => {
    // An unknown parameter, so that nothing is changed by it.
    const response = await host.request(method, `${path}?unknown=1`, undefined, {
      'sec-fetch-site': 'same-origin',
      origin: own,
    });
    expect([response.status, await codeOf(response)]).not.toContain('foreign-origin');
    expect(response.status).not.toBe(403);
  });

  test('changes nothing', async () => {
    await host.request('DELETE', '/api/account', undefined, { 'sec-fetch-site': 'cross-site' });
    expect((await host.get('/api/session')).status).toBe(200);
  });

  test('may still be a link that is followed', async () => {
    const response = await host.get('/api/session', { 'sec-fetch-site': 'cross-site' });
    expect(response.status).toBe(200);
    expect(response.headers.get('access-control-allow-origin')).toBeNull();
  });
});

describe('the host name', () => {
  test.each(['localhost:8000', '127.0.0.1', '[::1]:8000', 'music.lan', 'MUSIC.LAN:80', 'a.home.example'])(
    '%s is ours',
    async (name) => {
      expect((await host.get('/api/session', { host: name })).status).toBe(200);
    },
  );

  test.each([
    'evil.example',
    'music.lan.evil.example',
    'xmusic.lan',
    'home.example',
    'evilhome.example',
    '10.0.0.1',
  ])('%s is not', async (name) => {
    for (const path of ['/api/session', '/spotify/', '/api/nowhere', '/analytics/songs']) {
      const response = await host.get(path, { host: name });
      expect([path, response.status, await codeOf(response)]).toEqual([path, 403, 'not-allowed']);
    }
  });

  test('does not matter to a probe', async () => {
    for (const path of ['/api/health', '/api/status?', '/analytics/health/', '/analytics/status']) {
      const response = await host.get(path, { host: '10.0.0.1:8000' });
      expect([path, response.status]).toEqual([path, 200]);
    }
  });

  test('cannot be forged by a header that only a trusted proxy may send', async () => {
    const response = await host.get('/api/session', {
      host: 'evil.example',
      'x-forwarded-host': 'music.lan',
    });
    expect(response.status).toBe(403);
  });
});

describe('security headers', () => {
  test.each(['/api/session', '/spotify/', '/api/docs', '/api/nowhere', '/analytics/songs'])(
    'are on %s',
    async (path) => {
      const { headers } = await host.get(path);
      // Forms, frames around us and the base address do not follow the default.
      expect(headers.get('content-security-policy')?.split(';').toSorted()).toEqual([
        "base-uri 'self'",
        "default-src 'self'",
        "form-action 'self'",
        "frame-ancestors 'none'",
        "img-src 'self' data: https://i.scdn.co https://mosaic.scdn.co https://*.spotifycdn.com",
        "object-src 'none'",
      ]);
      expect(headers.get('x-content-type-options')).toBe('nosniff');
      expect(headers.get('x-frame-options')).toBe('DENY');
      expect(headers.get('referrer-policy')).toBe('same-origin');
      expect(headers.get('strict-transport-security')).toBeNull();
      expect(headers.get('x-powered-by')).toBeNull();
    },
  );
});
