import type { LastPlayedWeek, Playlist } from '@analytics/contract/playlist';
import type { Summary } from '@analytics/contract/stats';
import type { TrackRow } from '@analytics/contract/track';
import type { ScriptedPlay } from '@analytics/simulator/listener';
import { startSimulator } from '@analytics/simulator/simulator';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { Browser } from '../../test/browser.ts';
import { PlaylistListener, PlaylistStage } from '../../test/playlist-stage.ts';
import { createTestDatabase } from '../../test/test-database.ts';

/** A Sunday evening in Auckland, where it is Monday already in weeks that begin on Sunday. */
const LONG_AGO = new Date('2025-06-01T06:00:00Z');
const RECENTLY = new Date(Date.now() - 3 * 86_400_000);
const play = (trackIndex: number, at: Date, minutes: number): ScriptedPlay => ({
  trackIndex,
  startAt: new Date(at.getTime() + minutes * 60_000),
  msPlayed: 60_000,
});

const simulator = await startSimulator({
  listeners: [
    {
      id: 'one',
      plays: [
        play(30, LONG_AGO, 0),
        play(31, LONG_AGO, 10),
        play(99, LONG_AGO, 20),
        play(99, RECENTLY, 0),
        play(31, RECENTLY, 10),
        play(31, RECENTLY, 20),
      ],
    },
    { id: 'two', plays: [] },
  ],
});
afterAll(() => simulator.close());
const database = await createTestDatabase();
const stage = await PlaylistStage.open(simulator, database);
const spotifyId = stage.playlistOf('one', 0);
simulator.editPlaylist(spotifyId, { trackIndexes: [30, 31, 31, 32] });
const name = (index: number) => simulator.catalogue.tracks[index]?.name ?? '';
let one: PlaylistListener;
let playlist: Playlist;

beforeAll(async () => {
  one = await stage.connect('one', 'one');
  await one.browser.request('PUT', '/api/monitoring', { enabled: true });
  await vi.waitFor(
    async () => expect(await one.browser.json<Summary>('/api/stats/summary')).toMatchObject({ plays: 6 }),
    { timeout: 20_000 },
  );
  playlist = await one.watch(spotifyId);
});

test('a playlist says how much of all listening comes from its tracks', async () => {
  const { items } = await one.browser.json<{ items: TrackRow[] }>('/api/tracks?sort=ms');
  const own = items.filter(({ track }) => [name(30), name(31)].includes(track.name));
  const sum = (of: 'ms' | 'share') => own.reduce((total, row) => total + row[of], 0);
  expect(own).toHaveLength(2);
  expect(playlist).toMatchObject({ trackCount: 4, plays: 4, ms: sum('ms') });
  expect(playlist.share).toBeCloseTo(sum('share'));
});

test('each row has its plays and when it was played last', async () => {
  const { items, total } = await one.tracks(playlist.id);
  expect(total).toBe(4);
  expect(items.map(({ track, plays }) => [track.name, plays])).toEqual([
    [name(30), 1],
    [name(31), 3],
    [name(31), 3],
    [name(32), 0],
  ]);
  const [old, recent, , never] = items;
  expect(old?.lastPlayedAt).toBe('2025-06-01T06:01:00.000Z');
  expect(recent?.lastPlayedAt).toBe(new Date(RECENTLY.getTime() + 21 * 60_000).toISOString());
  expect(never?.lastPlayedAt).toBeNull();
});

test.each([
  ['?sort=plays', [1, 2, 0, 3]],
  ['?sort=plays&order=asc', [3, 0, 1, 2]],
  ['?sort=lastPlayed', [1, 2, 0, 3]],
  ['?sort=lastPlayed&order=asc', [3, 0, 1, 2]],
  ['?sort=added', [3, 2, 1, 0]],
  ['?order=desc', [3, 2, 1, 0]],
  ['?limit=2&offset=1', [1, 2]],
  ['?played=never', [3]],
  ['?played=not-for-a-year', [0]],
  [`?search=${encodeURIComponent(name(30))}`, [0]],
])('%s shows the rows %j', async (query, positions) => {
  const { items } = await one.tracks(playlist.id, query);
  expect(items.map(({ position }) => position)).toEqual(positions);
});

