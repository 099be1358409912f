import { describe, expect, test } from 'vitest';
import { Browser } from '../../test/browser.ts';
import { createTestDatabase } from '../../test/test-database.ts';
import { startTestServer } from '../../test/test-server.ts';

const server = await startTestServer(await createTestDatabase(), { env: { TZ: 'Europe/Berlin' } });
const host = await Browser.signUp(server.address, 'Anna');

interface Failure {
  error: { code: string; message: string };
}

async function signUp(body: object): Promise<[status: number, code: string | undefined]> {
  const response = await new Browser(server.address).post('/api/accounts', body);
  const answer = (await response.json()) as Partial<Failure>;
  return [response.status, answer.error?.code];
}

const password = 'long enough';

describe('signing up', () => {
  test('makes the account and is signed in; the first of all is the host', async () => {
    const browser = new Browser(server.address);
    const response = await browser.post('/api/accounts', { username: 'b.e-n_1', password });
    expect(response.status).toBe(201);
    const { user } = (await response.json()) as { user: object };
    expect(user).toEqual({
      id: expect.any(Number),
      username: 'b.e-n_1',
      displayName: 'b.e-n_1',
      isHost: false,
      timezone: 'Europe/Berlin',
    });
    expect(await browser.json('/api/session')).toEqual({ user });
    expect(await host.json('/api/session')).toMatchObject({ user: { isHost: true } });
  });

  test('a name is taken whatever its case', async () => {
    for (const username of ['Anna', 'anna', 'ANNA']) {
      expect(await signUp({ username, password })).toEqual([409, 'username-taken']);
    }
  });

  test('the same name twice at once makes one account', async () => {
    const results = await Promise.all([1, 2, 3].map(() => signUp({ username: 'at-once', password })));
    expect(results.map(([status]) => status).toSorted((a, b) => a - b)).toEqual([201, 409, 409]);
  });

  test.each([
    ['a short password', { username: 'carl', password: '1234567' }],
    ['no password', { username: 'carl' }],
    ['an endless password', { username: 'carl', password: 'x'.repeat(1025) }],
    ['a short name', { username: 'c', password }],
    ['a name with blanks', { username: 'car l', password }],
    ['a name with a NUL', { username: 'car\0l', password }],
    ['a name of other letters', { username: 'cаrl', password }],
    ['an unknown time zone', { username: 'carl', password, timezone: 'Mars/Olympus' }],
    ['a time zone with a NUL', { username: 'carl', password, timezone: 'UTC\0' }],
    ['a wish to be host', { username: 'carl', password, isHost: true }],
  ])('%s is refused', async (_what, body) => {
    expect(await signUp(body)).toEqual([400, 'invalid-request']);
  });

  test('names the time zone that is none', async () => {
    const response = await new Browser(server.address).post('/api/accounts', {
      username: 'carl',
      password,
      timezone: 'Mars/Olympus',
    });
    expect(((await response.json()) as Failure).error.message).toContain('"Mars/Olympus" is not a time zone');
  });
});

describe('the account', () => {
  test('shows what is stored, and changes', async () => {
    const dora = await Browser.signUp(server.address, 'dora', 'Asia/Kathmandu');
    const before = await dora.json<object>('/api/account');
    expect(before).toEqual({
      id: expect.any(Number),
      username: 'dora',
      displayName: 'dora',
      isHost: false,
      hasPassword: true,
      timezone: 'Asia/Kathmandu',
      countingRule: '30-seconds',
      weekStart: 'monday',
      settingsPending: false,
      createdAt: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/),
      spotify: null,
      spotifyAvailable: false,
    });
    const patch = { displayName: 'Dora 🎵', timezone: 'Pacific/Kiritimati', countingRule: 'half-track' };
    const response = await dora.request('PATCH', '/api/account', patch);
    expect(response.status).toBe(200);
    // A job may be looking at the history this very moment; the settings hold right after it.
    await expect.poll(() => dora.json('/api/account')).toEqual({ ...before, ...patch });
    const nothing = await dora.request('PATCH', '/api/account', {});
    expect(await nothing.json()).toEqual({ ...before, ...patch });
  });

  test.each([
    { timezone: 'Mars/Olympus' },
    { displayName: '' },
    { displayName: 'x'.repeat(101) },
    { countingRule: 'always' },
    { isHost: true },
    { username: 'other' },
  ])('%o is refused', async (patch) => {
    const response = await host.request('PATCH', '/api/account', patch);
    expect(response.status).toBe(400);
    expect(await host.json('/api/account')).toMatchObject({ displayName: 'Anna', timezone: 'UTC' });
  });

  test('a display name with a NUL is no fault of ours', async () => {
    const response = await host.request('PATCH', '/api/account', { displayName: 'a\0b' });
    expect(response.status).toBe(400);
  });
});

