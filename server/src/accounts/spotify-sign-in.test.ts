import { startSimulator } from '@analytics/simulator/simulator';
import { afterAll, beforeEach, describe, expect, test } from 'vitest';
import { Browser } from '../../test/browser.ts';
import { createTestDatabase } from '../../test/test-database.ts';
import { startTestServer } from '../../test/test-server.ts';

const simulator = await startSimulator();
afterAll(() => simulator.close());
const database = await createTestDatabase();
const server = await startTestServer(database, { simulator });
const closed = await startTestServer(database, { simulator, env: { REGISTRATION: 'closed' } });
beforeEach(async () => {
  simulator.clearFaults();
  await database.pool.query('delete from users');
  await database.pool.query('delete from spotify_cool_downs');
});

const DASHBOARD = '/spotify/analytics/';
const stranger = () => new Browser(server.address);
const userOf = async (browser: Browser) =>
  (await browser.json<{ user: { id: number; username: string | null; displayName: string } }>('/api/session'))
    .user;

/** What a page says that could not do what was asked. */
async function readPage(response: Response): Promise<[status: number, text: string]> {
  expect(response.headers.get('content-type')).toBe('text/html; charset=utf-8');
  const html = await response.text();
  expect(html).toMatch(/^<!doctype html>\n<html lang="en">/);
  return [response.status, /<p>(.*?)<\/p>/s.exec(html)?.[1] ?? ''];
}

const AGAIN = /not begun in this browser, was used already or took too long/;
const maja = { simulate_listener: 'maja.eightyears' };

describe('coming in', () => {
  test('a new listener gets an account, and the same one when they return', async () => {
    const first = stranger();
    const done = await first.connectSpotify('maja.eightyears');
    expect([done.status, done.headers.get('location')]).toEqual([302, DASHBOARD]);
    const user = await userOf(first);
    expect(user).toMatchObject({ username: null, displayName: 'Maja Ängström', isHost: true });
    expect(await first.json('/api/account')).toMatchObject({
      hasPassword: false,
      spotify: { state: 'connected', displayName: 'Maja Ängström' },
    });
    const later = stranger();
    await later.connectSpotify('maja.eightyears');
    expect(await userOf(later)).toEqual(user);
    expect(later.cookies.get('session')).not.toBe(first.cookies.get('session'));
  });

  test('a local account is linked, and the Spotify account signs in to it from then on', async () => {
    const anna = await Browser.signUp(server.address, 'anna');
    await anna.connectSpotify('maja.eightyears');
    expect(await userOf(anna)).toMatchObject({ username: 'anna' });
    expect(await anna.json('/api/account')).toMatchObject({
      hasPassword: true,
      spotify: { state: 'connected' },
    });
    const later = stranger();
    await later.connectSpotify('maja.eightyears');
    expect(await userOf(later)).toEqual(await userOf(anna));
  });

  test('the session from before the sign-in is dead after it', async () => {
    const anna = await Browser.signUp(server.address, 'anna');
    const before = stranger();
    before.cookies.set('session', anna.cookies.get('session') ?? '');
    await anna.connectSpotify('maja.eightyears');
    expect((await before.get('/api/session')).status).toBe(401);
  });

  test('the consent ends six months after it was given', async () => {
    const anna = stranger();
    await anna.connectSpotify('maja.eightyears');
    const { rows } = await database.pool.query(
      "select consent_ends_at = consented_at + interval '6 months' as ok from spotify_connections",
    );
    expect(rows).toEqual([{ ok: true }]);
  });

  test('no token, code or state lies readable in any table', async () => {
    const location = await stranger().goToSpotify(maja);
    const connected = stranger();
    await connected.get(await connected.goToSpotify(maja));
    const { rows: tables } = await database.pool.query<{ name: string }>(
      "select format('%I.%I', schemaname, tablename) as name from pg_tables where schemaname in ('public', 'pgboss')",
    );
    const state = new URLSearchParams(location.split('?')[1]).get('state') ?? '';
    expect(state.length).toBeGreaterThan(20);
    for (const { name } of tables) {
      const { rows } = await database.pool.query<{ row: string }>(`select t::text as row from ${name} t`);
      for (const { row } of rows) {
        const bytes = [...row.matchAll(/\\\\x([0-9a-f]+)/g)].map(([, hex = '']) => Buffer.from(hex, 'hex'));
        const text = [row, ...bytes.map((buffer) => buffer.toString('latin1'))].join('\n');
        expect([name, /[AB]Q[A-Za-z0-9]{100}/.test(text), text.includes(state)]).toEqual([
          name,
          false,
          false,
        ]);
      }
    }
  });
});