test('the weeks of the last plays are those of the listener, without gaps', async () => {
  const weeks = async () => {
    type Weeks = { items: LastPlayedWeek[]; neverPlayed: number };
    const { items, neverPlayed } = await one.browser.json<Weeks>(`/api/playlists/${playlist.id}/last-played`);
    expect(neverPlayed).toBe(1);
    for (const [index, { date }] of items.entries()) {
      const days = (Date.parse(date) - Date.parse(items[0]?.date ?? '')) / 86_400_000;
      expect(days).toBe(index * 7);
    }
    expect(items.reduce((sum, { tracks }) => sum + tracks, 0)).toBe(2);
    expect(Date.now() - Date.parse(items.at(-1)?.date ?? '')).toBeLessThan(8 * 86_400_000);
    return items[0];
  };
  expect(await weeks()).toEqual({ date: '2025-05-26', tracks: 1 });
  await one.browser.request('PATCH', '/api/account', { weekStart: 'sunday', timezone: 'Pacific/Auckland' });
  await vi.waitFor(async () => expect(await weeks()).toEqual({ date: '2025-06-01', tracks: 1 }), {
    timeout: 20_000,
  });
  await one.browser.request('PATCH', '/api/account', {
    weekStart: 'sunday',
    timezone: 'America/Los_Angeles',
  });
  await vi.waitFor(async () => expect(await weeks()).toEqual({ date: '2025-05-25', tracks: 1 }), {
    timeout: 20_000,
  });
});

test('who does not watch a playlist is told that there is none, and figures are their own', async () => {
  const two = await stage.connect('two', 'two');
  for (const [method, path] of [
    ['GET', ''],
    ['DELETE', ''],
    ['GET', '/tracks'],
    ['GET', '/last-played'],
    ['GET', '/changes'],
    ['POST', '/scan'],
  ] as const) {
    const response = await two.browser.request(method, `/api/playlists/${playlist.id}${path}`);
    expect([path, response.status]).toEqual([path, 404]);
  }
  expect(await two.browser.json('/api/playlists')).toEqual({ items: [], total: 0 });
  expect(await two.watch(spotifyId)).toMatchObject({ id: playlist.id, trackCount: 4, plays: 0, share: 0 });
  expect((await two.tracks(playlist.id)).items.map(({ plays }) => plays)).toEqual([0, 0, 0, 0]);
  expect((await two.browser.request('DELETE', `/api/playlists/${playlist.id}`)).status).toBe(204);
  expect((await two.browser.get(`/api/playlists/${playlist.id}`)).status).toBe(404);
  expect((await one.tracks(playlist.id)).total).toBe(4);
});

test('a playlist that is watched already is the same one, and what names none is refused', async () => {
  expect((await one.watch(`spotify:playlist:${spotifyId}`)).id).toBe(playlist.id);
  expect((await one.browser.json<{ total: number }>('/api/playlists')).total).toBe(1);
  const response = await one.browser.post('/api/playlists', { playlist: 'my favourites' });
  expect(response.status).toBe(400);
  expect(await response.json()).toMatchObject({
    error: { code: 'invalid-request', message: expect.stringMatching(/no playlist.*open\.spotify\.com/) },
  });
});

test('with the last who watches it a playlist goes, and all that was in it', async () => {
  const three = new PlaylistListener(await Browser.signUp(stage.address, 'three'));
  await three.watch(spotifyId);
  await one.browser.request('DELETE', `/api/playlists/${playlist.id}`);
  const left = async () => {
    const counts = await Promise.all(
      ['playlists', 'playlist_tracks', 'playlist_changes', 'playlist_monitors'].map(async (table) => {
        const { rows } = await database.pool.query<{ rows: number }>(
          `select count(*)::int as rows from ${table}`,
        );
        return rows[0]?.rows;
      }),
    );
    return counts;
  };
  expect(await left()).toEqual([1, 4, 0, 1]);
  await three.browser.request('DELETE', '/api/account');
  expect(await left()).toEqual([0, 0, 0, 0]);
});
