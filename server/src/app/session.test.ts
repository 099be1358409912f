import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { Browser } from '../../test/browser.ts';
import { createTestDatabase } from '../../test/test-database.ts';
import { startTestServer } from '../../test/test-server.ts';

const database = await createTestDatabase();
const server = await startTestServer(database);
const DAY_S = 86_400;
const anna = await Browser.signUp(server.address, 'anna');
const credentials = { username: 'anna', password: 'password of anna' };

const hash = (token: string | undefined) =>
  createHash('sha256')
    .update(token ?? '')
    .digest();

/** How long the session of this browser still lasts, as the database sees it, in seconds. */
async function remaining(browser: Browser): Promise<number> {
  const { rows } = await database.pool.query<{ seconds: number }>(
    'select extract(epoch from expires_at - now())::float as seconds from sessions where token_hash = $1',
    [hash(browser.cookies.get('session'))],
  );
  return rows[0]?.seconds ?? 0;
}

async function setRemaining(browser: Browser, interval: string) {
  await database.pool.query('update sessions set expires_at = now() + $2::interval where token_hash = $1', [
    hash(browser.cookies.get('session')),
    interval,
  ]);
}

const signIn = (browser: Browser) => browser.post('/api/session', credentials);

/** Another browser with the same cookies, such as a thief would have. */
function copyOf(browser: Browser): Browser {
  const copy = new Browser(server.address);
  for (const [name, value] of browser.cookies) copy.cookies.set(name, value);
  return copy;
}

const statusOf = async (browser: Browser) => (await browser.get('/api/session')).status;

describe('the cookie', () => {
  test('is closed to scripts and other sites, and lasts a day', async () => {
    const response = await signIn(new Browser(server.address));
    const [cookie = '', ...others] = response.headers.getSetCookie();
    expect(others).toEqual([]);
    const [pair = '', ...attributes] = cookie.split('; ');
    expect(pair).toMatch(/^session=[A-Za-z0-9_-]{43}$/);
    expect(attributes.toSorted()).toEqual(['HttpOnly', `Max-Age=${DAY_S}`, 'Path=/', 'SameSite=Lax']);
  });

  test('is nowhere in the database, only its hash', async () => {
    const token = anna.cookies.get('session') ?? '';
    const { rows } = await database.pool.query<Record<string, unknown>>('select * from sessions');
    expect(rows.some((row) => hash(token).equals(row['token_hash'] as Buffer))).toBe(true);
    const bytes = Buffer.from(token, 'base64url');
    for (const value of rows.flatMap((row) => Object.values(row))) {
      const isToken = Buffer.isBuffer(value)
        ? value.equals(bytes) || value.equals(Buffer.from(token))
        : false;
      expect(isToken).toBe(false);
    }
    expect(JSON.stringify(rows)).not.toContain(token);
  });
});

describe('signing in', () => {
  test('gives a new token each time, and the one before is dead', async () => {
    const browser = new Browser(server.address);
    await signIn(browser);
    const before = copyOf(browser);
    await signIn(browser);
    expect(browser.cookies.get('session')).not.toBe(before.cookies.get('session'));
    expect([await statusOf(browser), await statusOf(before)]).toEqual([200, 401]);
  });

  test('does not take over a token that somebody planted', async () => {
    const planted = 'A'.repeat(43);
    const browser = new Browser(server.address);
    browser.cookies.set('session', planted);
    expect((await signIn(browser)).status).toBe(200);
    expect(browser.cookies.get('session')).not.toBe(planted);
    const attacker = new Browser(server.address);
    attacker.cookies.set('session', planted);
    expect(await statusOf(attacker)).toBe(401);
  });

  test('that fails leaves the session as it was', async () => {
    const browser = copyOf(anna);
    const wrong = await browser.post('/api/session', { ...credentials, password: 'not that' });
    expect(wrong.status).toBe(401);
    expect(await statusOf(browser)).toBe(200);
  });

  test('on one device leaves the others signed in', async () => {
    const phone = new Browser(server.address);
    await signIn(phone);
    expect([await statusOf(phone), await statusOf(anna)]).toEqual([200, 200]);
  });
});

describe('time', () => {
  test('a session that is used lasts for a day from then', async () => {
    const browser = new Browser(server.address);
    await signIn(browser);
    expect(await remaining(browser)).toBeGreaterThan(DAY_S - 300);
    await setRemaining(browser, '1 hour');
    const response = await browser.get('/api/session');
    expect(response.headers.getSetCookie()[0]).toContain(`Max-Age=${DAY_S}`);
    expect(await remaining(browser)).toBeGreaterThan(DAY_S - 300);
  });

  test('a fresh session is not written again', async () => {
    const browser = new Browser(server.address);
    await signIn(browser);
    const response = await browser.get('/api/session');
    expect(response.headers.getSetCookie()).toEqual([]);
  });

  test('a session that is over opens nothing and is not revived', async () => {
    const browser = new Browser(server.address);
    await signIn(browser);
    await setRemaining(browser, '-1 second');
    expect(await statusOf(browser)).toBe(401);
    expect(await remaining(browser)).toBeLessThan(0);
  });
});

describe('logging out', () => {
  test('ends the session for whoever holds the token', async () => {
    const browser = new Browser(server.address);
    await signIn(browser);
    const thief = copyOf(browser);
    const response = await browser.request('DELETE', '/api/session');
    expect(response.status).toBe(204);
    expect(await response.text()).toBe('');
    expect(browser.cookies.has('session')).toBe(false);
    expect(await statusOf(thief)).toBe(401);
  });

  test('of an ageing session does not set its cookie again', async () => {
    const browser = new Browser(server.address);
    await signIn(browser);
    await setRemaining(browser, '1 hour');
    const response = await browser.request('DELETE', '/api/session');
    expect(response.headers.getSetCookie().filter((line) => !line.startsWith('session=;'))).toEqual([]);
  });
});
