import type { Endpoint } from '@analytics/contract/endpoint';
import { endpoints } from '@analytics/contract/endpoints';
import { ErrorAnswer } from '@analytics/contract/error';
import { Value } from 'typebox/value';
import { beforeAll, describe, expect, test } from 'vitest';
import { Browser } from '../../test/browser.ts';
import { createTestDatabase } from '../../test/test-database.ts';
import { startTestServer } from '../../test/test-server.ts';

const database = await createTestDatabase();
const server = await startTestServer(database);
const all = Object.entries<Endpoint>(endpoints).map(([name, endpoint]) => {
  const [method = '', template = ''] = name.split(' ');
  return { name, method, path: template.replace('{id}', '1').replace('{year}', '2024'), endpoint };
});
const closed = all.filter(({ endpoint }) => endpoint.access !== 'public');
/** A body that each endpoint takes. */
const BODIES: Record<string, object> = {
  'POST /api/session': { username: 'nobody', password: 'a long password' },
  'POST /api/accounts': {
    username: 'somebody',
    password: 'a long password',
    timezone: 'UTC',
    invitation: 'an invitation',
  },
  'PATCH /api/account': {
    displayName: 'Somebody',
    timezone: 'UTC',
    countingRule: 'finished',
    weekStart: 'sunday',
  },
  'PUT /api/account/password': { currentPassword: 'a long password', newPassword: 'a longer password' },
  'POST /api/account/tokens': { name: 'A script', access: 'read' },
  'PUT /api/spotify-app': { clientId: 'client', clientSecret: 'secret' },
  'PUT /api/monitoring': { enabled: true, mode: 'history' },
  'PUT /api/instance/settings': { globalTopShown: true },
  'PUT /api/instance/registration': { open: true },
  'POST /api/invitations': { note: 'Somebody' },
  'POST /api/invitations/check': { invitation: 'an invitation' },
  'POST /api/exclusions': { kind: 'artist', id: 1 },
  'POST /api/playlists': { playlist: '37i9dQZF1DXcBWIGoYBM5M' },
  'POST /api/recordings/join': { trackIds: [1, 2] },
  'POST /api/recordings/split': { trackId: 1 },
};
const withBody = all.filter(({ endpoint }) => endpoint.body !== undefined);
let host: Browser;
let listener: Browser;
beforeAll(async () => {
  host = await Browser.signUp(server.address, 'host');
  listener = await Browser.signUp(server.address, 'listener');
});

/** Holds the answer against the shape of every error, and answers its code. */
async function errorCode(response: Response): Promise<string> {
  const text = await response.text();
  const answer: unknown = JSON.parse(text);
  if (!Value.Check(ErrorAnswer, answer)) throw new Error(`not an error answer: ${response.status} ${text}`);
  expect(text).not.toMatch(/node:|node_modules|\.ts:\d|\bselect\b|\binsert\b|\bupdate\b.* set\b/i);
  expect(response.headers.get('content-type')).toBe('application/json; charset=utf-8');
  return answer.error.code;
}

