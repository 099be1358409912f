import { setTimeout as delay } from 'node:timers/promises';
import type { Import } from '@analytics/contract/import';
import { expect, test } from 'vitest';
import { Browser } from '../../test/browser.ts';
import { extendedRow, importFiles, jsonFile, listAllPlays, sumVerdicts } from '../../test/exports.ts';
import { listUploads } from '../../test/hostile-listener.ts';
import { compareTotals } from '../../test/play-totals.ts';
import { createTestDatabase } from '../../test/test-database.ts';
import { startTestServer } from '../../test/test-server.ts';

const database = await createTestDatabase();
const server = await startTestServer(database);

let count = 0;
async function newListener() {
  const browser = await Browser.signUp(server.address, `listener${(count += 1)}`);
  const { user } = await browser.json<{ user: { id: number } }>('/api/session');
  return { browser, id: user.id };
}

/** So many plays four minutes apart, of so many tracks, from a certain one on. */
const rows = (from: number, to: number) =>
  Array.from({ length: to - from }, (_, index) => {
    const at = from + index;
    const ts = new Date(Date.UTC(2015, 0, 1) + at * 240_000).toISOString().replace('.000', '');
    const track = at % 500;
    return extendedRow({
      ts,
      offline_timestamp: at,
      spotify_track_uri: `spotify:track:${String(track).padStart(22, '0')}`,
      master_metadata_track_name: `Title ${track}`,
    });
  });

async function post(browser: Browser, content: unknown): Promise<{ status: number; id: number }> {
  const form = new FormData();
  form.append('file', new Blob([JSON.stringify(content)]), 'endsong.json');
  const response = await browser.post('/api/imports', form);
  const { id } = (await response.json()) as { id: number };
  return { status: response.status, id };
}

/** Waits until no stage of any import waits or runs. */
async function untilIdle(): Promise<void> {
  const countJobs = async () => {
    const found = await database.pool.query(
      "select from pgboss.job where name = 'run-import-stage' and state < 'completed'",
    );
    return found.rowCount;
  };
  await expect.poll(countJobs, { timeout: 30_000 }).toBe(0);
}

/** What is left of imports besides their entries in the list, by table. */
async function countLeft(ids: readonly number[]): Promise<Record<string, number | null>> {
  const left: Record<string, number | null> = {};
  for (const table of ['import_rows', 'import_tracks', 'import_matches']) {
    const found = await database.pool.query(`select from ${table} where import_id = any($1)`, [ids]);
    left[table] = found.rowCount;
  }
  return left;
}
const NOTHING = { import_rows: 0, import_tracks: 0, import_matches: 0 };

test('three uploads at once and another listener’s: each play is there once', async () => {
  const [one, other] = [await newListener(), await newListener()];
  const file = (from: number, to: number) => [jsonFile(rows(from, to))];
  const imports = await Promise.all([
    importFiles(one.browser, file(0, 300)),
    importFiles(one.browser, file(100, 400)),
    importFiles(one.browser, file(200, 500)),
    importFiles(other.browser, file(0, 500)),
  ]);
  const plays = (await listAllPlays(other.browser)).map(({ playedAt, track }) => `${playedAt} ${track.name}`);
  expect(plays).toHaveLength(500);
  expect((await listAllPlays(one.browser)).map(({ playedAt, track }) => `${playedAt} ${track.name}`)).toEqual(
    plays,
  );
  const [a, b, c] = imports.map(({ statistics }) => statistics);
  expect((a?.toImport ?? 0) + (b?.toImport ?? 0) + (c?.toImport ?? 0)).toBe(500);
  for (const { statistics } of imports) expect(sumVerdicts(statistics)).toBe(statistics.totalRows);
  const { kept, computed } = await compareTotals(database.database);
  expect(kept).toEqual(computed);
});

