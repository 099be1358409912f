import type { Monitoring, MonitoringMode } from '@analytics/contract/monitoring';
import { sql } from 'kysely';
import type { Database, DatabaseTransaction } from '../database/database.ts';
import { type ListenerId, provenListenerId } from '../database/listener-id.ts';

const LONGEST_POLL_MS = 120_000;

/** The state of the listener's monitoring; undefined when they are not connected to Spotify or never began. */
export async function findMonitoring(
  database: Database,
  listenerId: ListenerId,
): Promise<Monitoring | undefined> {
  const row = await database
    .selectFrom('monitors')
    .selectAll()
    .where('user_id', '=', listenerId)
    .executeTakeFirst();
  if (!row) return undefined;
  return {
    enabled: row.enabled,
    mode: row.mode,
    state: !row.enabled ? 'stopped' : isPolling(row.polling_since) ? 'processing' : 'running',
    worker: row.worker,
    lastPollAt: row.last_poll_at?.toISOString() ?? null,
    nextPollAt: row.enabled ? (row.next_poll_at?.toISOString() ?? null) : null,
    lastError: row.last_error,
  };
}

/** A worker that was killed does not say that its poll is over. */
const isPolling = (since: Date | null) => since !== null && Date.now() - since.getTime() < LONGEST_POLL_MS;

/** Starts, stops or changes the monitoring; one that starts is due at once. */
export async function upsertMonitor(
  trx: DatabaseTransaction,
  listenerId: ListenerId,
  change: { enabled: boolean; mode: MonitoringMode },
): Promise<void> {
  await sql`
    insert into monitors as m (user_id, enabled, mode, next_poll_at)
    values (${listenerId}, ${change.enabled}, ${change.mode}, now())
    on conflict (user_id) do update set
      enabled = excluded.enabled,
      mode = excluded.mode,
      next_poll_at = case when m.enabled then m.next_poll_at else now() end,
      last_error = case when m.enabled then m.last_error end`.execute(trx);
}

/** The listeners who should be polled now, longest waiting first. */
export async function listDueListeners(database: Database): Promise<ListenerId[]> {
  const rows = await database
    .selectFrom('monitors')
    .select('user_id')
    .where('enabled', '=', true)
    .where('next_poll_at', '<=', sql<Date>`now()`)
    .orderBy('next_poll_at')
    .execute();
  return rows.map((row) => provenListenerId(row.user_id));
}

/** Notes that a worker polls now; false when the monitoring was stopped meanwhile. */
export async function beginPoll(
  database: Database,
  listenerId: ListenerId,
  worker: string,
): Promise<boolean> {
  const result = await database
    .updateTable('monitors')
    .set({ polling_since: sql`now()`, worker })
    .where('user_id', '=', listenerId)
    .where('enabled', '=', true)
    .executeTakeFirst();
  return result.numUpdatedRows === 1n;
}

/** Notes how a poll ended and when the next is due; a start of the monitoring since it began asks for one at once. */
export async function endPoll(
  database: Database | DatabaseTransaction,
  listenerId: ListenerId,
  outcome: { nextPollAt: Date; error: string | null },
): Promise<void> {
  await database
    .updateTable('monitors')
    .set({
      polling_since: null,
      next_poll_at: sql`case when next_poll_at > polling_since then next_poll_at else ${outcome.nextPollAt}::timestamptz end`,
      last_error: outcome.error,
      ...(outcome.error === null && { last_poll_at: sql`now()` }),
    })
    .where('user_id', '=', listenerId)
    .execute();
}

/** How many listeners each worker polled last. */
export async function countListenersByWorker(database: Database): Promise<Map<string, number>> {
  const rows = await database
    .selectFrom('monitors')
    .select(['worker', (eb) => eb.fn.countAll<number>().as('listeners')])
    .where('enabled', '=', true)
    .where('worker', 'is not', null)
    .groupBy('worker')
    .execute();
  return new Map(rows.map((row) => [row.worker ?? '', row.listeners]));
}