describe('who is host', async () => {
  const database = await createTestDatabase();
  const named = await startTestServer(await createTestDatabase(), { env: { ADMINS: 'zoe' } });
  const empty = await startTestServer(await createTestDatabase());

  test('those whom ADMINS names, also of those who are there already, and nobody else', async () => {
    const first = await startTestServer(database);
    const eva = await Browser.signUp(first.address, 'eva');
    await Browser.signUp(first.address, 'finn');
    expect(await eva.json('/api/session')).toMatchObject({ user: { isHost: true } });
    await first.close();
    const second = await startTestServer(database, { env: { ADMINS: 'FINN,gina' } });
    const isHost = async (username: string) => {
      const browser = new Browser(second.address);
      const signIn = await browser.post('/api/session', { username, password: `password of ${username}` });
      return ((await signIn.json()) as { user: { isHost: boolean } }).user.isHost;
    };
    await Browser.signUp(second.address, 'gina');
    await Browser.signUp(second.address, 'hugo');
    expect([await isHost('eva'), await isHost('finn')]).toEqual([false, true]);
    expect([await isHost('gina'), await isHost('hugo')]).toEqual([true, false]);
    await second.close();
  });

  test('with ADMINS the first account is not', async () => {
    const anna = await Browser.signUp(named.address, 'anna');
    expect(await anna.json('/api/session')).toMatchObject({ user: { isHost: false } });
  });

  test('of two first accounts at once one is', async () => {
    const browsers = await Promise.all(['a1', 'a2', 'a3'].map((name) => Browser.signUp(empty.address, name)));
    const users = await Promise.all(
      browsers.map((browser) => browser.json<{ user: { isHost: boolean } }>('/api/session')),
    );
    expect(users.filter(({ user }) => user.isHost)).toHaveLength(1);
  });
});

describe('a closed instance', async () => {
  const closed = await startTestServer(await createTestDatabase(), { env: { REGISTRATION: 'closed' } });

  test('takes no accounts, and says so', async () => {
    const stranger = new Browser(closed.address);
    expect(await stranger.json('/api/instance')).toMatchObject({ registrationOpen: false });
    const response = await stranger.post('/api/accounts', { username: 'anna', password });
    const { error } = (await response.json()) as Failure;
    expect([response.status, error.code]).toEqual([403, 'registration-closed']);
  });
});

describe('opening and closing by the host', async () => {
  const database = await createTestDatabase();
  const open = await startTestServer(database);
  const firstHost = await Browser.signUp(open.address, 'hanna');
  const join = async (address: string, username: string) => {
    const response = await new Browser(address).post('/api/accounts', { username, password });
    return response.status;
  };
  const change = async (browser: Browser, body: object) =>
    (await browser.request('PUT', '/api/instance/registration', body)).status;

  test('it holds at once, whatever the environment says, and after a restart', async () => {
    expect(await change(firstHost, { open: false })).toBe(200);
    expect(await firstHost.json('/api/instance')).toMatchObject({ registrationOpen: false });
    expect(await join(open.address, 'ida')).toBe(403);
    const again = await startTestServer(database, { env: { REGISTRATION: 'open' } });
    expect(await join(again.address, 'ida')).toBe(403);
    expect(await change(firstHost, { open: true })).toBe(200);
    const closed = await startTestServer(database, { env: { REGISTRATION: 'closed' } });
    expect(await join(closed.address, 'ida')).toBe(201);
    await again.close();
    await closed.close();
  });

  test('it is for the host alone', async () => {
    const other = await Browser.signUp(open.address, 'otto');
    expect(await change(other, { open: false })).toBe(403);
    expect(await change(new Browser(open.address), { open: false })).toBe(401);
    expect(await change(firstHost, { open: 'no' })).toBe(400);
    expect(await join(open.address, 'jan')).toBe(201);
  });
});