test('of two orders at once one is followed', async () => {
  const { browser } = await newListener();
  const { id } = await browser.upload([jsonFile(rows(0, 50))]);
  const statuses = async (...requests: Promise<Response>[]) =>
    (await Promise.all(requests)).map(({ status }) => status).sort((a, b) => a - b);
  const execute = () => browser.post(`/api/imports/${id}/execute`);
  const discard = () => browser.request('DELETE', `/api/imports/${id}`);
  const [first, ...others] = await statuses(execute(), discard(), execute(), discard());
  expect([202, 204]).toContain(first);
  expect(others).toEqual([409, 409, 409]);
  await untilIdle();
  const { state } = await browser.json<Import>(`/api/imports/${id}`);
  expect(state).toBe(first === 202 ? 'imported' : 'cancelled');
  expect(await listAllPlays(browser)).toHaveLength(first === 202 ? 50 : 0);

  const done = await importFiles(browser, [jsonFile(rows(50, 90))]);
  const undo = () => browser.post(`/api/imports/${done.id}/undo`);
  expect(await statuses(undo(), undo(), undo())).toContain(202);
  await browser.waitForImport(done.id, ['undone']);
  await untilIdle();
  expect(await browser.json(`/api/imports/${done.id}`)).toMatchObject({ state: 'undone', progress: null });
  expect(await listAllPlays(browser)).toHaveLength(first === 202 ? 50 : 0);
});

test('an upload is cancelled while it is read, and another while it waits', async () => {
  const { browser } = await newListener();
  const read = await post(browser, rows(0, 20_000));
  await browser.waitForImport(read.id, ['analysing']);
  const waits = await post(browser, rows(0, 100));
  for (const { id } of [waits, read]) {
    expect((await browser.request('DELETE', `/api/imports/${id}`)).status).toBe(204);
    expect(await browser.json(`/api/imports/${id}`)).toMatchObject({
      state: 'cancelled',
      statistics: null,
      progress: null,
    });
  }
  await untilIdle();
  expect(await countLeft([read.id, waits.id])).toEqual(NOTHING);
  expect(await listUploads(server)).toEqual([]);
  expect((await importFiles(browser, [jsonFile(rows(0, 100))])).statistics.toImport).toBe(100);
});

test('an analysis that is cancelled at whatever moment leaves nothing', async () => {
  const { browser } = await newListener();
  const content = rows(0, 1_500);
  await importFiles(browser, [jsonFile(content)]);
  const ids: number[] = [];
  for (let round = 0; round < 20; round += 1) {
    const { id } = await post(browser, content);
    ids.push(id);
    await delay(round * 15);
    expect((await browser.request('DELETE', `/api/imports/${id}`)).status).toBe(204);
    await untilIdle();
    expect(await browser.json(`/api/imports/${id}`)).toMatchObject({ state: 'cancelled', progress: null });
    expect(await countLeft(ids)).toEqual(NOTHING);
    expect(await listUploads(server)).toEqual([]);
  }
  expect(await listAllPlays(browser)).toHaveLength(1_500);
});

/** How many rows of a listener each table has. */
async function countRowsOf(userId: number): Promise<Record<string, number | null>> {
  const tables = await database.pool.query<{ name: string }>(
    "select table_name as name from information_schema.columns where table_schema = 'public' and column_name = 'user_id'",
  );
  const counts: Record<string, number | null> = {};
  for (const { name } of tables.rows) {
    counts[name] = (await database.pool.query(`select from ${name} where user_id = $1`, [userId])).rowCount;
  }
  return counts;
}

test.each([
  ['analysis', 0],
  ['analysis', 100],
  ['analysis', 200],
  ['execution', 0],
  ['execution', 30],
])('an account that is deleted during an %s, after %i ms, leaves nothing', async (stage, delayMs) => {
  const { browser, id } = await newListener();
  const upload = await post(browser, rows(0, 3_000));
  if (stage === 'execution') {
    await browser.waitForImport(upload.id, ['analysed']);
    expect((await browser.post(`/api/imports/${upload.id}/execute`)).status).toBe(202);
  } else await post(browser, rows(0, 10));
  await delay(delayMs);
  expect((await browser.request('DELETE', '/api/account')).status).toBe(204);
  await untilIdle();
  expect(Object.values(await countRowsOf(id)).filter((left) => left !== 0)).toEqual([]);
  expect(await listUploads(server)).toEqual([]);
  const { kept, computed } = await compareTotals(database.database);
  expect(kept).toEqual(computed);
});
