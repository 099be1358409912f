import { createHash } from 'node:crypto';
import { openAsBlob } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Import } from '@analytics/contract/import';
import type { Play } from '@analytics/contract/play';
import type { Summary } from '@analytics/contract/stats';
import { startSimulator } from '@analytics/simulator/simulator';
import { afterAll, expect, test, vi } from 'vitest';
import { Browser } from '../../test/browser.ts';
import { ChildServer } from '../../test/child-server.ts';
import { findFreePort } from '../../test/free-port.ts';

const directory = await mkdtemp(join(tmpdir(), 'analytics-kill-test-'));
const simulator = await startSimulator({ startAt: new Date('2026-06-01T06:00:00Z'), speed: 0, seed: 4 });
const server = new ChildServer({
  PORT: String(await findFreePort()),
  DATA_DIR: join(directory, 'data'),
  SPOTIFY_CLIENT_ID: 'simulated-client-id',
  SPOTIFY_CLIENT_SECRET: 'simulated-client-secret',
  SPOTIFY_API_URL: simulator.apiUrl,
  SPOTIFY_ACCOUNTS_URL: simulator.accountsUrl,
});
await server.start();
afterAll(async () => {
  await server.stop();
  await simulator.close();
  await rm(directory, { recursive: true, force: true });
});

const exportPath = join(directory, 'export.zip');
await simulator.writeExtendedExport('teo.twoyears', { layout: '2026', rows: 12_000 }, exportPath);

/** Kills at these moments after a stage has begun, in ms, from its very beginning to about its end. */
const MOMENTS = [0, 200, 600];

async function killAndRestart(afterMs: number) {
  await sleep(afterMs);
  await server.kill();
  await server.start();
}

/** All plays and what the figures say of them, but for the number of tracks: which of them are one recording is found out later. */
async function fingerprint(listener: Browser) {
  const hash = createHash('sha256');
  let plays = 0;
  let cursor: string | null = '';
  while (cursor !== null) {
    const page: { items: Play[]; nextCursor: string | null } = await listener.json(
      `/api/plays?limit=200${cursor && `&cursor=${encodeURIComponent(cursor)}`}`,
    );
    plays += page.items.length;
    for (const { playedAt, msPlayed, counted, track } of page.items) {
      hash.update(`${playedAt} ${msPlayed} ${counted} ${track.spotifyId}\n`);
    }
    cursor = page.nextCursor;
  }
  const { distinctTracks: _, ...summary } = await listener.json<Summary>('/api/stats/summary');
  return { plays, digest: hash.digest('hex'), summary };
}

async function upload(listener: Browser): Promise<number> {
  const form = new FormData();
  form.append('file', await openAsBlob(exportPath), 'export.zip');
  const response = await listener.post('/api/imports', form);
  return ((await response.json()) as { id: number }).id;
}

test('an import killed at any moment of any stage ends as one that was left alone', {
  timeout: 240_000,
}, async () => {
  const calm = await Browser.signUp(server.address, 'calm');
  const calmImport = await upload(calm);
  await calm.waitForImport(calmImport, ['analysed']);
  await calm.post(`/api/imports/${calmImport}/execute`);
  await calm.waitForImport(calmImport, ['imported']);
  const expected = await fingerprint(calm);
  const { statistics } = await calm.json<Import>(`/api/imports/${calmImport}`);
  expect(expected.plays).toBeGreaterThan(9_000);

  for (const moment of MOMENTS) {
    const listener = await Browser.signUp(server.address, `killed${moment}`);
    const id = await upload(listener);
    await killAndRestart(moment);
    await listener.waitForImport(id, ['analysed', 'failed']);
    await listener.post(`/api/imports/${id}/execute`);
    await killAndRestart(moment);
    const done = (await listener.waitForImport(id, ['imported', 'failed'])) as unknown as Import;
    expect([done.state, done.error]).toEqual(['imported', null]);
    expect(done.statistics).toEqual(statistics);
    expect(await fingerprint(listener)).toEqual(expected);
    await listener.post(`/api/imports/${id}/undo`);
    await killAndRestart(moment);
    await listener.waitForImport(id, ['undone']);
    expect((await fingerprint(listener)).plays).toBe(0);
  }
});

test('polls killed at any moment lose and double nothing', { timeout: 240_000 }, async () => {
  const listener = await Browser.signUp(server.address, 'polled');
  await listener.connectSpotify('maja.eightyears');
  const from = simulator.clock.now();
  for (const moment of [0, 40, 120]) {
    simulator.clock.advance(4 * 3_600_000);
    await listener.request('PUT', '/api/monitoring', { enabled: false });
    await listener.request('PUT', '/api/monitoring', { enabled: true });
    await killAndRestart(moment);
  }
  const listed = simulator
    .truth('maja.eightyears', from, simulator.clock.now())
    .filter((stream) => stream.listed && stream.visibleAt <= simulator.clock.now())
    .map((stream) => new Date(stream.endAt).toISOString())
    .toSorted();
  await vi.waitFor(
    async () => {
      const { items } = await listener.json<{ items: Play[] }>('/api/plays?limit=200');
      const recorded = items.map((play) => play.playedAt).filter((instant) => Date.parse(instant) > from);
      expect(recorded.toSorted()).toEqual(listed);
    },
    { timeout: 150_000, interval: 500 },
  );
  expect(listed.length).toBeGreaterThan(5);
});
