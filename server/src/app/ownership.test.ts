import type { Endpoint } from '@analytics/contract/endpoint';
import { endpoints } from '@analytics/contract/endpoints';
import { startSimulator } from '@analytics/simulator/simulator';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { Browser } from '../../test/browser.ts';
import { createTestDatabase } from '../../test/test-database.ts';
import { startTestServer } from '../../test/test-server.ts';

const simulator = await startSimulator();
afterAll(() => simulator.close());
const database = await createTestDatabase();
const server = await startTestServer(database, { simulator });
/** Every endpoint for listeners that names something by its id, with the address that the id goes under. */
const named = Object.entries<Endpoint>(endpoints)
  .filter(([name, { access }]) => name.includes('{id}') && access === 'listener')
  .map(([name]) => {
    const [method = '', path = ''] = name.split(' ');
    return { name, method, path, under: path.replace(/\/\{id\}.*$/, '') };
  });
let anna: Browser;
let ben: Browser;
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
  await anna.connectSpotify('maja.eightyears');
  await anna.request('PUT', '/api/monitoring', { enabled: true });
  await vi.waitFor(async () => expect(await firstId('/api/plays')).toBeDefined(), { timeout: 60_000 });
  await anna.request('PUT', '/api/monitoring', { enabled: false });
  const rows = [{ ts: '2020-01-01T00:00:00Z', ms_played: 60_000, spotify_track_uri: null }];
  const name = 'Streaming_History_Audio_2020.json';
  const upload = await anna.upload([{ name, content: new Blob([JSON.stringify(rows)]) }]);
  const tracks = await anna.json<{ items: { track: { id: number } }[] }>('/api/tracks?limit=2');
  const trackIds = tracks.items.map(({ track }) => track.id);
  const listOf = async (subject: 'artist' | 'album') => {
    const { items } = await anna.json<{ items: Record<string, { id: number }>[] }>(`/api/${subject}s`);
    return items[0]?.[subject]?.id;
  };
  ids = {
    '/api/account/tokens': (await post('/api/account/tokens', { name: 'hers', access: 'full' }))['id'],
    '/api/plays': await firstId('/api/plays'),
    '/api/tracks': trackIds[0],
    '/api/artists': await listOf('artist'),
    '/api/albums': await listOf('album'),
    '/api/recordings/decisions': (await post('/api/recordings/join', { trackIds }))['decisionId'],
    '/api/exclusions': (await post('/api/exclusions', { kind: 'track', id: trackIds[0] }))['id'],
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
  ];
  return Promise.all(paths.map((path) => anna.json(`/api/${path}`)));
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
});
