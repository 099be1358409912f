import { startSimulator } from '@analytics/simulator/simulator';
import { afterAll, describe, expect, test } from 'vitest';
import { Browser } from '../../test/browser.ts';
import { createTestDatabase } from '../../test/test-database.ts';
import { findFreePort } from '../../test/free-port.ts';
import { startTestServer } from '../../test/test-server.ts';

const simulator = await startSimulator({
  redirectUris: [
    'http://127.0.0.1/music/spotify/loginResponse',
    'https://home.example/music/spotify/loginResponse',
  ],
});
afterAll(() => simulator.close());
const database = await createTestDatabase();

describe('under a path', async () => {
  const port = String(await findFreePort());
  const server = await startTestServer(database, {
    simulator,
    env: { PORT: port, PUBLIC_URL: `http://127.0.0.1:${port}/music` },
  });
  const origin = server.address;

  test.each(['/music', ''])('pages, interface and documentation answer at "%s"', async (prefix) => {
    const visitor = new Browser(origin + prefix);
    for (const path of [
      '/api/health',
      '/api/instance',
      '/spotify/',
      '/spotify/analytics/tracks',
      '/api/docs',
    ]) {
      const response = await visitor.get(path);
      expect([path, response.status]).toEqual([path, 200]);
      await response.arrayBuffer();
    }
    expect(await (await visitor.get('/spotify/')).text()).toContain('<base href="/music/">');
    const document = await visitor.json<{ servers: object[] }>('/api/openapi.json');
    expect(document.servers).toEqual([{ url: '/music' }]);
  });

  test.each([
    ['/music', '/music/spotify/'],
    ['/music/', '/music/spotify/'],
    ['/', '/music/spotify/'],
    ['/spotify', '/music/spotify/'],
    ['/music/spotify', '/music/spotify/'],
    ['/music/analytics/songs/?a=b', '/music/api/tracks?a=b'],
    ['/analytics/songs', '/music/api/tracks'],
  ])('%s leads to %s', async (path, target) => {
    const response = await new Browser(origin).get(path);
    expect(response.headers.get('location')).toBe(target);
  });

  test('a path that only begins alike is another', async () => {
    for (const path of ['/musical', '/musicapi/health', '/music2/api/health']) {
      expect([path, (await new Browser(origin).get(path)).status]).toEqual([path, 404]);
    }
  });

  test('the cookie belongs to the path', async () => {
    const anna = await Browser.signUp(`${origin}/music`, 'anna');
    const response = await anna.post('/api/session', { username: 'anna', password: 'password of anna' });
    expect(response.headers.getSetCookie()[0]).toContain('Path=/music/;');
    const out = await anna.request('DELETE', '/api/session');
    expect(out.headers.getSetCookie()[0]).toContain('Path=/music/;');
  });

  test('the sign-in with Spotify comes back under it', async () => {
    const browser = new Browser(origin);
    const begin = await browser.get('/music/spotify/login');
    expect(begin.headers.getSetCookie()[0]).toContain('Path=/music/spotify/;');
    const done = await browser.connectSpotify('teo.twoyears', '/music/spotify/login');
    expect(done.headers.get('location')).toBe('/music/spotify/analytics/');
    const refused = await browser.get('/music/spotify/loginResponse?state=x&code=y');
    expect(await refused.text()).toContain('href="/music/spotify/login"');
  });

  test('the documentation loads its files from under it', async () => {
    const html = await (await new Browser(origin).get('/music/api/docs')).text();
    const files = [...html.matchAll(/<(?:script|link)\b[^>]*\b(?:src|href)="([^"]+)"/g)];
    expect(files.length).toBeGreaterThan(3);
    for (const [, address = ''] of files) {
      const { pathname } = new URL(address, `${origin}/music/api/docs`);
      expect(pathname).toMatch(/^\/music\/api\/docs\//);
      expect((await fetch(`${origin}${pathname}`)).status).toBe(200);
    }
  });
});

describe('behind a proxy that speaks https and takes the path off', async () => {
  const server = await startTestServer(database, {
    simulator,
    env: { PUBLIC_URL: 'https://home.example/music', TRUST_PROXY: 'loopback' },
  });
  const forwarded = { host: 'home.example', 'x-forwarded-proto': 'https', 'x-forwarded-for': '203.0.113.9' };
  const visitor = new Browser(server.address);

  test('cookies are for https only, and HSTS is sent', async () => {
    const body = { username: 'ben', password: 'password of ben' };
    const response = await visitor.post('/api/accounts', body, forwarded);
    expect(response.status).toBe(201);
    const [cookie = ''] = response.headers.getSetCookie();
    expect(cookie.split('; ').slice(1).toSorted()).toEqual([
      'HttpOnly',
      'Max-Age=86400',
      'Path=/music/',
      'SameSite=Lax',
      'Secure',
    ]);
    expect(response.headers.get('strict-transport-security')).toMatch(/max-age=31536000/);
    expect(response.headers.get('content-security-policy')).toMatch(
      /(?:^|;)upgrade-insecure-requests(?:;|$)/,
    );
  });

  test('the browser is sent to Spotify and back to the public address', async () => {
    const begin = await visitor.get('/spotify/login', forwarded);
    const authorize = new URL(begin.headers.get('location') ?? '');
    expect(authorize.origin).toBe(simulator.accountsUrl);
    expect(authorize.searchParams.get('redirect_uri')).toBe(
      'https://home.example/music/spotify/loginResponse',
    );
    expect(begin.headers.getSetCookie()[0]).toMatch(/Path=\/music\/spotify\/;.*Secure/);
  });

  test('who comes by another name is sent to the public one first', async () => {
    const begin = await visitor.get('/spotify/login?returnTo=%2Fmusic%2Fspotify%2Fx');
    expect(begin.headers.get('location')).toBe(
      'https://home.example/music/spotify/login?returnTo=%2Fmusic%2Fspotify%2Fx&again=1',
    );
    expect(begin.headers.getSetCookie()).toEqual([]);
  });

  test('but only once, should the proxy hide by which name they come', async () => {
    const browser = new Browser(server.address);
    const begin = await browser.get('/spotify/login?returnTo=%2Fspotify%2Fx&again=1');
    expect(begin.headers.get('location')).toMatch(new RegExp(`^${simulator.accountsUrl}/authorize`));
  });

  test('its own pages may change things, by the public origin', async () => {
    const headers = { ...forwarded, origin: 'https://home.example', 'sec-fetch-site': 'same-origin' };
    const response = await visitor.post('/api/session', { username: 'ben', password: 'wrong' }, headers);
    expect(response.status).toBe(401);
  });
});
