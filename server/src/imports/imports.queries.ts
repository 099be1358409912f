import type { Import, ImportState, ImportStatistics } from '@analytics/contract/import';
import { type Selectable, sql } from 'kysely';
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

/** An import that is not being worked on any more shows no progress. */
export async function clearProgress(
  database: Database,
  listenerId: ListenerId,
  importId: number,
): Promise<void> {
  await database
    .updateTable('imports')
    .set({ stage: null, done: 0, total: 0 })
    .where('user_id', '=', listenerId)
    .where('id', '=', importId)
    .execute();
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

/** Takes back what an import added and restores what it made more exact; totals follow by triggers. */
export async function undoPlays(
  trx: DatabaseTransaction,
  listenerId: ListenerId,
  importId: number,
): Promise<void> {
  await sql`
    update plays p set
      ms_played = e.ms_played,
      ms_played_is_estimate = e.ms_played_is_estimate,
      export_played_at = e.export_played_at,
      platform_id = e.platform_id,
      country = e.country,
      shuffle = e.shuffle,
      skipped = e.skipped,
      offline = e.offline,
      reason_start = e.reason_start,
      reason_end = e.reason_end,
      counted = p.deleted_at is null and is_counted(u.counting_rule, e.ms_played, k.duration_ms, e.reason_end)
    from play_enrichments e, users u, tracks k
    where e.user_id = ${listenerId} and e.import_id = ${importId} and u.id = e.user_id
      and p.user_id = e.user_id and p.id = e.play_id and k.id = p.track_id`.execute(trx);
  await trx
    .deleteFrom('play_enrichments')
    .where('user_id', '=', listenerId)
    .where('import_id', '=', importId)
    .execute();
  // A play that the listener has deleted stays as what it is, so that another import does not bring it back.
  await trx
    .deleteFrom('plays')
    .where('user_id', '=', listenerId)
    .where('import_id', '=', importId)
    .where('deleted_at', 'is', null)
    .execute();
}
