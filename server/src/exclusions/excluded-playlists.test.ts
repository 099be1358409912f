import type { Exclusion } from '@analytics/contract/exclusion';
import type { Playlist } from '@analytics/contract/playlist';
import type { Summary } from '@analytics/contract/stats';
import type { ScriptedPlay } from '@analytics/simulator/listener';
import { startSimulator } from '@analytics/simulator/simulator';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { compareCounted } from '../../test/counted-plays.ts';
import { compareTotals } from '../../test/play-totals.ts';
import { type PlaylistListener, PlaylistStage } from '../../test/playlist-stage.ts';
import { createTestDatabase } from '../../test/test-database.ts';

const play = (trackIndex: number, minutes: number): ScriptedPlay => ({
  trackIndex,
  startAt: new Date(Date.now() - 3 * 86_400_000 + minutes * 60_000),
  msPlayed: 60_000,
});
const simulator = await startSimulator({
  listeners: [
    { id: 'one', plays: [play(30, 0), play(30, 10), play(31, 20), play(32, 30)] },
    { id: 'two', plays: [play(30, 0)] },
  ],
});
afterAll(() => simulator.close());
const database = await createTestDatabase();
const stage = await PlaylistStage.open(simulator, database);
const spotifyId = stage.playlistOf('one', 0);
simulator.editPlaylist(spotifyId, { trackIndexes: [30, 31] });

async function move(username: string, plays: number): Promise<PlaylistListener> {
  const listener = await stage.connect(username, username);
  await listener.browser.request('PUT', '/api/monitoring', { enabled: true });
  await untilPlays(listener, plays);
  return listener;
}

const untilPlays = (listener: PlaylistListener, plays: number) =>
  vi.waitFor(
    async () => expect((await listener.browser.json<Summary>('/api/stats/summary')).plays).toBe(plays),
    { timeout: 60_000 },
  );

let one: PlaylistListener;
let two: PlaylistListener;
let playlist: Playlist;
beforeAll(async () => {
  one = await move('one', 4);
  two = await move('two', 1);
  playlist = await one.watch(spotifyId);
}, 120_000);

const excludeIt = ({ browser }: PlaylistListener) =>
  browser.post('/api/exclusions', { kind: 'playlist', id: playlist.id });
const listExclusions = async () =>
  (await one.browser.json<{ items: Exclusion[] }>(`/api/exclusions?playlistId=${playlist.id}`)).items;

test('what is in a playlist is left out as long as it is in it, scan after scan', async () => {
  const response = await excludeIt(one);
  expect(response.status).toBe(201);
  expect(await response.json()).toMatchObject({
    kind: 'playlist',
    plays: 3,
    playlist: { id: playlist.id, name: playlist.name },
  });
  await untilPlays(one, 1);
  await untilPlays(two, 1);
  expect((await excludeIt(one)).status).toBe(409);

  simulator.editPlaylist(spotifyId, { trackIndexes: [31, 32] });
  await one.rescan(playlist.id);
  await untilPlays(one, 2);
  expect(await listExclusions()).toEqual([expect.objectContaining({ plays: 2 })]);
  const totals = await compareTotals(database.database);
  expect(totals.kept).toEqual(totals.computed);
  const counted = await compareCounted(database.database);
  expect(counted.kept).toEqual(counted.judged);
}, 120_000);

test('only who watches a playlist can leave it out, and who watches it no longer counts it again', async () => {
  expect((await excludeIt(two)).status).toBe(404);
  await two.watch(spotifyId);
  expect((await one.browser.request('DELETE', `/api/playlists/${playlist.id}`)).status).toBe(204);
  await untilPlays(one, 4);
  expect(await listExclusions()).toEqual([]);
}, 120_000);
