import type { CreatedPersonalAccessToken, PersonalAccessToken } from '@analytics/contract/account';
import type { Endpoint } from '@analytics/contract/endpoint';
import { endpoints } from '@analytics/contract/endpoints';
import { beforeAll, describe, expect, test } from 'vitest';
import { Browser } from '../../test/browser.ts';
import { createTestDatabase } from '../../test/test-database.ts';
import { startTestServer } from '../../test/test-server.ts';

const database = await createTestDatabase();
const server = await startTestServer(database);
const closed = Object.entries<Endpoint>(endpoints)
  .filter(([name, { access }]) => access !== 'public' && name !== 'GET /api/events')
  .map(([name, endpoint]) => {
    const [method = '', template = ''] = name.split(' ');
    return { name, method, path: template.replace('{id}', '1').replace('{year}', '2024'), endpoint };
  });
let anna: Browser;
let reading: CreatedPersonalAccessToken;
let full: CreatedPersonalAccessToken;

beforeAll(async () => {
  anna = await Browser.signUp(server.address, 'anna');
  reading = await makeToken(anna, { name: 'to read', access: 'read' });
  full = await makeToken(anna, { name: 'to do all', access: 'full' });
});

async function makeToken(browser: Browser, body: object): Promise<CreatedPersonalAccessToken> {
  const response = await browser.post('/api/account/tokens', body);
  if (response.status !== 201) throw new Error(`${response.status} ${await response.text()}`);
  return (await response.json()) as CreatedPersonalAccessToken;
}

const listTokens = async (browser: Browser) =>
  (await browser.json<{ items: PersonalAccessToken[] }>('/api/account/tokens')).items;

/** A request as a script sends it: no cookie but those given, nothing that a browser would add. */
function call(
  token: string,
  method: string,
  path: string,
  body?: object,
  browser = new Browser(server.address),
) {
  return browser.request(method, path, body, { authorization: `Bearer ${token}` });
}

async function statusAndCode(response: Response): Promise<[number, string | undefined]> {
  const text = await response.text();
  const answer = text === '' ? {} : (JSON.parse(text) as { error?: { code: string } });
  return [response.status, answer.error?.code];
}

describe('a token', () => {
  test('is told once, is known by its beginning, and lies in no table', async () => {
    expect(full).toMatchObject({ name: 'to do all', access: 'full', lastUsedAt: null });
    expect(full.token).toMatch(/^afs_[A-Za-z0-9_-]{43}$/);
    const response = await anna.get('/api/account/tokens');
    const text = await response.text();
    expect((JSON.parse(text) as { items: object[] }).items).toMatchObject([
      { name: 'to do all', access: 'full' },
      { name: 'to read', access: 'read' },
    ]);
    expect(text).not.toContain('afs_');
    const { rows } = await database.pool.query<{ token_hash: Buffer }>(
      'select * from personal_access_tokens',
    );
    expect(rows.length).toBe(2);
    for (const { token_hash: hash, ...row } of rows) {
      expect(JSON.stringify(row)).not.toContain('afs_');
      expect(hash.length).toBe(32);
      expect(hash.equals(Buffer.from(full.token.slice(4), 'base64url'))).toBe(false);
    }
  });

  test('stands for its listener, whatever cookie comes along', async () => {
    const ben = await Browser.signUp(server.address, 'ben');
    const response = await call(reading.token, 'GET', '/api/session', undefined, ben);
    expect(await response.json()).toMatchObject({ user: { username: 'anna' } });
    expect(response.headers.getSetCookie()).toEqual([]);
  });

  test('notes when it was used, once in a minute', async () => {
    const { id, token } = await makeToken(anna, { name: 'noted', access: 'read' });
    const lastUse = async () => (await listTokens(anna)).find((one) => one.id === id)?.lastUsedAt ?? null;
    expect(await lastUse()).toBeNull();
    await call(token, 'GET', '/api/account');
    const first = await lastUse();
    expect(first).not.toBeNull();
    await call(token, 'GET', '/api/account');
    expect(await lastUse()).toBe(first);
    await database.pool.query(
      "update personal_access_tokens set last_used_at = last_used_at - interval '61 s' where id = $1",
      [id],
    );
    await call(token, 'GET', '/api/account');
    expect(Date.parse((await lastUse()) ?? '')).toBeGreaterThanOrEqual(Date.parse(first ?? ''));
  });

  test('that is revoked opens nothing from then on', async () => {
    const { id, token } = await makeToken(anna, { name: 'lost', access: 'full' });
    const events = await call(token, 'GET', '/api/events');
    expect(events.status).toBe(200);
    expect((await anna.request('DELETE', `/api/account/tokens/${id}`)).status).toBe(204);
    expect(await statusAndCode(await call(token, 'GET', '/api/session'))).toEqual([401, 'not-signed-in']);
    // The stream that it had opened has ended, or this would wait for ever.
    expect(await events.text()).toContain('retry:');
  });

  test('of another listener cannot be seen or revoked', async () => {
    const cleo = await Browser.signUp(server.address, 'cleo');
    expect(await listTokens(cleo)).toEqual([]);
    const response = await cleo.request('DELETE', `/api/account/tokens/${full.id}`);
    expect(await statusAndCode(response)).toEqual([404, 'not-found']);
    expect((await call(full.token, 'GET', '/api/session')).status).toBe(200);
  });

  test('goes with the account', async () => {
    const dora = await Browser.signUp(server.address, 'dora');
    const { token } = await makeToken(dora, { name: 'of dora', access: 'full' });
    await dora.request('DELETE', '/api/account');
    expect((await call(token, 'GET', '/api/session')).status).toBe(401);
  });
});

