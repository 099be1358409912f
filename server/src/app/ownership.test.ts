import type { Endpoint } from '@analytics/contract/endpoint';
import { endpoints } from '@analytics/contract/endpoints';
import { startSimulator } from '@analytics/simulator/simulator';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { Browser } from '../../test/browser.ts';
import { extendedRow, importFiles, jsonFile } from '../../test/exports.ts';
import { createTestDatabase } from '../../test/test-database.ts';
import { startTestServer } from '../../test/test-server.ts';

const simulator = await startSimulator();
afterAll(() => simulator.close());
const database = await createTestDatabase();
const server = await startTestServer(database, { simulator });
const YEAR = String(new Date(simulator.clock.now()).getUTCFullYear());
/** Every endpoint for listeners that names something by its id, with the address that the id goes under. */
const named = Object.entries<Endpoint>(endpoints)
  .filter(([name, { access }]) => name.includes('{id}') && access === 'listener')
  .map(([name]) => {
    const [method = '', path = ''] = name.split(' ');
    return { name, method, path, under: path.replace(/\/\{id\}.*$/, '') };
  });
/** The addresses, as asked for, of everything that a listener has by themselves. */
const own = Object.entries<Endpoint>(endpoints)
  .filter(([name, { access }]) => name.startsWith('GET ') && !name.includes('{id}') && access === 'listener')
  .map(([name]) => name.slice('GET '.length))
  .filter((path) => path !== '/api/events')
  .map((path) => (path === '/api/export' ? `${path}?format=jsonl` : path.replace('{year}', YEAR)));
let anna: Browser;
let ben: Browser;
/** Tracks that she has decided to be one recording. */
let joined: number[];
/** What ben, who has plays of his own, was answered when there was nothing of anna's yet. */
let atFirst: Record<string, string>;
/** Something of anna's under each of these addresses. */
let ids: Record<string, number | undefined>;

const firstId = async (path: string) =>
  (await anna.json<{ items: { id: number }[] }>(path)).items.map(({ id }) => id)[0];

async function post(path: string, body: object): Promise<Record<string, number>> {
  const response = await anna.post(path, body);
  if (response.status !== 201) throw new Error(`${path}: ${response.status} ${await response.text()}`);
  return (await response.json()) as Record<string, number>;
}

beforeAll(async () => {
  // The first account is the host, who may see more.
  await Browser.signUp(server.address, 'host');
  anna = await Browser.signUp(server.address, 'anna');
  ben = await Browser.signUp(server.address, 'ben');
  const daysAgo = (days: number) => new Date(Date.now() - days * 86_400_000).toISOString();
  await importFiles(ben, [jsonFile([40, 1].map((days) => extendedRow({ ts: daysAgo(days) })))]);
  atFirst = await lookAtOwn(ben);
  await anna.connectSpotify('maja.eightyears');
  await anna.request('PUT', '/api/monitoring', { enabled: true });
  await vi.waitFor(async () => expect(await firstId('/api/plays')).toBeDefined(), { timeout: 60_000 });
  await anna.request('PUT', '/api/monitoring', { enabled: false });
  const rows = [{ ts: '2020-01-01T00:00:00Z', ms_played: 60_000, spotify_track_uri: null }];
  const name = 'Streaming_History_Audio_2020.json';
  const upload = await anna.upload([{ name, content: new Blob([JSON.stringify(rows)]) }]);
  const tracks = await anna.json<{ items: { track: { id: number } }[] }>('/api/tracks?limit=3');
  const trackIds = tracks.items.map(({ track }) => track.id);
  joined = trackIds.slice(0, 2);
  const listOf = async (subject: 'artist' | 'album') => {
    const { items } = await anna.json<{ items: Record<string, { id: number }>[] }>(`/api/${subject}s`);
    return items[0]?.[subject]?.id;
  };
  ids = {
    '/api/account/tokens': (await post('/api/account/tokens', { name: 'hers', access: 'full' }))['id'],
    '/api/plays': await firstId('/api/plays'),
    '/api/tracks': joined[0],
    '/api/artists': await listOf('artist'),
    '/api/albums': await listOf('album'),
    '/api/recordings/decisions': (await post('/api/recordings/join', { trackIds: joined }))['decisionId'],
    '/api/exclusions': (await post('/api/exclusions', { kind: 'track', id: trackIds[2] }))['id'],
    '/api/playlists': (await post('/api/playlists', { playlist: '0'.repeat(22) }))['id'],
    '/api/imports': upload.id,
  };
  // Nothing may change any more by itself.
  await vi.waitFor(
    async () => {
      const { items } = await anna.json<{ items: { lastScannedAt: string | null }[] }>('/api/playlists');
      expect(items[0]?.lastScannedAt).toEqual(expect.any(String));
    },
    { timeout: 60_000 },
  );
}, 120_000);

/** All that is answered about a listener, by the address. */
async function lookAtOwn(browser: Browser): Promise<Record<string, string>> {
  const answers = own.map(async (path) => [path, await ask(browser, path)] as const);
  return Object.fromEntries(await Promise.all(answers));
}

