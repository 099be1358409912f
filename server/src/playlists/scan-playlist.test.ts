import type { OwnPlaylist } from '@analytics/contract/playlist';
import { startSimulator } from '@analytics/simulator/simulator';
import type { Profile } from '@analytics/simulator/world';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { Browser } from '../../test/browser.ts';
import { PlaylistListener, PlaylistStage } from '../../test/playlist-stage.ts';
import { createTestDatabase } from '../../test/test-database.ts';

const [FAVOURITES, AWKWARD, , EMPTY, SHARED, FOREIGN] = [0, 1, 2, 3, 4, 5];

describe.each<Profile>(['development', 'older-app'])('for an app of profile %s', async (profile) => {
  const simulator = await startSimulator({ profile });
  afterAll(() => simulator.close());
  const database = await createTestDatabase();
  const stage = await PlaylistStage.open(simulator, database);
  let maja: PlaylistListener;
  let teo: PlaylistListener;

  beforeAll(async () => {
    maja = await stage.connect('maja', 'maja.eightyears');
    teo = await stage.connect('teo', 'teo.twoyears');
  });
  beforeEach(() => {
    simulator.clearFaults();
    simulator.unlockQuotas();
    simulator.resetRequests();
  });

  const nameOf = (index: number) => simulator.catalogue.tracks[index]?.name;

  test('the own library is a list to pick from, and says what is watched already', async () => {
    const watched = await maja.watch(stage.playlistOf('maja.eightyears', EMPTY));
    const { items, total } = await maja.browser.json<{ items: OwnPlaylist[]; total: number }>(
      '/api/playlists/own?limit=4',
    );
    expect(total).toBe(6);
    expect(items.map(({ name, trackCount, playlistId }) => [name, trackCount, playlistId])).toEqual([
      ['On repeat 💿', 120, null],
      ['Ødds & "ends" <b>', 11, null],
      ['All of it', 10_000, null],
      ['Empty', 0, watched.id],
    ]);
    expect(watched).toMatchObject({
      contents: 'available',
      trackCount: 0,
      ownerName: 'Maja Ängström',
      lastError: null,
    });
  });

  test('every page is read, in order, with what it is called and when each track came in', async () => {
    const playlist = await maja.watch(stage.playlistOf('maja.eightyears', FAVOURITES));
    expect(playlist).toMatchObject({
      name: 'On repeat 💿',
      contents: 'available',
      trackCount: 120,
      progress: null,
      imageUrl: expect.stringMatching(/^http/),
    });
    const { items, total } = await maja.tracks(playlist.id);
    expect(total).toBe(120);
    expect(items.map(({ position }) => position)).toEqual(Array.from({ length: 120 }, (_, index) => index));
    expect(items[0]?.addedAt).toBe('2019-05-04T12:00:00.000Z');
    expect(items.every(({ track }) => track.artists.length > 0 && track.durationMs !== null)).toBe(true);
  });

  test('null rows, episodes, local files, duplicates and what cannot be played are told apart', async () => {
    const playlist = await maja.watch(stage.playlistOf('maja.eightyears', AWKWARD));
    expect(playlist).toMatchObject({ trackCount: 9, episodeCount: 1, missingCount: 1, imageUrl: null });
    const { items } = await maja.tracks(playlist.id);
    expect(items.map(({ position, status }) => [position, status])).toEqual([
      [0, 'playable'],
      [1, 'playable'],
      [2, 'playable'],
      [3, 'unplayable'],
      [4, 'playable'],
      [5, 'playable'],
      [8, 'local'],
      [9, 'local'],
      [10, 'playable'],
    ]);
    expect(items.slice(0, 3).map(({ track }) => track.name)).toEqual([nameOf(7), nameOf(7), nameOf(8)]);
    expect(items.at(-1)?.addedAt).toBeNull();
  });

  test('what has not changed is not read again, what has is, and what came and went is kept', async () => {
    const spotifyId = stage.playlistOf('teo.twoyears', FAVOURITES);
    const before = await teo.watch(spotifyId);
    simulator.resetRequests();
    const unchanged = await teo.rescan(before.id);
    expect(stage.calls()).toBe(1);
    expect(Date.parse(unchanged.lastScannedAt ?? '')).toBeGreaterThan(Date.parse(before.lastScannedAt ?? ''));
    expect(await teo.changes(before.id)).toEqual([]);

    simulator.editPlaylist(spotifyId, { name: 'Off repeat', trackIndexes: [11, 12, 12, 13] });
    expect(await teo.rescan(before.id)).toMatchObject({ name: 'Off repeat', trackCount: 4 });
    simulator.editPlaylist(spotifyId, { trackIndexes: [12, 11, 14] });
    await teo.rescan(before.id);
    const { items } = await teo.tracks(before.id);
    expect(items.map(({ track }) => track.name)).toEqual([12, 11, 14].map(nameOf));
    const latest = (await teo.changes(before.id)).slice(0, 3);
    expect(new Set(latest.map(({ kind, track }) => `${kind} ${track.name}`))).toEqual(
      new Set([`added ${nameOf(14)}`, `removed ${nameOf(12)}`, `removed ${nameOf(13)}`]),
    );
  });

  test('a playlist that is renamed without any change of its contents gets its name', async () => {
    const spotifyId = stage.playlistOf('teo.twoyears', EMPTY);
    const { id } = await teo.watch(spotifyId);
    simulator.editPlaylist(spotifyId, { name: 'Still empty' });
    expect((await teo.rescan(id)).name).toBe('Still empty');
  });

  test('a deleted playlist is gone, and what was in it stays to be seen', async () => {
    const spotifyId = stage.playlistOf('noor.newcomer', FAVOURITES);
    const noor = await stage.connect('noor', 'noor.newcomer');
    const { id } = await noor.watch(spotifyId);
    simulator.deletePlaylist(spotifyId);
    expect(await noor.rescan(id)).toMatchObject({ contents: 'gone', trackCount: 120, lastError: null });
    expect((await noor.watch('0000000000000000000000')).contents).toBe('gone');
  });

  test("somebody else's playlist is what Spotify allows, which is not the same as empty", async () => {
    const playlist = await maja.watch(stage.playlistOf('maja.eightyears', FOREIGN));
    expect(playlist).toMatchObject(
      profile === 'development'
        ? { name: 'Not mine', contents: 'not-available', trackCount: 0, lastError: null }
        : { name: 'Not mine', contents: 'available', trackCount: 80 },
    );
    expect(await maja.watch(stage.playlistOf('maja.eightyears', SHARED))).toMatchObject({
      name: 'Shared kitchen',
      contents: 'available',
      trackCount: 60,
    });
  });

  test('two who watch one playlist share its scan, whoever may read it', async () => {
    const spotifyId = stage.playlistOf('maja.eightyears', SHARED);
    const playlist = await maja.watch(spotifyId);
    const other = await teo.watch(spotifyId);
    expect(other).toMatchObject({ id: playlist.id, contents: 'available', trackCount: 60 });
    simulator.editPlaylist(spotifyId, { trackIndexes: [1, 2, 3] });
    simulator.resetRequests();
    expect(await teo.rescan(playlist.id)).toMatchObject({ contents: 'available', trackCount: 3 });
    expect(stage.calls()).toBe(2);

    // Whoever read it goes: the other may not, and what was read stays.
    await maja.browser.request('DELETE', '/api/account/spotify');
    simulator.editPlaylist(spotifyId, { trackIndexes: [1] });
    const left = await teo.rescan(playlist.id);
    expect([left.contents, left.trackCount]).toEqual(
      profile === 'development' ? ['not-available', 3] : ['available', 1],
    );
    await maja.browser.connectSpotify('maja.eightyears');
    expect(await maja.settled(playlist.id)).toMatchObject({ contents: 'available', trackCount: 1 });
  });

  test.each(['forbidden', 'not-found'] as const)(
    'where the endpoint of newer apps is %s, that of older ones will do',
    async (kind) => {
      const spotifyId = stage.playlistOf('maja.eightyears', FAVOURITES);
      simulator.editPlaylist(spotifyId, { trackIndexes: [4, 5, 6] });
      simulator.addFault({ kind, times: 'forever', match: { path: `/v1/playlists/${spotifyId}/items` } });
      const playlist = await maja.watch(spotifyId).then(({ id }) => maja.rescan(id));
      expect(stage.calls(`/v1/playlists/${spotifyId}/tracks`)).toBeGreaterThan(0);
      expect(playlist.contents).toBe(profile === 'development' ? 'not-available' : 'available');
    },
  );

  test.each([
    ['a pause', { kind: 'rate-limit', retryAfterSeconds: 3_600 }, /asks for a pause/],
    ['an outage', { kind: 'server-error' }, /has trouble/],
    ['an answer that is none', { kind: 'html' }, /cannot be read/],
  ] as const)('%s says nothing about a playlist, and is waited for', async (_what, fault, message) => {
    const spotifyId = stage.playlistOf('teo.twoyears', SHARED);
    const { id, trackCount } = await teo.watch(spotifyId);
    simulator.editPlaylist(spotifyId, { trackIndexes: [21, 22, trackCount] });
    simulator.addFault({ ...fault, times: 'forever', match: { path: '/v1/playlists' } });
    const failed = await teo.rescan(id);
    expect(failed).toMatchObject({
      contents: 'available',
      trackCount,
      lastError: expect.stringMatching(message),
    });
    expect(Date.parse(failed.nextScanAt)).toBeGreaterThan(Date.now() + 300_000);
    simulator.clearFaults();
    await database.pool.query('delete from spotify_cool_downs');
    expect(await teo.rescan(id)).toMatchObject({ trackCount: 3, lastError: null });
  });

  test('without any connection it says so', async () => {
    const lone = new PlaylistListener(await Browser.signUp(stage.address, 'lone'));
    const playlist = await lone.watch(stage.playlistOf('noor.newcomer', SHARED));
    expect(playlist).toMatchObject({
      contents: 'unknown',
      lastError: expect.stringMatching(/connected with Spotify/),
    });
    expect((await lone.browser.get('/api/playlists/own')).status).toBe(409);
  });
});
