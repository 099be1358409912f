import { createHash } from 'node:crypto';
import type { CreatedInvitation, Invitation } from '@analytics/contract/invitation';
import { startSimulator } from '@analytics/simulator/simulator';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { Browser } from '../../test/browser.ts';
import { createTestDatabase } from '../../test/test-database.ts';
import { startTestServer } from '../../test/test-server.ts';
import { deleteExpiredSessions } from './sessions.queries.ts';

const simulator = await startSimulator();
afterAll(() => simulator.close());
const database = await createTestDatabase();
const server = await startTestServer(database, { simulator });
const password = 'long enough';
const maja = { simulate_listener: 'maja.eightyears' };
const teo = { simulate_listener: 'teo.twoyears' };
let host: Browser;
beforeAll(async () => {
  host = await Browser.signUp(server.address, 'hanna');
});
beforeEach(async () => {
  await database.pool.query("delete from users where username is distinct from 'hanna'");
  await database.pool.query('delete from invitations');
  await register({ open: false });
});

const register = (body: { open: boolean }) => host.request('PUT', '/api/instance/registration', body);
const list = async () => (await host.json<{ items: Invitation[] }>('/api/invitations')).items;
const end = () => database.pool.query('update invitations set expires_at = now()');

async function invite(note?: string): Promise<CreatedInvitation & { token: string }> {
  const response = await host.post('/api/invitations', { note });
  expect(response.status).toBe(201);
  const made = (await response.json()) as CreatedInvitation;
  return { ...made, token: made.url.split('#invitation=')[1] ?? '' };
}

async function codeOf(response: Response): Promise<[status: number, code: string | undefined]> {
  const answer = (await response.json()) as { error?: { code: string } };
  return [response.status, answer.error?.code];
}

const join = async (username: string, invitation?: string) =>
  codeOf(await new Browser(server.address).post('/api/accounts', { username, password, invitation }));

/** Opens the link, as its page does. */
async function open(token: string): Promise<{ browser: Browser; endsAt: string | null; cookies: string[] }> {
  const browser = new Browser(server.address);
  const response = await browser.post('/api/invitations/check', { invitation: token });
  expect(response.status).toBe(200);
  const { endsAt } = (await response.json()) as { endsAt: string | null };
  return { browser, endsAt, cookies: response.headers.getSetCookie() };
}

async function count(table: 'users' | 'invitations' | 'spotify_connections'): Promise<number> {
  const { rows } = await database.pool.query<{ n: number }>(`select count(*)::int as n from ${table}`);
  return rows[0]?.n ?? 0;
}

const CLOSED = [403, 'registration-closed'];
const DASHBOARD = '/spotify/analytics/';
const ENDED = [403, 'invitation-ended'];
async function expectEnded(page: Response) {
  expect([page.status, await page.text()]).toEqual([
    403,
    expect.stringContaining('This invitation was used'),
  ]);
}

describe('an invitation', () => {
  test('is told once, holds for seven days, and only its hash is stored', async () => {
    const { token, url, ...made } = await invite('Ida 🎵');
    expect(url).toBe(`${server.address}/spotify/#invitation=${token}`);
    expect(token).toMatch(/^[A-Za-z0-9_-]{43}$/);
    expect(Date.parse(made.endsAt) - Date.parse(made.createdAt)).toBe(7 * 86_400_000);
    expect(await list()).toEqual([{ ...made, note: 'Ida 🎵' }]);
    const { browser } = await open(token);
    await browser.get('/spotify/login');
    const { rows } = await database.pool.query<{ row: string }>(
      'select t::text as row from invitations t union all select s::text from spotify_sign_ins s',
    );
    const stored = rows.map(({ row }) => row).join('\n');
    expect(stored.split(createHash('sha256').update(token).digest('hex'))).toHaveLength(3);
    expect(stored).not.toContain(token);
    expect(stored).not.toContain(Buffer.from(token, 'base64url').toString('hex'));
  });

  test('is the business of the host alone', async () => {
    const { id, token } = await invite();
    await join('otto', token);
    const otto = new Browser(server.address);
    expect((await otto.post('/api/session', { username: 'otto', password })).status).toBe(200);
    expect((await otto.get('/api/invitations')).status).toBe(403);
    expect((await otto.post('/api/invitations', {})).status).toBe(403);
    expect((await otto.request('DELETE', `/api/invitations/${id}`)).status).toBe(403);
  });
});

