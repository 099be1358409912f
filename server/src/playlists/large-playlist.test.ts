import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Monitoring } from '@analytics/contract/monitoring';
import type { Playlist } from '@analytics/contract/playlist';
import { startSimulator } from '@analytics/simulator/simulator';
import type { Profile } from '@analytics/simulator/world';
import { afterAll, describe, expect, onTestFinished, test, vi } from 'vitest';
import { Browser } from '../../test/browser.ts';
import { ChildServer } from '../../test/child-server.ts';
import { findFreePort } from '../../test/free-port.ts';
import { PlaylistListener, PlaylistStage } from '../../test/playlist-stage.ts';
import { createTestDatabase } from '../../test/test-database.ts';

const LARGE = 2;
const rowsOf = (from: number, count: number) => Array.from({ length: count }, (_, index) => from + index);

describe.each<Profile>(['development', 'older-app'])(
  '10,000 tracks for an app of profile %s',
  async (profile) => {
    const simulator = await startSimulator({ profile });
    afterAll(() => simulator.close());
    const database = await createTestDatabase();
    const stage = await PlaylistStage.open(simulator, database);

    test('are read within the budget, and what plays is looked at meanwhile', {
      timeout: 240_000,
    }, async () => {
      const maja = await stage.connect('maja', 'maja.eightyears');
      simulator.listenNow('maja.eightyears', 600_000);
      await maja.browser.request('PUT', '/api/monitoring', { enabled: true, mode: 'realtime' });
      await database.pool.query('update spotify_budget set capacity = 600, tokens = 60');
      const playlist = await maja.watch(stage.playlistOf('maja.eightyears', LARGE));
      expect(playlist).toMatchObject({ contents: 'available', trackCount: 10_000, lastError: null });
      const { items } = await maja.tracks(playlist.id, '?offset=9999');
      expect(items.map(({ position }) => position)).toEqual([9_999]);
      // 200 pages, and a look at the playlist before and after.
      expect(stage.calls()).toBe(202);
      const statuses = new Set(simulator.listRequests({ path: '/v1/' }).map(({ status }) => status));
      expect(statuses).not.toContain(429);
      expect((await maja.browser.json<Monitoring>('/api/monitoring')).lastError).toBeNull();
      // It grows when monitoring had to wait.
      const { rows } = await database.pool.query('select capacity, was_short from spotify_budget');
      expect(rows).toEqual([{ capacity: 600, was_short: false }]);
    });

    test('are read on where Spotify asked for a pause', { timeout: 240_000 }, async () => {
      const teo = await stage.connect('teo', 'teo.twoyears');
      const spotifyId = stage.playlistOf('teo.twoyears', LARGE);
      await database.pool.query('update spotify_budget set capacity = 6000, tokens = 600');
      simulator.resetRequests();
      simulator.setQuota('playlists', 81);
      const paused = await teo.watch(spotifyId);
      expect(paused).toMatchObject({
        contents: 'unknown',
        trackCount: 0,
        progress: { done: 4_000, total: 10_000 },
        lastError: expect.stringMatching(/quota/),
      });
      expect(Date.parse(paused.nextScanAt)).toBeGreaterThan(Date.now() + 23 * 3_600_000);
      simulator.unlockQuotas();
      await database.pool.query('delete from spotify_cool_downs');
      expect(await teo.rescan(paused.id)).toMatchObject({ trackCount: 10_000, progress: null });
      const answered = simulator.listRequests({ path: `/v1/playlists/${spotifyId}/` });
      expect(answered.filter(({ status }) => status === 200)).toHaveLength(200);
    });
  },
);

test('a scan that is killed leaves what was read before, and goes on where it was', {
  timeout: 120_000,
}, async () => {
  const directory = await mkdtemp(join(tmpdir(), 'analytics-scan-kill-test-'));
  const simulator = await startSimulator({ listeners: 1 });
  const server = new ChildServer({
    PORT: String(await findFreePort()),
    DATA_DIR: join(directory, 'data'),
    SPOTIFY_CLIENT_ID: 'simulated-client-id',
    SPOTIFY_CLIENT_SECRET: 'simulated-client-secret',
    SPOTIFY_API_URL: simulator.apiUrl,
    SPOTIFY_ACCOUNTS_URL: simulator.accountsUrl,
  });
  onTestFinished(async () => {
    await server.stop();
    await simulator.close();
    await rm(directory, { recursive: true, force: true });
  });
  await server.start();
  const browser = await Browser.signUp(server.address, 'maja');
  await browser.connectSpotify('maja.eightyears');
  const maja = new PlaylistListener(browser);
  const [spotifyId = ''] = simulator.listListeners()[0]?.playlistIds ?? [];
  simulator.editPlaylist(spotifyId, { trackIndexes: rowsOf(0, 100) });
  const { id } = await maja.watch(spotifyId);

  simulator.editPlaylist(spotifyId, { trackIndexes: rowsOf(1_000, 600) });
  simulator.resetRequests();
  simulator.addFault({ kind: 'timeout', delayMs: 150, times: 'forever', match: { path: '/v1/playlists' } });
  await browser.post(`/api/playlists/${id}/scan`);
  await vi.waitFor(
    async () => {
      const { progress } = await browser.json<Playlist>(`/api/playlists/${id}`);
      expect(progress?.done).toBeGreaterThanOrEqual(200);
    },
    { timeout: 20_000, interval: 20 },
  );
  await server.kill();
  await server.start();
  const names = async () => (await maja.tracks(id)).items.map(({ track }) => track.spotifyId);
  expect(await names()).toEqual(rowsOf(0, 100).map((index) => simulator.catalogue.tracks[index]?.id));
  simulator.clearFaults();
  expect(await maja.settled(id)).toMatchObject({ trackCount: 600, lastError: null });
  expect(await names()).toEqual(rowsOf(1_000, 200).map((index) => simulator.catalogue.tracks[index]?.id));
  const first = simulator.listRequests({ path: `/v1/playlists/${spotifyId}/items` });
  expect(first.filter(({ query }) => query['offset'] === '0')).toHaveLength(1);
  expect(await maja.changes(id)).toHaveLength(50);
});