/** What is answered, but for the span of the coverage that ends now. */
async function ask(browser: Browser, path: string): Promise<string> {
  return (await (await browser.get(path)).text()).replace(
    /"to":"[^"]*","kind":"unknown"/,
    '"kind":"unknown"',
  );
}

/** What anna has, as she sees it. */
async function look(): Promise<unknown> {
  const paths = [
    'account/tokens',
    'plays',
    'recordings/decisions',
    'exclusions',
    'playlists',
    'imports',
    'session',
    'account',
    'monitoring',
  ];
  return Promise.all(paths.map((path) => anna.json(`/api/${path}`)));
}

async function handIn(browser: Browser): Promise<number> {
  return (await browser.upload([jsonFile([extendedRow()])])).id;
}

/** Follows what a listener is told, from now on. */
async function follow(browser: Browser): Promise<{ heard: () => string; end: () => Promise<void> }> {
  const stopped = new AbortController();
  const { body } = await browser.get('/api/events');
  let text = '';
  const decode = new WritableStream<string>({ write: (chunk) => void (text += chunk) });
  const done = body?.pipeThrough(new TextDecoderStream()).pipeTo(decode, { signal: stopped.signal });
  return {
    heard: () => text,
    end: async () => {
      stopped.abort();
      await done?.catch(() => undefined);
    },
  };
}

describe('what is of one listener is nowhere for another', () => {
  test.each(named)('$name', async ({ method, path, under }) => {
    const id = ids[under];
    expect([under, id]).toEqual([under, expect.any(Number)]);
    const before = await look();
    const response = await ben.request(method, path.replace('{id}', String(id)));
    expect(response.status).toBe(404);
    expect(await response.json()).toMatchObject({ error: { code: 'not-found' } });
    expect(await look()).toEqual(before);
  });

  test('and is there for its own', async () => {
    for (const { method, path, under } of named.filter((endpoint) => endpoint.method === 'GET')) {
      const response = await anna.request(method, path.replace('{id}', String(ids[under])));
      await response.text();
      expect([path, response.status]).toEqual([path, 200]);
    }
  });

  test.each(own)('GET %s', async (path) => {
    const answer = await ask(ben, path);
    expect(answer).toBe(atFirst[path]);
    // Nothing plays while she is not monitored.
    if (path === '/api/now-playing') return;
    expect(await ask(anna, path)).not.toBe(answer);
  });

  test('in what is sent along', async () => {
    const before = await look();
    const trackId = ids['/api/tracks'];
    const requests: [string, object][] = [
      ['/api/exclusions', { kind: 'track', id: trackId }],
      ['/api/exclusions', { kind: 'artist', id: ids['/api/artists'] }],
      ['/api/exclusions', { kind: 'playlist', id: ids['/api/playlists'] }],
      ['/api/recordings/join', { trackIds: joined }],
      ['/api/recordings/split', { trackId }],
    ];
    for (const [path, body] of requests) {
      expect([path, (await ben.post(path, body)).status]).toEqual([path, 404]);
    }
    expect(await look()).toEqual(before);
  });

  test('in what is told while it happens', async () => {
    const carl = await Browser.signUp(server.address, 'carl');
    const streams = [await follow(anna), await follow(carl)];
    const [first, second] = [await handIn(anna), await handIn(carl)];
    const expected = [first, second].map((id) => expect.stringContaining(`"id":${id},"state":"analysed"`));
    await expect.poll(() => streams.map(({ heard }) => heard())).toEqual(expected);
    expect(
      streams.map(({ heard }) => [first, second].filter((id) => heard().includes(`"id":${id},`))),
    ).toEqual([[first], [second]]);
    for (const { end } of streams) await end();
  });

  test('and stays when others do all that they can with what is theirs', async () => {
    const dora = await Browser.signUp(server.address, 'dora');
    await dora.connectSpotify('teo.twoyears');
    const stream = await follow(anna);
    const before = await look();
    const password = { currentPassword: 'password of dora', newPassword: 'another one of dora' };
    const requests: [string, string, object?][] = [
      ['PATCH', '/api/account', { displayName: 'D', timezone: 'Asia/Tokyo', countingRule: 'finished' }],
      ['PUT', '/api/monitoring', { enabled: true }],
      ['PUT', '/api/account/password', password],
      ['DELETE', '/api/account/spotify'],
      ['DELETE', '/api/session'],
    ];
    for (const [method, path, body] of requests) {
      expect([path, (await dora.request(method, path, body)).ok]).toEqual([path, true]);
    }
    await dora.post('/api/session', { username: 'dora', password: password.newPassword });
    expect((await dora.request('DELETE', '/api/account')).status).toBe(204);
    expect(await look()).toEqual(before);
    // The stream of events has gone on as well.
    const id = await handIn(anna);
    await expect.poll(stream.heard).toContain(`"id":${id},"state":"analysed"`);
    await stream.end();
  });
});