describe('with a local account', () => {
  test('it lets one newcomer in, and is gone then', async () => {
    const { token, endsAt } = await invite('Ida');
    expect(await join('ida')).toEqual(CLOSED);
    expect((await open(token)).endsAt).toBe(endsAt);
    expect(await join('ida', token)).toEqual([201, undefined]);
    expect([await list(), await count('invitations')]).toEqual([[], 0]);
    expect(await join('jan', token)).toEqual(ENDED);
    expect((await open(token)).endsAt).toBeNull();
  });

  test('of many at once it lets in one, and nothing is left of the others', async () => {
    const { token } = await invite();
    const names = ['a1', 'a2', 'a3', 'a4', 'a5'];
    // Their passwords are hashed one after the other, so the first is held up until the others wait for it.
    const client = await database.pool.connect();
    await client.query('begin; lock table users in share mode');
    const joining = Promise.all(names.map((name) => join(name, token)));
    const waiting = `select from pg_stat_activity
      where datname = current_database() and wait_event_type = 'Lock' and query like 'delete from "invitations"%'`;
    await expect.poll(async () => (await database.pool.query(waiting)).rowCount).toBe(names.length - 1);
    await client.query('commit');
    client.release();
    const results = await joining;
    expect(results.toSorted(([a], [b]) => a - b)).toEqual([[201, undefined], ENDED, ENDED, ENDED, ENDED]);
    expect(await count('users')).toBe(2);
  });

  test('what is wrong with the account does not use it up', async () => {
    const { token } = await invite();
    expect(await join('hanna', token)).toEqual([409, 'username-taken']);
    const body = { username: 'ida', password, timezone: 'Mars/Olympus', invitation: token };
    expect((await new Browser(server.address).post('/api/accounts', body)).status).toBe(400);
    expect(await join('ida', token)).toEqual([201, undefined]);
  });

  test('guessed, it lets nobody in', async () => {
    await invite();
    for (const guess of ['', 'guessed', 'x'.repeat(1000), '\0']) {
      expect([await join('ida', guess), (await open(guess)).endsAt]).toEqual([ENDED, null]);
    }
  });
});

describe('it lets nobody in any more', () => {
  test('once its time is over, and is cleared away', async () => {
    const { token } = await invite();
    await end();
    expect([await list(), (await open(token)).endsAt]).toEqual([[], null]);
    expect(await join('ida', token)).toEqual(ENDED);
    expect(await count('invitations')).toBe(1);
    await deleteExpiredSessions(database.database);
    expect(await count('invitations')).toBe(0);
  });

  test('once it is revoked', async () => {
    const [kept, { id, token }] = [await invite(), await invite('Ida')];
    expect((await list()).map(({ note }) => note)).toEqual(['Ida', null]);
    expect((await host.request('DELETE', `/api/invitations/${id}`)).status).toBe(204);
    expect(await codeOf(await host.request('DELETE', `/api/invitations/${id}`))).toEqual([404, 'not-found']);
    expect((await open(token)).endsAt).toBeNull();
    expect(await join('ida', token)).toEqual(ENDED);
    expect((await list()).map((one) => one.id)).toEqual([kept.id]);
  });
});

test('with registration open a good one is used up as well, and one that is not is in nobody’s way', async () => {
  const { token } = await invite();
  await register({ open: true });
  expect(await join('ida')).toEqual([201, undefined]);
  expect(await count('invitations')).toBe(1);
  expect(await join('jan', token)).toEqual([201, undefined]);
  expect(await count('invitations')).toBe(0);
  expect(await join('kai', token)).toEqual([201, undefined]);
});

