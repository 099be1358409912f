import { execFile } from 'node:child_process';
import { openAsBlob } from 'node:fs';
import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { endpoints } from '@analytics/contract/endpoints';
import type { Import } from '@analytics/contract/import';
import { startSimulator } from '@analytics/simulator/simulator';
import { Client } from 'pg';
import { afterAll, expect, test } from 'vitest';
import { Browser } from '../test/browser.ts';
import { ChildServer } from '../test/child-server.ts';
import { importFiles } from '../test/exports.ts';
import { findFreePort } from '../test/free-port.ts';
import { findPostmaster } from '../test/processes.ts';
import { embeddedConnection } from './database/embedded.ts';

const root = await mkdtemp(join(tmpdir(), 'analytics-backup-test-'));
const [dataDir, newDataDir, file] = [join(root, 'old'), join(root, 'new'), join(root, 'instance.backup')];
const old = new ChildServer({ PORT: String(await findFreePort()), DATA_DIR: dataDir });
const restored = new ChildServer({ PORT: String(await findFreePort()), DATA_DIR: newDataDir });
afterAll(async () => {
  await old.stop();
  await restored.stop();
  await rm(root, { recursive: true, force: true });
});

/** Runs a program of the host to its end. */
async function run(program: 'backup' | 'restore', directory: string): Promise<{ ok: boolean; says: string }> {
  const path = fileURLToPath(new URL(`./${program}.ts`, import.meta.url));
  const options = { cwd: root, env: { PATH: process.env['PATH'], DATA_DIR: directory } };
  return promisify(execFile)(process.execPath, [path, file], options).then(
    ({ stdout }) => ({ ok: true, says: stdout }),
    ({ stderr }: { stderr: string }) => ({ ok: false, says: stderr }),
  );
}

/** Waits until the jobs that follow an import have nothing left to do. */
async function settle(directory: string) {
  const client = new Client(embeddedConnection(directory));
  await client.connect();
  const isOpen = async () => {
    const { rows } = await client.query<{ open: boolean }>(
      `select exists (select from calendar_totals where tracks is null)
        or exists (select from recording_checks) or exists (select from pending_settings) as open`,
    );
    return rows[0]?.open;
  };
  // New tracks are looked at once a minute.
  await expect.poll(isOpen, { timeout: 120_000 }).toBe(false);
  await client.end();
}

/** What every endpoint answers that tells of a listener's plays. */
async function readAnswers(listener: Browser): Promise<Record<string, unknown>> {
  const told = /^GET (\/api\/(stats\/.*|tracks|artists|albums|plays|recordings))$/;
  const paths = Object.keys(endpoints).flatMap((name) => told.exec(name)?.[1] ?? []);
  expect(paths.length).toBeGreaterThan(13);
  const answers: Record<string, unknown> = {};
  for (const path of paths) {
    const address = path.replace('{year}', '2025');
    for (const query of ['', '?from=2025-02-01&to=2025-08-01']) {
      const response = await listener.get(`${address}${query}`);
      answers[address + query] = [response.status, await response.json()];
    }
  }
  for (const list of ['tracks', 'artists', 'albums']) {
    const { items } = await listener.json<{ items: Record<string, { id: number }>[] }>(
      `/api/${list}?limit=3`,
    );
    for (const row of items) {
      const path = `/api/${list}/${row[list.slice(0, -1)]?.id}`;
      answers[path] = await listener.json(path);
    }
  }
  return answers;
}

async function signIn(server: ChildServer, username: string): Promise<Browser> {
  const browser = new Browser(server.address);
  const answer = await browser.post('/api/session', { username, password: `password of ${username}` });
  expect(answer.status).toBe(200);
  return browser;
}

test('a backup made during an import restores an instance that answers as the old one', {
  timeout: 300_000,
}, async () => {
  const simulator = await startSimulator({ startAt: new Date('2026-06-01T06:00:00Z'), speed: 0, seed: 4 });
  const exportPath = join(root, 'export.zip');
  await simulator.writeExtendedExport('teo.twoyears', { layout: '2026', rows: 12_000 }, exportPath);
  await simulator.close();
  const files = [{ name: 'export.zip', content: await openAsBlob(exportPath) }];

  await old.start();
  const anna = await Browser.signUp(old.address, 'anna', 'Europe/Berlin');
  await importFiles(anna, files);
  const bert = await Browser.signUp(old.address, 'bert');
  const { id } = await bert.upload(files);
  await settle(dataDir);
  const before = await readAnswers(anna);

  await bert.post(`/api/imports/${id}/execute`);
  const saved = await run('backup', dataDir);
  expect(saved).toMatchObject({ ok: true, says: expect.stringContaining(`${dataDir}/secret-key`) as string });
  expect((await stat(file)).mode & 0o777).toBe(0o600);
  expect(await run('backup', dataDir)).toMatchObject({
    ok: false,
    says: expect.stringContaining('exists already') as string,
  });
  expect(await run('restore', dataDir)).toMatchObject({
    ok: false,
    says: expect.stringContaining('Another process is already running') as string,
  });
  await bert.waitForImport(id, ['imported']);
  await old.stop();

  expect(await run('restore', newDataDir)).toMatchObject({ ok: true });
  expect(await findPostmaster(newDataDir)).toBeUndefined();
  await restored.start();
  expect(await readAnswers(await signIn(restored, 'anna'))).toEqual(before);
  const again = await signIn(restored, 'bert');
  const { state } = await again.json<Import>(`/api/imports/${id}`);
  expect(['analysed', 'imported']).toContain(state);
  if (state === 'analysed') await again.post(`/api/imports/${id}/execute`);
  await again.waitForImport(id, ['imported']);
  const { total } = await again.json<{ total: number }>('/api/tracks?limit=1');
  expect(total).toBe((before['/api/tracks'] as [number, { total: number }])[1].total);
  await restored.stop();

  expect(await run('restore', newDataDir)).toMatchObject({
    ok: false,
    says: expect.stringContaining('has listeners already') as string,
  });
});
