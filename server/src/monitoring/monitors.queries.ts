import type { Monitoring, MonitoringMode } from '@analytics/contract/monitoring';
import { sql } from 'kysely';
import type { Database, DatabaseTransaction } from '../database/database.ts';
import { type ListenerId, provenListenerId } from '../database/listener-id.ts';
import { notifyListener } from '../database/notifications.ts';

const LONGEST_POLL_MS = 120_000;
/** After an outage all are due; those who wait longest come first, and the others with the next sweeps. */
const MOST_DUE = 2_000;

/** The state of the listener's monitoring, but for how often it looks; undefined when they are not connected to Spotify or never began. */
export async function findMonitoring(
  database: Database,
  listenerId: ListenerId,
): Promise<Omit<Monitoring, 'lookEveryMs' | 'notice'> | undefined> {
  const row = await database
    .selectFrom('monitors as m')
    .leftJoin('watches as w', 'w.user_id', 'm.user_id')
    .selectAll('m')
    .select([
      'w.worker as watcher',
      'w.saved_at',
      'w.looking_since',
      'w.looked_at',
      'w.next_look_at',
      sql<Date | null>`w.saved_at + greatest(w.next_look_at - w.looked_at, interval '0')`.as('look_due_at'),
    ])
    .where('m.user_id', '=', listenerId)
    .executeTakeFirst();
  if (!row) return undefined;
  const { enabled, mode } = row;
  const isPolled = mode !== 'realtime';
  const isWatched = mode !== 'history' && row.looked_at !== null;
  const isBusy = isRecent(row.polling_since) || (isWatched && isRecent(row.looking_since));
  const polls = { last: row.last_poll_at, next: isPolled ? row.next_poll_at : null };
  const looks = { last: isWatched ? row.saved_at : null, next: isWatched ? nextLook(row.look_due_at) : null };
  return {
    enabled,
    mode,
    state: !enabled ? 'stopped' : isBusy ? 'processing' : 'running',
    worker: isWatched ? row.watcher : row.worker,
    lastPollAt: max(polls.last, looks.last),
    nextPollAt: enabled ? min(polls.next, looks.next) : null,
    lastError: row.last_error,
  };
}

/** A worker that was killed does not say that its poll is over. */
const isRecent = (since: Date | null) => since !== null && Date.now() - since.getTime() < LONGEST_POLL_MS;

/** Not every look is written down, but whoever looks goes on looking. */
const nextLook = (dueAt: Date | null) => dueAt && new Date(Math.max(dueAt.getTime(), Date.now()));

const max = (a: Date | null, b: Date | null) => ((a ?? 0) > (b ?? 0) ? a : b)?.toISOString() ?? null;
const min = (a: Date | null, b: Date | null) => (a && b ? (a < b ? a : b) : (a ?? b))?.toISOString() ?? null;

/** Starts, stops or changes the monitoring; where polls begin, one is due at once. */
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
      next_poll_at = case when m.enabled and m.mode <> 'realtime' then m.next_poll_at else now() end,
      last_error = case when m.enabled then m.last_error end`.execute(trx);
}

/** Notes what is wrong with watching a listener, or that nothing is any more, and tells them if that is new. */
export async function noteError(
  database: Database,
  listenerId: ListenerId,
  message: string | null,
): Promise<void> {
  const result = await database
    .updateTable('monitors')
    .set({ last_error: message })
    .where('user_id', '=', listenerId)
    .where('last_error', 'is distinct from', message)
    .executeTakeFirst();
  if (result.numUpdatedRows > 0n) await notifyListener(database, listenerId, { type: 'monitoring' });
}

/** The listeners who should be polled now, longest waiting first. */
export async function listDueListeners(database: Database): Promise<ListenerId[]> {
  const rows = await database
    .selectFrom('monitors')
    .select('user_id')
    .where('enabled', '=', true)
    .where('mode', '<>', 'realtime')
    .where('next_poll_at', '<=', sql<Date>`now()`)
    .orderBy('next_poll_at')
    .limit(MOST_DUE)
    .execute();
  return rows.map((row) => provenListenerId(row.user_id));
}

/** Notes that a worker polls now; false when the monitoring was stopped meanwhile. */
export async function beginPoll(
  database: Database,
  listenerId: ListenerId,
  worker: string,
): Promise<{ latenessMs: number } | undefined> {
  return database
    .updateTable('monitors')
    .set({ polling_since: sql`now()`, worker })
    .where('user_id', '=', listenerId)
    .where('enabled', '=', true)
    .returning(
      sql<number>`(greatest(extract(epoch from now() - next_poll_at), 0) * 1000)::float8`.as('latenessMs'),
    )
    .executeTakeFirst();
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

/** How many listeners are monitored, by mode, and for how long the poll that is most overdue has been due. */
export async function countMonitors(
  database: Database,
): Promise<{ modes: { mode: MonitoringMode; listeners: number }[]; overdueSeconds: number }> {
  const { rows } = await sql<{ mode: MonitoringMode; listeners: number; overdueSeconds: number | null }>`
    select mode, count(*) as listeners,
      extract(epoch from now() - min(next_poll_at) filter (where mode <> 'realtime'))::float8 as "overdueSeconds"
    from monitors where enabled
    group by mode`.execute(database);
  const overdueSeconds = Math.max(0, ...rows.map((row) => row.overdueSeconds ?? 0));
  return { modes: rows.map(({ mode, listeners }) => ({ mode, listeners })), overdueSeconds };
}