describe('with Spotify', () => {
  test('it goes along in a cookie and lets one newcomer in', async () => {
    const { token, endsAt } = await invite();
    const { browser, cookies } = await open(token);
    const expires = new Date(Math.floor(Date.parse(endsAt) / 1000) * 1000).toUTCString();
    expect(cookies).toEqual([
      `invitation=${token}; Path=/spotify/; Expires=${expires}; HttpOnly; SameSite=Lax`,
    ]);
    const begin = await browser.get('/spotify/login');
    expect(begin.headers.get('location')).not.toContain(token);
    expect((await browser.connectSpotify('maja.eightyears')).headers.get('location')).toBe(DASHBOARD);
    expect(await browser.json('/api/session')).toMatchObject({ user: { isHost: false } });
    expect([await count('invitations'), browser.cookies.has('invitation')]).toEqual([0, false]);
    const { browser: late, cookies: none } = await open(token);
    late.cookies.set('invitation', token);
    expect(none).toEqual([]);
    await expectEnded(await late.connectSpotify('teo.twoyears'));
    expect(await count('users')).toBe(2);
  });

  test('of two at once it lets in one, by either way in', async () => {
    const { token } = await invite();
    const [{ browser: one }, { browser: two }] = [await open(token), await open(token)];
    const [first, second] = [await one.goToSpotify(maja), await two.goToSpotify(teo)];
    const [pages, local] = await Promise.all([
      Promise.all([one.get(first), two.get(second)]),
      join('ida', token),
    ]);
    const statuses = [...pages.map(({ status }) => status), local[0]];
    expect(statuses.filter((status) => status === 302 || status === 201)).toHaveLength(1);
    expect(statuses.filter((status) => status === 403)).toHaveLength(2);
    expect(await count('users')).toBe(2);
    expect(await count('spotify_connections')).toBe(local[0] === 201 ? 0 : 1);
  });

  test('one person who comes by two at once uses up one, and has one account', async () => {
    const browsers = await Promise.all(
      [await invite(), await invite()].map(async ({ token }) => (await open(token)).browser),
    );
    const locations = await Promise.all(browsers.map((browser) => browser.goToSpotify(maja)));
    await Promise.all(browsers.map((browser, index) => browser.get(locations[index] ?? '')));
    expect([await count('users'), await count('invitations')]).toEqual([2, 1]);
  });

  test('revoked or over while its bearer is at Spotify, it lets nobody in', async () => {
    const { token, id } = await invite();
    const { browser } = await open(token);
    const location = await browser.goToSpotify(maja);
    await host.request('DELETE', `/api/invitations/${id}`);
    await expectEnded(await browser.get(location));
    const { browser: slow } = await open((await invite()).token);
    const back = await slow.goToSpotify(maja);
    await end();
    await expectEnded(await slow.get(back));
    expect(await count('users')).toBe(1);
  });

  test('a sign-in that did not work can be tried again with it', async () => {
    const { browser } = await open((await invite()).token);
    simulator.addFault({ kind: 'server-error', times: 'forever', match: { path: '/v1/me' } });
    expect((await browser.connectSpotify('maja.eightyears')).status).toBe(503);
    simulator.clearFaults();
    expect((await browser.connectSpotify('maja.eightyears')).status).toBe(302);
  });

  test('who has an account does not use it up', async () => {
    const known = (await open((await invite()).token)).browser;
    expect((await known.connectSpotify('maja.eightyears')).status).toBe(302);
    const { token } = await invite();
    const { browser } = await open(token);
    expect((await browser.connectSpotify('maja.eightyears')).status).toBe(302);
    host.cookies.set('invitation', token);
    expect((await host.connectSpotify('teo.twoyears')).status).toBe(302);
    expect(await count('invitations')).toBe(1);
  });
});