/** A request whose body is sent as it is. */
function raw(browser: Browser, method: string, path: string, body: string, contentType: string) {
  const cookie = [...browser.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
  const headers = { cookie, 'content-type': contentType };
  return fetch(`${server.address}${path}`, { method, headers, body });
}

describe('who may call', () => {
  test.each(closed)('$name refuses a stranger', async ({ method, path }) => {
    const stranger = new Browser(server.address);
    for (const cookie of ['', 'session=', 'session=guessed', `session=${'x'.repeat(3_000)}`]) {
      const response = await stranger.request(method, path, undefined, { cookie });
      expect([response.status, await errorCode(response)]).toEqual([401, 'not-signed-in']);
    }
  });

  test.each(all.filter(({ endpoint }) => endpoint.access === 'public'))(
    '$name is there for everyone',
    async ({ method, path }) => {
      const response = await new Browser(server.address).request(
        method,
        path,
        method === 'GET' ? undefined : {},
      );
      expect(response.status).toBe(method === 'GET' ? 200 : 400);
      await response.text();
    },
  );

  test.each(all.filter(({ endpoint }) => endpoint.access === 'host'))(
    '$name refuses a listener who is not the host',
    async ({ method, path }) => {
      const response = await listener.request(method, path);
      expect([response.status, await errorCode(response)]).toEqual([403, 'not-allowed']);
    },
  );
});

describe('what may come in', () => {
  test.each(all.filter(({ endpoint }) => !endpoint.upload))(
    '$name refuses an unknown query parameter',
    async ({ name, method, path }) => {
      const response = await host.request(method, `${path}?unknown=1`, BODIES[name]);
      expect([response.status, await errorCode(response)]).toEqual([400, 'invalid-request']);
    },
  );

  test.each(all.filter(({ endpoint }) => endpoint.params !== undefined))(
    '$name refuses ids that are none',
    async ({ name, method }) => {
      for (const id of ['x', '0', '-1', '1.5', '1e3', '9'.repeat(30), '%00', "1'--"]) {
        const path = name.replace(/^\w+ /, '').replace(/\{\w+\}/, id);
        const response = await host.request(method, path);
        expect([id, response.status]).toEqual([id, 400]);
        expect(await errorCode(response)).toBe('invalid-request');
      }
    },
  );

  test.each([
    '/api/plays?limit=0',
    '/api/plays?limit=201',
    '/api/plays?limit=1.5',
    '/api/plays?limit=ten',
    '/api/plays?limit=1e1',
    '/api/plays?limit=true',
    '/api/plays?limit=%205',
    '/api/plays?limit=1&limit=2',
    '/api/plays?limit=',
    '/api/plays?counted=maybe',
    '/api/plays?counted=1',
    '/api/plays?source=radio',
    '/api/plays?trackId=-1',
    '/api/plays?from=2024-13-01',
    '/api/plays?from=2024-02-30',
    '/api/plays?from=yesterday',
    '/api/plays?cursor=',
    '/api/plays?cursor=bm9uc2Vuc2U',
    `/api/plays?search=${'x'.repeat(201)}`,
    '/api/tracks?offset=-1',
    '/api/tracks?sort=shoe-size',
    '/api/tracks?order=up',
    '/api/stats/daily?unit=year',
    '/api/imports/1/rows?verdict=guilty',
  ])('%s is refused', async (path) => {
    const response = await host.get(path);
    expect([response.status, await errorCode(response)]).toEqual([400, 'invalid-request']);
  });

  test.each(['%00', '%F0%9F%8E%B5', "'; drop table plays --", '%25%5F%5C'])(
    'a search for %s is a search like any other',
    async (search) => {
      for (const list of ['plays', 'tracks', 'artists', 'albums']) {
        const response = await host.get(`/api/${list}?search=${search}`);
        expect([list, response.status]).toEqual([list, 200]);
        await response.text();
      }
    },
  );

  test.each(withBody)('$name refuses a body of the wrong shape', async ({ name, method, path }) => {
    const right = BODIES[name] ?? {};
    const wrong: unknown[] = [[], 'text', 1, null, { ...right, unknown: 1 }];
    for (const [member, value] of Object.entries(right)) {
      const another = typeof value === 'number' ? '12345678' : 12_345_678;
      wrong.push({ ...right, [member]: { $ne: null } }, { ...right, [member]: another });
    }
    expect(wrong.length).toBeGreaterThan(6);
    for (const body of wrong) {
      const response = await raw(host, method, path, JSON.stringify(body), 'application/json');
      expect([JSON.stringify(body), response.status]).toEqual([JSON.stringify(body), 400]);
      expect(await errorCode(response)).toBe('invalid-request');
    }
  });

  test.each(withBody)('$name refuses what it cannot read', async ({ method, path }) => {
    const answers: [body: string, type: string, status: number, code: string][] = [
      ['{"username":', 'application/json', 400, 'invalid-request'],
      ['', 'application/json', 400, 'invalid-request'],
      ['{"__proto__":{"isHost":true}}', 'application/json', 400, 'invalid-request'],
      ['{"username":"x"}', 'text/plain', 415, 'unsupported-type'],
      ['username=x', 'application/x-www-form-urlencoded', 415, 'unsupported-type'],
      ['<x/>', 'application/xml', 415, 'unsupported-type'],
      [JSON.stringify({ username: 'x'.repeat(1024 * 1024) }), 'application/json', 413, 'too-large'],
    ];
    for (const [body, type, status, code] of answers) {
      const response = await raw(host, method, path, body, type);
      expect([type, response.status, await errorCode(response)]).toEqual([type, status, code]);
    }
  });

  test('an upload that is no form is refused', async () => {
    const response = await raw(host, 'POST', '/api/imports', '{}', 'application/json');
    expect([response.status, await errorCode(response)]).toEqual([415, 'unsupported-type']);
  });

  test.each([
    '/nowhere',
    '/api',
    '/api/',
    '/api/nowhere',
    '/api/account/',
    '/api/account/x',
    '/analytics/',
    '/analytics/nowhere',
    '/assets/nowhere.js',
    '/..%2f..%2fpackage.json',
    '/assets/..%2f..%2f..%2fpackage.json',
  ])('%s is nowhere', async (path) => {
    const response = await host.get(path);
    expect([response.status, await errorCode(response)]).toEqual([404, 'not-found']);
  });

  test('a method that an address does not have is nowhere too', async () => {
    const response = await host.request('DELETE', '/api/instance');
    expect([response.status, await errorCode(response)]).toEqual([404, 'not-found']);
  });

  test('an address that cannot be decoded is refused', async () => {
    const response = await host.get('/api/plays/%E0%A4%A');
    expect([response.status, await errorCode(response)]).toEqual([400, 'invalid-request']);
  });
});

test('too many sign-ins within a minute are refused with the time to wait', async () => {
  const stranger = new Browser(server.address);
  let last: Response | undefined;
  for (let attempt = 0; attempt < 320 && last?.status !== 429; attempt += 1) {
    await last?.text();
    last = await stranger.post('/api/accounts', {});
  }
  if (!last) throw new Error('nothing was answered');
  expect([last.status, await errorCode(last)]).toEqual([429, 'too-many-requests']);
  expect(Number(last.headers.get('retry-after'))).toBeGreaterThan(5);
});
