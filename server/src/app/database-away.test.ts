import { mkdtemp, rm } from 'node:fs/promises';
import { openAsBlob } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startSimulator } from '@analytics/simulator/simulator';
import { afterAll, expect, test } from 'vitest';
import { Browser } from '../../test/browser.ts';
import { Fleet } from '../../test/fleet.ts';
import { jumpAhead } from '../../test/month/jump-ahead.ts';

const AWAY_MS = 30_000;
const HOUR_MS = 3_600_000;
const PATIENCE = { timeout: 150_000, interval: 200 };

const directory = await mkdtemp(join(tmpdir(), 'analytics-away-test-'));
const simulator = await startSimulator({ startAt: new Date(Date.now() - 48 * HOUR_MS), seed: 6 });
const exportPath = join(directory, 'export.zip');
await simulator.writeExtendedExport('teo.twoyears', { layout: '2026', rows: 12_000 }, exportPath);
const fleet = await Fleet.start(join(directory, 'fleet'), simulator, { workers: 1 });
afterAll(async () => {
  await fleet.stop();
  await simulator.close();
  await rm(directory, { recursive: true, force: true });
});
const [address = ''] = fleet.addresses;
const listener = await Browser.signUp(address, 'listener');
const processes = [...fleet.webs, ...fleet.workers];

/** As a probe asks, without a session. */
const statusOf = async (path: string) => (await fetch(`${address}${path}`)).status;

async function countPlays(): Promise<number> {
  const { rows } = await fleet.database.pool.query<{ plays: number }>('select count(*) as plays from plays');
  return rows[0]?.plays ?? 0;
}

async function upload(): Promise<number> {
  const files = [{ name: 'export.zip', content: await openAsBlob(exportPath) }];
  return (await listener.upload(files)).id;
}

/** Waits for an import as a page does that keeps asking through errors. */
async function untilImport(id: number, state: string): Promise<void> {
  await expect
    .poll(async () => {
      const response = await listener.get(`/api/imports/${id}`);
      return response.ok ? ((await response.json()) as { state: string }).state : response.status;
    }, PATIENCE)
    .toBe(state);
}

/** An hour later the listener is polled once more. */
async function pollOnceMore(): Promise<void> {
  const lastPollAt = async () => {
    const { rows } = await fleet.database.pool.query<{ at: Date | null }>(
      'select last_poll_at as at from monitors',
    );
    return rows[0]?.at?.getTime() ?? 0;
  };
  await jumpAhead(fleet.database, simulator, HOUR_MS);
  const before = await lastPollAt();
  await expect.poll(lastPollAt, PATIENCE).toBeGreaterThan(before);
}

test('the database is away for 30 s and comes back: it is said, nothing is lost, and everything goes on by itself', {
  timeout: 480_000,
}, async () => {
  await listener.connectSpotify('teo.twoyears');
  await listener.request('PUT', '/api/monitoring', { enabled: true, mode: 'history' });
  await pollOnceMore();
  const pids = processes.map(({ pid }) => pid);
  const id = await upload();
  await listener.post(`/api/imports/${id}/execute`);
  const back = fleet.takeDatabaseAway(AWAY_MS);
  await expect.poll(() => statusOf('/api/status'), PATIENCE).toBe(503);
  const answer = await listener.get('/api/plays');
  expect([answer.status, answer.headers.get('retry-after')]).toEqual([503, '5']);
  expect(await answer.json()).toMatchObject({ error: { code: 'not-ready' } });
  expect(await statusOf('/api/health')).toBe(200);
  // With a session too, which nobody can look up now.
  for (const path of ['/api/health', '/spotify/analytics/']) {
    expect((await listener.get(path)).status).toBe(200);
  }
  await back;
  await expect.poll(() => statusOf('/api/status'), PATIENCE).toBe(200);
  await untilImport(id, 'imported');
  const plays = await countPlays();
  expect(plays).toBeGreaterThan(9_000);
  await pollOnceMore();
  expect(processes.map(({ pid, isRunning }) => [pid, isRunning])).toEqual(pids.map((pid) => [pid, true]));
  await listener.post(`/api/imports/${id}/undo`);
  await untilImport(id, 'undone');
});

test('connections that are cut, all of them and again and again, break nothing', {
  timeout: 480_000,
}, async () => {
  const cut = () =>
    fleet.database.pool.query(
      'select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()',
    );
  const before = await countPlays();
  const id = await upload();
  await listener.post(`/api/imports/${id}/execute`);
  for (let times = 0; times < 5; times += 1) {
    await cut();
    await expect.poll(async () => (await listener.get('/api/plays')).status, PATIENCE).toBe(200);
  }
  await untilImport(id, 'imported');
  await listener.post(`/api/imports/${id}/undo`);
  await cut();
  await untilImport(id, 'undone');
  expect(await countPlays()).toBe(before);
  await pollOnceMore();
  for (const process of processes) expect(process.isRunning).toBe(true);
});
