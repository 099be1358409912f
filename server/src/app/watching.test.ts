import { mkdtemp, rm } from 'node:fs/promises';
import { openAsBlob } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Worker } from '@analytics/contract/status';
import type { Play } from '@analytics/contract/play';
import { startSimulator } from '@analytics/simulator/simulator';
import { afterAll, expect, test } from 'vitest';
import { Browser } from '../../test/browser.ts';
import { createTestDatabase } from '../../test/test-database.ts';
import { startTestServer } from '../../test/test-server.ts';

const LISTENERS = 8;
const STEP_MS = 5_000;
const from = Date.parse('2026-06-01T06:00:00Z');
const simulator = await startSimulator({ startAt: new Date(from), speed: 0, seed: 5, listeners: [] });
afterAll(() => simulator.close());
const database = await createTestDatabase();
const directory = await mkdtemp(join(tmpdir(), 'analytics-watching-test-'));
afterAll(() => rm(directory, { recursive: true, force: true }));
const SECRET_KEY = 'the key that all processes of this test share';
const options = { sweepIntervalMs: 500, clock: simulator.clock };
const web = await startTestServer(database, { simulator, env: { SECRET_KEY, ROLE: 'web' }, options });
const startWorker = () =>
  startTestServer(database, { simulator, env: { SECRET_KEY, ROLE: 'worker' }, options });

/** Three whole tracks, the middle one twice in a row. */
const tracks = simulator.catalogue.tracks
  .map(({ durationMs }, index) => ({ durationMs, index }))
  .filter(({ durationMs }) => durationMs > 60_000 && durationMs < 150_000);

async function connect(number: number): Promise<Browser> {
  const id = `watched-${number}`;
  let startAt = from + 20_000 + number * 1_300;
  const plays = [0, 1, 1, 2].map((place) => {
    const { index, durationMs } = tracks[(number * 3 + place) % tracks.length] ?? { index: 0, durationMs: 0 };
    const play = { trackIndex: index, startAt, msPlayed: durationMs };
    startAt += durationMs;
    return play;
  });
  simulator.addListener({ id, plays });
  const browser = await Browser.signUp(web.address, id);
  await browser.connectSpotify(id);
  const response = await browser.request('PUT', '/api/monitoring', { enabled: true, mode: 'realtime' });
  expect(response.status).toBe(200);
  return browser;
}

/** Simulated time passes, and everyone who is due then is looked at. */
async function pass(ms: number): Promise<void> {
  for (let passed = 0; passed < ms; passed += STEP_MS) {
    simulator.clock.advance(STEP_MS);
    let before = -1;
    for (let now = countLooks(); now !== before; now = countLooks()) {
      before = now;
      await sleep(120);
    }
  }
}
const countLooks = () => simulator.listRequests({ path: '/v1/me/player/currently-playing' }).length;

async function countWatched(): Promise<number> {
  const { items } = await host.json<{ items: Worker[] }>('/api/workers');
  return items.reduce((sum, { watched }) => sum + watched, 0);
}

const host = await connect(0);

test('a worker goes, another comes, and everyone has exactly their plays; an export changes nothing', async () => {
  const listeners = [host];
  for (let number = 1; number < LISTENERS; number += 1) listeners.push(await connect(number));
  const first = await startWorker();
  await expect.poll(countWatched, { timeout: 60_000 }).toBe(LISTENERS);
  await pass(180_000);
  const second = await startWorker();
  await first.close();
  await expect.poll(countWatched, { timeout: 90_000 }).toBe(LISTENERS);
  await pass(420_000);
  await second.close();

  const all = await startTestServer(database, { simulator, env: { SECRET_KEY }, options });
  for (const [number, listener] of listeners.entries()) {
    const { items } = await listener.json<{ items: Play[] }>('/api/plays?limit=200');
    const truth = simulator.truth(`watched-${number}`, from, simulator.clock.now());
    expect(truth).toHaveLength(4);
    expect(items.toReversed().map(({ track }) => track.spotifyId)).toEqual(
      truth.map(({ trackId }) => trackId),
    );
  }
  const path = join(directory, 'export.zip');
  await simulator.writeExtendedExport('watched-3', { layout: '2026', quirks: false }, path);
  const exported = new Browser(all.address);
  for (const [name, value] of listeners[3]?.cookies ?? []) exported.cookies.set(name, value);
  const upload = [{ name: 'my_spotify_data.zip', content: await openAsBlob(path) }];
  const { id, statistics } = await exported.upload(upload);
  expect(statistics).toMatchObject({ totalRows: 4, toImport: 0 });
  await exported.post(`/api/imports/${id}/execute`);
  await exported.waitForImport(id, ['imported']);
  const { items } = await exported.json<{ items: Play[] }>('/api/plays?limit=200');
  expect(items.map(({ source }) => source)).toEqual(Array.from({ length: 4 }, () => 'currently-playing'));
  await all.close();
}, 240_000);
