import { once } from 'node:events';
import { type IncomingMessage, request } from 'node:http';
import { Readable } from 'node:stream';
import { startSimulator } from '@analytics/simulator/simulator';
import { afterAll, describe, expect, test } from 'vitest';
import { extendedRow } from '../../test/exports.ts';
import {
  makeCertificate,
  plainSocket,
  PUBLIC_NAME,
  startCaddy,
  startNginx,
} from '../../test/reverse-proxy.ts';
import { createTestDatabase } from '../../test/test-database.ts';
import { findFreePort } from '../../test/free-port.ts';
import { startTestServer } from '../../test/test-server.ts';
import { Visitor } from '../../test/visitor.ts';

const MEBIBYTE = 1024 * 1024;

const ca = makeCertificate();

/** The program behind a proxy that speaks https at a port of its own, which browsers then name in each request. */
async function startBehind(
  start: typeof startNginx,
  {
    path = '',
    changes = {},
    env = {},
  }: Partial<Record<'changes' | 'env', Record<string, string>>> & { path?: string },
) {
  const port = await findFreePort();
  const publicUrl = `https://${PUBLIC_NAME}:${port}${path}`;
  const simulator = await startSimulator({ redirectUris: [`${publicUrl}/spotify/loginResponse`] });
  afterAll(() => simulator.close());
  const server = await startTestServer(await createTestDatabase(), {
    simulator,
    env: { PUBLIC_URL: publicUrl, TRUST_PROXY: '127.0.0.1', ...env },
  });
  const proxy = await start({ port, upstream: server.address, changes });
  return { publicUrl, server, proxy, visitor: new Visitor(port, ca) };
}

describe.each([
  { name: 'nginx', start: startNginx, path: '', changes: {}, mebibytes: 200 },
  {
    name: 'nginx under a path',
    start: startNginx,
    path: '/music',
    changes: { 'location / {': 'location /music/ {' },
    mebibytes: 200,
  },
  {
    name: 'nginx, which takes the path off',
    start: startNginx,
    path: '/music',
    changes: { 'location / {': 'location /music/ {', '127.0.0.1:8000;': '127.0.0.1:8000/;' },
    mebibytes: 2,
  },
  { name: 'Caddy', start: startCaddy, path: '', changes: {}, mebibytes: 200 },
  {
    name: 'Caddy under a path',
    start: startCaddy,
    path: '/music',
    changes: { 'reverse_proxy ': 'reverse_proxy /music/* ' },
    mebibytes: 2,
  },
  {
    name: 'Caddy, which takes the path off',
    start: startCaddy,
    path: '/music',
    changes: { 'reverse_proxy 127.0.0.1:8000': 'handle_path /music/* {\nreverse_proxy 127.0.0.1:8000\n}' },
    mebibytes: 2,
  },
])('$name', async ({ start, path, changes, mebibytes }) => {
  const { publicUrl, visitor, proxy } = await startBehind(start, { path, changes });
  const signUp = (username: string, options = {}) =>
    visitor.visit('POST', `${path}/api/accounts`, {
      body: { username, password: `password of ${username}` },
      headers: { origin: new URL(publicUrl).origin, 'sec-fetch-site': 'same-origin' },
      ...options,
    });

  test('pages, files and interface are found, and say that only https is right', async () => {
    const page = await visitor.visit('GET', `${path}/spotify/`);
    expect(page.status).toBe(200);
    expect(page.text).toContain(`<base href="${path}/">`);
    const [, script = ''] = /src="(?:\.\/)?(assets\/[^"]+\.js)"/.exec(page.text) ?? [];
    for (const address of [script, 'api/instance', 'api/docs', 'api/openapi.json']) {
      const answer = await visitor.visit('GET', `${path}/${address}`);
      expect([address, answer.status]).toEqual([address, 200]);
      expect(answer.headers['strict-transport-security']).toContain('max-age=31536000');
    }
    const root = await visitor.visit('GET', `${path}/`);
    expect(root.headers.location).toBe(`${path}/spotify/`);
  });

  test('a listener signs up, and the cookie is for https and this path', async () => {
    const answer = await signUp('anna');
    expect([answer.status, answer.text]).toEqual([201, expect.stringContaining('anna')]);
    const [cookie = ''] = answer.headers['set-cookie'] ?? [];
    expect(cookie).toContain(`; Path=${path}/;`);
    expect(cookie).toContain('; Secure');
    expect((await visitor.visit('GET', `${path}/api/session`)).status).toBe(200);
  });

  test('what another site made the browser send is refused', async () => {
    const answer = await signUp('ben', { headers: { origin: 'https://evil.example' } });
    expect(answer.status).toBe(403);
  });

  test('the sign-in with Spotify leads there and back', async () => {
    const begin = await visitor.visit('GET', `${path}/spotify/login`);
    const authorize = new URL(begin.headers.location ?? '');
    expect(authorize.searchParams.get('redirect_uri')).toBe(`${publicUrl}/spotify/loginResponse`);
    authorize.searchParams.set('simulate_listener', 'teo.twoyears');
    const consent = await fetch(authorize, { redirect: 'manual' });
    const back = new URL(consent.headers.get('location') ?? '');
    const done = await visitor.visit('GET', `${back.pathname}${back.search}`);
    expect(done.headers.location).toBe(`${path}/spotify/analytics/`);
  });

  test('another name is refused', async () => {
    const options = { name: 'other.example.org', headers: { 'x-forwarded-host': PUBLIC_NAME } };
    expect((await visitor.visit('GET', `${path}/api/instance`, options)).status).toBe(403);
  });

  test('who asks too often is told apart by their address, which they cannot make up', async () => {
    const left = async (options: object) => {
      const body = { username: 'nobody', password: 'nothing at all' };
      const answer = await visitor.visit('POST', `${path}/api/session`, { body, ...options });
      return Number(answer.headers['x-ratelimit-remaining']);
    };
    const first = await left({ from: '127.0.0.2' });
    expect(await left({ from: '127.0.0.3' })).toBe(first);
    const forged = {
      'x-forwarded-for': '203.0.113.7',
      'x-real-ip': '203.0.113.7',
      forwarded: 'for=203.0.113.7',
    };
    expect(await left({ from: '127.0.0.2', headers: forged })).toBe(first - 1);
  });

  test(`an upload of ${mebibytes} MiB goes through, while events come as they happen`, async () => {
    const events = await visitor.open('GET', `${path}/api/events`);
    expect(events.headers['content-type']).toBe('text/event-stream');
    const form = generateUpload(mebibytes);
    const answer = await visitor.visit('POST', `${path}/api/imports`, form);
    expect([answer.status, answer.text]).toEqual([202, expect.stringMatching(/^\{"id":\d+/)]);
    // The stream is still open: a proxy that holds answers back would hold this one for a quarter of an hour.
    expect(await readUntil(events, /event: import\ndata: .*"analysed"/)).toContain('event: import');
    const { id } = JSON.parse(answer.text) as { id: number };
    const read = JSON.parse((await visitor.visit('GET', `${path}/api/imports/${id}`)).text) as object;
    expect(read).toMatchObject({ state: 'analysed', statistics: { toImport: mebibytes } });
    // So says nginx when it puts something aside on its own disk.
    expect(proxy.complaints).not.toContain('buffered to a temporary file');
  });
});

