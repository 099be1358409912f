import type { Import } from '@analytics/contract/import';
import { sql } from 'kysely';
import { afterAll, beforeEach, expect, test } from 'vitest';
import { Browser } from '../../test/browser.ts';
import { ChildServer } from '../../test/child-server.ts';
import { extendedRow, importFiles, jsonFile, listAllPlays } from '../../test/exports.ts';
import { findFreePort } from '../../test/free-port.ts';
import { listUploads } from '../../test/hostile-listener.ts';
import { killWhereItWaits } from '../../test/kill-where-it-waits.ts';
import { compareTotals } from '../../test/play-totals.ts';
import { createTestDatabase } from '../../test/test-database.ts';
import { startTestServer } from '../../test/test-server.ts';
import type { DatabaseTransaction } from '../database/database.ts';
import { type ListenerId, provenListenerId } from '../database/listener-id.ts';
import { lockHistory } from '../database/locks.queries.ts';
import { type ImportStage, runStage } from './run-stage.ts';
import { UploadDirectory } from './upload-directory.ts';

const SECRET_KEY = 'the key that all processes of this test share';
const database = await createTestDatabase();
const web = await startTestServer(database, { env: { ROLE: 'web', SECRET_KEY } });
const worker = new ChildServer({
  PORT: String(await findFreePort()),
  DATA_DIR: web.dataDir,
  DATABASE_URL: database.url,
  SECRET_KEY,
});
afterAll(() => worker.kill());

let count = 0;
let listener: Browser;
let listenerId: ListenerId;
beforeEach(async () => {
  await worker.start();
  listener = await Browser.signUp(web.address, `listener${(count += 1)}`);
  const { user } = await listener.json<{ user: { id: number } }>('/api/session');
  listenerId = provenListenerId(user.id);
});

/** Runs a stage again, as the worker does that the queue gives it to after a while. */
async function runAgain(importId: number, stage: ImportStage): Promise<Import> {
  const context = {
    connection: { connectionString: database.url },
    database: database.database,
    uploads: new UploadDirectory(web.dataDir),
  };
  await runStage(context, listenerId, importId, stage);
  return listener.json<Import>(`/api/imports/${importId}`);
}

const holdRows = (importId: number) => (trx: DatabaseTransaction) =>
  sql`select from import_rows where import_id = ${importId} for update`.execute(trx);

/** So many plays an hour apart, from a certain one on. */
const file = (from: number, to: number) =>
  jsonFile(
    Array.from({ length: to - from }, (_, at) =>
      extendedRow({ ts: new Date(Date.UTC(2020, 0, 1, from + at)).toISOString() }),
    ),
  );

async function expectRightTotals(): Promise<void> {
  const { kept, computed } = await compareTotals(database.database);
  expect(kept).toEqual(computed);
}

test('an analysis that is killed between reading and matching begins anew', async () => {
  const form = new FormData();
  const { name, content } = file(0, 30);
  form.append('file', content, name);
  let id = 0;
  await killWhereItWaits(
    database,
    worker,
    (trx) => lockHistory(trx, listenerId),
    async () => {
      ({ id } = (await (await listener.post('/api/imports', form)).json()) as { id: number });
    },
  );
  expect(await listener.json(`/api/imports/${id}`)).toMatchObject({ state: 'analysing' });
  expect(await runAgain(id, 'analyse')).toMatchObject({
    state: 'analysed',
    statistics: { totalRows: 30, toImport: 30 },
  });
  expect(await listUploads(web)).toEqual([]);
});

test('an import that is killed when its plays are written shows none of them, and then all', async () => {
  const { id, statistics } = await listener.upload([file(0, 30)]);
  await killWhereItWaits(database, worker, holdRows(id), () => listener.post(`/api/imports/${id}/execute`));
  expect(await listAllPlays(listener)).toEqual([]);
  await expectRightTotals();
  expect(await runAgain(id, 'execute')).toMatchObject({ state: 'imported', error: null, statistics });
  expect(await listAllPlays(listener)).toHaveLength(30);
  await expectRightTotals();
});

test('an undo that is killed when its plays are gone shows all of them, and then none', async () => {
  const first = await importFiles(listener, [file(0, 30)]);
  const second = await importFiles(listener, [file(20, 40)]);
  const plays = await listAllPlays(listener);
  expect(plays).toHaveLength(40);
  await killWhereItWaits(
    database,
    worker,
    (trx) => sql`select from import_matches where import_id = ${second.id} for update`.execute(trx),
    () => listener.post(`/api/imports/${first.id}/undo`),
  );
  expect(await listAllPlays(listener)).toEqual(plays);
  expect(await runAgain(first.id, 'undo')).toMatchObject({ state: 'undone' });
  expect(await listAllPlays(listener)).toHaveLength(20);
  await expectRightTotals();
});

test('an undo that is killed before its rows have gone leaves none when it is run again', async () => {
  const { id } = await importFiles(listener, [
    jsonFile([extendedRow(), extendedRow({ incognito_mode: true })]),
  ]);
  await killWhereItWaits(database, worker, holdRows(id), () => listener.post(`/api/imports/${id}/undo`));
  expect(await listAllPlays(listener)).toEqual([]);
  expect(await runAgain(id, 'undo')).toMatchObject({ state: 'undone', progress: null });
  const left = await database.pool.query('select from import_rows where import_id = $1', [id]);
  expect(left.rowCount).toBe(0);
});
