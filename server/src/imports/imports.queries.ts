import type { Import, ImportState, ImportStatistics } from '@analytics/contract/import';
import type { Selectable } from 'kysely';
import type { Database, DatabaseTransaction } from '../database/database.ts';
import type { ListenerId } from '../database/listener-id.ts';
import { notifyListener } from '../database/notifications.ts';
import type { Schema } from '../database/schema.ts';
import { DomainError } from '../errors.ts';

/** Files the upload of a listener; its analysis has not begun. */
export async function insertImport(
  trx: DatabaseTransaction,
  listenerId: ListenerId,
  fileNames: readonly string[],
): Promise<number> {
  const row = await trx
    .insertInto('imports')
    .values({ user_id: listenerId, file_names: [...fileNames] })
    .returning('id')
    .executeTakeFirstOrThrow();
  return row.id;
}

/** How many uploads of a listener have not been analysed yet. */
export async function countWaiting(
  database: Database | DatabaseTransaction,
  listenerId: ListenerId,
): Promise<number> {
  const row = await database
    .selectFrom('imports')
    .select((eb) => eb.fn.countAll<number>().as('waiting'))
    .where('user_id', '=', listenerId)
    .where('state', 'in', ['uploaded', 'analysing'])
    .executeTakeFirstOrThrow();
  return row.waiting;
}

/** @throws DomainError `not-found`, also for an import of another listener */
export async function getImport(
  database: Database,
  listenerId: ListenerId,
  importId: number,
): Promise<Import> {
  const row = await database
    .selectFrom('imports')
    .selectAll()
    .where('user_id', '=', listenerId)
    .where('id', '=', importId)
    .executeTakeFirst();
  if (!row) throw new DomainError('not-found', 'There is no such import.');
  return toImport(row);
}

/** The listener's imports, newest first. */
export async function listImports(
  database: Database,
  listenerId: ListenerId,
  page: { limit: number; offset: number },
): Promise<{ items: Import[]; total: number }> {
  const rows = await database
    .selectFrom('imports')
    .selectAll()
    .where('user_id', '=', listenerId)
    .orderBy('id', 'desc')
    .limit(page.limit)
    .offset(page.offset)
    .execute();
  const { total } = await database
    .selectFrom('imports')
    .select((eb) => eb.fn.countAll<number>().as('total'))
    .where('user_id', '=', listenerId)
    .executeTakeFirstOrThrow();
  return { items: rows.map(toImport), total };
}

function toImport(row: Selectable<Schema['imports']>): Import {
  return {
    id: row.id,
    state: row.state,
    createdAt: row.created_at.toISOString(),
    fileNames: row.file_names,
    progress: row.stage === null ? null : { stage: row.stage, done: row.done, total: row.total },
    statistics: row.statistics,
    error: row.error,
  };
}

/**
 * Moves an import on, if it is in one of the states that it may move on from; false otherwise. Pages that show it hear of
 * it when the transaction commits.
 */
export async function updateState(
  trx: Database | DatabaseTransaction,
  listenerId: ListenerId,
  importId: number,
  change: { from: readonly ImportState[]; to: ImportState; statistics?: ImportStatistics; error?: string },
): Promise<boolean> {
  const result = await trx
    .updateTable('imports')
    .set({
      state: change.to,
      stage: null,
      done: 0,
      total: 0,
      error: change.error ?? null,
      ...(change.statistics && { statistics: JSON.stringify(change.statistics) }),
    })
    .where('user_id', '=', listenerId)
    .where('id', '=', importId)
    .where('state', 'in', change.from)
    .executeTakeFirst();
  if (result.numUpdatedRows === 0n) return false;
  await notifyListener(trx, listenerId, { type: 'import', id: importId, state: change.to });
  return true;
}

/** Says how far the stage is; false when the import has left the state meanwhile (it was cancelled). */
export async function updateProgress(
  database: Database,
  listenerId: ListenerId,
  importId: number,
  progress: { state: ImportState; stage: string; done: number; total: number },
): Promise<boolean> {
  const result = await database
    .updateTable('imports')
    .set({ stage: progress.stage, done: Math.round(progress.done), total: Math.round(progress.total) })
    .where('user_id', '=', listenerId)
    .where('id', '=', importId)
    .where('state', '=', progress.state)
    .executeTakeFirst();
  if (result.numUpdatedRows === 0n) return false;
  await notifyListener(database, listenerId, { type: 'import', id: importId, state: null });
  return true;
}

/** Ends an undo that could not be finished: the import is as it was, and says so. */
export async function failUndo(database: Database, listenerId: ListenerId, importId: number): Promise<void> {
  await database
    .updateTable('imports')
    .set({
      stage: null,
      done: 0,
      total: 0,
      error:
        'The undo could not be finished after several tries. Nothing was changed; the log of the server says why.',
    })
    .where('user_id', '=', listenerId)
    .where('id', '=', importId)
    .where('state', '=', 'imported')
    .execute();
  await notifyListener(database, listenerId, { type: 'import', id: importId, state: null });
}

/** Counts a fault of ours in a stage, and answers how many there have been. */
export async function countFault(
  database: Database,
  listenerId: ListenerId,
  importId: number,
): Promise<number> {
  const row = await database
    .updateTable('imports')
    .set((eb) => ({ faults: eb('faults', '+', 1) }))
    .where('user_id', '=', listenerId)
    .where('id', '=', importId)
    .returning('faults')
    .executeTakeFirst();
  return row?.faults ?? 0;
}

/** The state alone; undefined when there is no such import of the listener. */
export async function findState(
  database: Database | DatabaseTransaction,
  listenerId: ListenerId,
  importId: number,
): Promise<ImportState | undefined> {
  const row = await database
    .selectFrom('imports')
    .select('state')
    .where('user_id', '=', listenerId)
    .where('id', '=', importId)
    .executeTakeFirst();
  return row?.state;
}

/** The listener's imports that have taken effect, oldest first. */
export async function listImported(
  trx: DatabaseTransaction,
  listenerId: ListenerId,
): Promise<{ id: number; statistics: ImportStatistics }[]> {
  const rows = await trx
    .selectFrom('imports')
    .select(['id', 'statistics'])
    .where('user_id', '=', listenerId)
    .where('state', '=', 'imported')
    .orderBy('id')
    .execute();
  return rows.flatMap(({ id, statistics }) => (statistics ? [{ id, statistics }] : []));
}

/** Replaces the statistics of an import whose rows have become something else, since another import was undone. */
export async function updateStatistics(
  trx: DatabaseTransaction,
  listenerId: ListenerId,
  importId: number,
  statistics: ImportStatistics,
): Promise<void> {
  await trx
    .updateTable('imports')
    .set({ statistics: JSON.stringify(statistics) })
    .where('user_id', '=', listenerId)
    .where('id', '=', importId)
    .execute();
  await notifyListener(trx, listenerId, { type: 'import', id: importId, state: null });
}