describe('without trust in the proxy', async () => {
  const { server, visitor } = await startBehind(startNginx, {
    env: { TRUST_PROXY: 'false', ALLOWED_HOSTS: 'other.example.org' },
  });

  test('what it says of the browser counts for nothing', async () => {
    const body = { username: 'nobody', password: 'nothing at all' };
    const left = async (from: string) => {
      const answer = await visitor.visit('POST', '/api/session', { body, from });
      return Number(answer.headers['x-ratelimit-remaining']);
    };
    const first = await left('127.0.0.2');
    expect(await left('127.0.0.3')).toBe(first - 1);
  });

  test('a further name is let in by ALLOWED_HOSTS', async () => {
    const answer = await visitor.visit('GET', '/api/instance', { name: 'other.example.org' });
    expect(answer.status).toBe(200);
  });

  test('and the name in a header only a proxy may send is not read', async () => {
    const headers = { host: 'evil.example', 'x-forwarded-host': PUBLIC_NAME };
    const sent = request(`${server.address}/api/instance`, { headers, agent: false }).end();
    const [answer] = (await once(sent, 'response')) as [IncomingMessage];
    answer.resume();
    expect(answer.statusCode).toBe(403);
  });
});

test('plain http is sent to https', async () => {
  const { publicUrl } = await startBehind(startNginx, {});
  const socketPath = plainSocket(Number(new URL(publicUrl).port));
  const headers = { host: PUBLIC_NAME };
  const sent = request({ socketPath, path: '/spotify/?a=b', headers, agent: false }).end();
  const [answer] = (await once(sent, 'response')) as [IncomingMessage];
  answer.resume();
  expect([answer.statusCode, answer.headers.location]).toEqual([301, `https://${PUBLIC_NAME}/spotify/?a=b`]);
});

/** A form with a file of one row per mebibyte, the rest of which is blanks, made while it is sent. */
function generateUpload(mebibytes: number) {
  const boundary = 'the-boundary-of-this-upload';
  const start = `--${boundary}\r\ncontent-disposition: form-data; name="file"; filename="Streaming_History_Audio_2024.json"\r\ncontent-type: application/json\r\n\r\n`;
  const end = `\r\n--${boundary}--\r\n`;
  function* parts() {
    yield start;
    for (let row = 0; row < mebibytes; row += 1) {
      const ts = new Date(Date.UTC(2024, 0, 1, row)).toISOString();
      const json = `${row === 0 ? '[' : ','}${JSON.stringify(extendedRow({ ts }))}`;
      yield json.padEnd(row === mebibytes - 1 ? MEBIBYTE - 1 : MEBIBYTE);
    }
    yield `]${end}`;
  }
  const headers = {
    'content-type': `multipart/form-data; boundary=${boundary}`,
    'content-length': String(start.length + mebibytes * MEBIBYTE + end.length),
  };
  return { body: Readable.from(parts(), { objectMode: false }), headers };
}

async function readUntil(stream: IncomingMessage, pattern: RegExp): Promise<string> {
  let seen = '';
  for await (const chunk of stream.setEncoding('utf8') as AsyncIterable<string>) {
    seen += chunk;
    if (pattern.test(seen)) return seen;
  }
  throw new Error(`the stream ended: ${seen}`);
}