describe('what does not fit together', () => {
  test('a Spotify account of another listener is not taken from them', async () => {
    const anna = await Browser.signUp(server.address, 'anna');
    await anna.connectSpotify('maja.eightyears');
    const ben = await Browser.signUp(server.address, 'ben');
    const page = await readPage(await ben.connectSpotify('maja.eightyears'));
    expect(page).toEqual([403, 'This Spotify account belongs to another listener of this instance.']);
    expect(await ben.json('/api/account')).toMatchObject({ username: 'ben', spotify: null });
    expect(await anna.json('/api/account')).toMatchObject({ spotify: { state: 'connected' } });
  });

  test('a second Spotify account for one listener is refused until the first is disconnected', async () => {
    const anna = await Browser.signUp(server.address, 'anna');
    await anna.connectSpotify('maja.eightyears');
    const [status, text] = await readPage(await anna.connectSpotify('teo.twoyears'));
    expect([status, text]).toEqual([403, expect.stringMatching(/Disconnect it in the settings first/)]);
    await anna.request('DELETE', '/api/account/spotify');
    expect((await anna.connectSpotify('teo.twoyears')).headers.get('location')).toBe(DASHBOARD);
  });

  test('who says no at Spotify is not signed in', async () => {
    const browser = stranger();
    const location = await browser.goToSpotify({ simulate_decision: 'deny' });
    const [status, text] = await readPage(await browser.get(location));
    expect([status, text]).toEqual([403, 'You did not allow access to your listening history.']);
    expect((await browser.get('/api/session')).status).toBe(401);
  });

  test.each(['', 'state=guessed', 'code=guessed', 'state=guessed&code=guessed', 'error=access_denied'])(
    'a callback with "%s" is refused',
    async (query) => {
      const browser = stranger();
      await browser.get('/spotify/login');
      const [status, text] = await readPage(await browser.get(`/spotify/loginResponse?${query}`));
      expect([status, text]).toEqual([400, expect.stringMatching(AGAIN)]);
    },
  );

  test('a callback works once', async () => {
    const browser = stranger();
    const location = await browser.goToSpotify(maja);
    const cookie = browser.cookies.get('spotify-sign-in') ?? '';
    expect((await browser.get(location)).status).toBe(302);
    browser.cookies.set('spotify-sign-in', cookie);
    expect(await readPage(await browser.get(location))).toEqual([400, expect.stringMatching(AGAIN)]);
  });

  test('a code that was used elsewhere does not work again', async () => {
    const browser = stranger();
    const location = await browser.goToSpotify(maja);
    const used = new URLSearchParams(location.split('?')[1]).get('code') ?? '';
    await browser.get(location);
    const other = stranger();
    const next = new URL(await other.goToSpotify(maja), server.address);
    next.searchParams.set('code', used);
    const [status, text] = await readPage(await other.get(`${next.pathname}${next.search}`));
    expect([status, text]).toEqual([403, expect.stringMatching(/Invalid authorization code/)]);
  });

  test('a callback in another browser is refused, and the right one can still use it', async () => {
    const browser = stranger();
    const location = await browser.goToSpotify(maja);
    const victim = await Browser.signUp(server.address, 'victim');
    expect((await victim.get(location)).status).toBe(400);
    await victim.get('/spotify/login');
    expect((await victim.get(location)).status).toBe(400);
    expect(await victim.json('/api/account')).toMatchObject({ spotify: null });
    expect((await browser.get(location)).headers.get('location')).toBe(DASHBOARD);
  });

  test('who logged out meanwhile, or is somebody else now, connects nothing', async () => {
    const anna = await Browser.signUp(server.address, 'anna');
    const location = await anna.goToSpotify(maja);
    await anna.request('DELETE', '/api/session');
    expect((await anna.get(location)).status).toBe(400);
    const second = await anna.goToSpotify(maja);
    expect(second).not.toBe(location);
    expect((await anna.get(location)).status).toBe(400);
  });

  test('a sign-in that took too long is refused', async () => {
    const browser = stranger();
    const location = await browser.goToSpotify(maja);
    await database.pool.query("update spotify_sign_ins set created_at = now() - interval '10 minutes'");
    expect(await readPage(await browser.get(location))).toEqual([400, expect.stringMatching(AGAIN)]);
  });
});

describe('where it leads afterwards', () => {
  const kept = ['/spotify/analytics/tracks', '/spotify/analytics/?from=2024-01-01#top', '/spotify/setup'];
  const refused = [
    '//evil.example',
    'https://evil.example',
    'https:/evil.example',
    '/\\evil.example',
    '\\\\evil.example',
    '/spotify/..//evil.example',
    '/spotify/../..//evil.example',
    '/spotify/%2e%2e//evil.example',
    '/spotify/.%2E//evil.example/spotify/',
    '/\t/evil.example/spotify/',
    ' //evil.example',
    '/spotify/\\..\\..//evil.example',
    'javascript:alert(1)',
    '/api/session',
    '/spotify/../api/account',
    '/spotifyevil/',
    '@evil.example',
    '',
  ];

  async function returnTo(path: string): Promise<string | null> {
    const query = new URLSearchParams({ returnTo: path }).toString();
    const done = await stranger().connectSpotify('maja.eightyears', `/spotify/login?${query}`);
    expect(done.status).toBe(302);
    return done.headers.get('location');
  }

  test.each(kept)('%s is kept', async (path) => {
    expect(await returnTo(path)).toBe(path);
  });

  test.each(refused)('"%s" is not', async (path) => {
    expect(await returnTo(path)).toBe(DASHBOARD);
  });

  test('an address given twice leads nowhere else', async () => {
    const path = '/spotify/login?returnTo=//evil.example&returnTo=/spotify/x';
    const begin = await stranger().get(path);
    expect([begin.status, begin.headers.get('location')]).toEqual([
      302,
      expect.stringMatching(new RegExp(`^${simulator.accountsUrl}/authorize`)),
    ]);
  });
});

test('a closed instance takes no new listener, but lets those in whom it knows', async () => {
  const newcomer = new Browser(closed.address);
  const [status, text] = await readPage(await newcomer.connectSpotify('maja.eightyears'));
  expect([status, text]).toEqual([403, 'This instance takes no new listeners. Its host can invite you.']);
  await stranger().connectSpotify('maja.eightyears');
  expect((await newcomer.connectSpotify('maja.eightyears')).status).toBe(302);
});