describe('what is no token', () => {
  test.each(['', 'guessed', `afs_${'A'.repeat(43)}`, 'x'.repeat(3_000)])(
    '"%.10s" is refused, and the cookie beside it is not looked at',
    async (token) => {
      for (const path of ['/api/account', '/api/instance', '/api/plays']) {
        const response = await call(token, 'GET', path, undefined, anna);
        expect([path, ...(await statusAndCode(response))]).toEqual([path, 401, 'not-signed-in']);
      }
    },
  );

  test('the cookie of a session is none, and neither is the hash of a token', async () => {
    const { rows } = await database.pool.query<{ token_hash: Buffer }>(
      'select * from personal_access_tokens',
    );
    const found = [anna.cookies.get('session') ?? '', rows[0]?.token_hash.toString('base64url') ?? ''];
    for (const token of [...found, `afs_${found[1]}`]) {
      expect((await call(token, 'GET', '/api/session')).status).toBe(401);
    }
    const stranger = new Browser(server.address);
    stranger.cookies.set('session', full.token);
    expect((await stranger.get('/api/session')).status).toBe(401);
  });

  test('another kind of authorization is not ours, and changes nothing', async () => {
    const response = await anna.get('/api/session', { authorization: 'Basic cHJveHk6cHJveHk=' });
    expect(response.status).toBe(200);
  });
});

describe('what a token may do', () => {
  test.each(closed.filter(({ method }) => method !== 'GET'))(
    'one for reading not $name',
    async ({ method, path }) => {
      const response = await call(reading.token, method, path, {}, anna);
      expect(await statusAndCode(response)).toEqual([403, 'not-allowed']);
    },
  );

  test.each(closed.filter(({ endpoint }) => endpoint.sessionOnly))(
    'no token $name',
    async ({ method, path }) => {
      for (const { token } of [reading, full]) {
        const body = method === 'GET' ? undefined : {};
        expect(await statusAndCode(await call(token, method, path, body, anna))).toEqual([
          403,
          'not-allowed',
        ]);
      }
    },
  );

  test('these are tokens, password, log-out and the end of the account', () => {
    expect(closed.filter(({ endpoint }) => endpoint.sessionOnly).map(({ name }) => name)).toEqual([
      'DELETE /api/session',
      'DELETE /api/account',
      'PUT /api/account/password',
      'GET /api/account/tokens',
      'POST /api/account/tokens',
      'DELETE /api/account/tokens/{id}',
    ]);
  });

  test.each(closed.filter(({ method, endpoint }) => method === 'GET' && !endpoint.sessionOnly))(
    'one for reading $name',
    async ({ path }) => {
      const response = await call(reading.token, 'GET', path);
      await response.text();
      expect([401, 403]).not.toContain(response.status);
    },
  );

  test('a full one changes things, and needs no origin of ours, as no cookie counts', async () => {
    const response = await new Browser(server.address).request(
      'PATCH',
      '/api/account',
      { displayName: 'Anna of the script' },
      {
        authorization: `bearer ${full.token}`,
        origin: 'https://scripts.example',
        'sec-fetch-site': 'cross-site',
      },
    );
    expect(response.status).toBe(200);
    expect(await anna.json('/api/account')).toMatchObject({ displayName: 'Anna of the script' });
    expect(response.headers.get('access-control-allow-origin')).toBeNull();
  });

  test('a listener’s is not the host’s', async () => {
    const emil = await Browser.signUp(server.address, 'emil');
    const { token } = await makeToken(emil, { name: 'of emil', access: 'full' });
    expect(await statusAndCode(await call(token, 'GET', '/api/workers'))).toEqual([403, 'not-allowed']);
    expect((await call(full.token, 'GET', '/api/workers')).status).toBe(200);
  });
});

describe('how many', () => {
  test('twenty, also when all come at once', async () => {
    const fred = await Browser.signUp(server.address, 'fred');
    const statuses = await Promise.all(
      Array.from({ length: 25 }, async (_, at) => {
        const response = await fred.post('/api/account/tokens', { name: `number ${at}`, access: 'read' });
        return response.status;
      }),
    );
    expect(statuses.filter((status) => status === 201)).toHaveLength(20);
    expect(statuses.filter((status) => status === 409)).toHaveLength(5);
    const [latest] = await listTokens(fred);
    await fred.request('DELETE', `/api/account/tokens/${latest?.id}`);
    expect(await makeToken(fred, { name: 'another', access: 'read' })).toMatchObject({ name: 'another' });
  });
});
