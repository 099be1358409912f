import { sql } from 'kysely';
import type { Database, DatabaseTransaction } from '../database/database.ts';
import type { ListenerId } from '../database/listener-id.ts';
import { dayBegins, type Period } from '../database/period.ts';
import type { KnownSpan } from './coverage.ts';

/** As long as Spotify's list of recently played tracks ever is. */
const LIST_LENGTH = 50;
/** A list with more to tell may still be short of some rows, which Spotify leaves out. */
const SHORT_LIST = 40;
/** Of one watcher's looks some are written down only, and when nothing plays they are up to a minute apart. */
const LONGEST_LOOK_GAP_MS = 90_000;
/** Where another watcher goes on, it may be a minute later. */
const REACH = { polled: sql`interval '0'`, watched: sql`interval '1 minute'` };

/**
 * Notes that nothing played between `from` and `to` can have been missed. Spans of the kind that it overlaps or touches become
 * one with it.
 */
export async function extendCoverage(
  trx: DatabaseTransaction,
  listenerId: ListenerId,
  kind: 'polled' | 'watched',
  from: Date,
  to: Date,
  lastPlayedAt: Date | null = null,
): Promise<void> {
  await sql`
    with joined as (
      delete from coverage_spans
      where user_id = ${listenerId} and kind = ${kind}
        and starts_at <= ${to}::timestamptz + ${REACH[kind]} and ends_at >= ${from}::timestamptz - ${REACH[kind]}
      returning starts_at, ends_at, last_played_at
    )
    insert into coverage_spans (user_id, kind, starts_at, ends_at, last_played_at)
    select ${listenerId}, ${kind}, least(${from}::timestamptz, min(starts_at)), greatest(${to}::timestamptz, max(ends_at)),
      greatest(${lastPlayedAt}::timestamptz, max(last_played_at))
    from joined`.execute(trx);
}

/**
 * Notes that a listener has been looked at, and since when without a gap: `since` is an earlier look of the same watcher, 0 without
 * one; instants in ms.
 */
export async function coverLook(
  trx: DatabaseTransaction,
  listenerId: ListenerId,
  since: number,
  lookedAt: number,
): Promise<void> {
  const isContinuous = lookedAt - since <= LONGEST_LOOK_GAP_MS;
  const from = new Date(isContinuous ? Math.min(since, lookedAt) : lookedAt);
  await extendCoverage(trx, listenerId, 'watched', from, new Date(lookedAt));
}

/**
 * Notes what a poll has covered: the time back to the poll before, unless the list is full and holds nothing that the poll before
 * had listed too; then what lies between is unknown. The plays are told apart by Spotify's clock alone, which may differ
 * from ours.
 */
export async function coverPoll(
  trx: DatabaseTransaction,
  listenerId: ListenerId,
  playedAts: readonly Date[],
): Promise<void> {
  const now = new Date();
  const times = playedAts.map((playedAt) => playedAt.getTime());
  const oldest = times.length === 0 ? now : new Date(Math.min(...times));
  const newest = times.length === 0 ? null : new Date(Math.max(...times));
  const last = await findLastPolled(trx, listenerId);
  const isBridged =
    last?.lastPlayedAt == null
      ? times.length < LIST_LENGTH
      : oldest <= last.lastPlayedAt || times.length < SHORT_LIST;
  if (last && !isBridged) await endBefore(trx, listenerId, last, oldest);
  const from = last && isBridged ? new Date(Math.min(last.endsAt.getTime(), oldest.getTime())) : oldest;
  const to = newest && newest > now ? newest : now;
  await extendCoverage(trx, listenerId, 'polled', from, to, newest);
}

async function findLastPolled(trx: DatabaseTransaction, listenerId: ListenerId) {
  return trx
    .selectFrom('coverage_spans')
    .select(['starts_at as startsAt', 'ends_at as endsAt', 'last_played_at as lastPlayedAt'])
    .where('user_id', '=', listenerId)
    .where('kind', '=', 'polled')
    .orderBy('ends_at', 'desc')
    .limit(1)
    .executeTakeFirst();
}

/** Where Spotify's clock is behind ours, the last span would reach into plays that are known to be new; it is sure of its last play. */
async function endBefore(
  trx: DatabaseTransaction,
  listenerId: ListenerId,
  last: { startsAt: Date; endsAt: Date; lastPlayedAt: Date | null },
  oldest: Date,
) {
  if (last.endsAt < oldest) return;
  await trx
    .updateTable('coverage_spans')
    .set({ ends_at: last.lastPlayedAt ?? last.startsAt })
    .where('user_id', '=', listenerId)
    .where('kind', '=', 'polled')
    .where('starts_at', '=', last.startsAt)
    .execute();
}

/** Every span of the listener's time that is known: by monitoring, and by imports that are not undone. */
export async function listKnownSpans(database: Database, listenerId: ListenerId): Promise<KnownSpan[]> {
  const { rows } = await sql<{ kind: KnownSpan['kind']; from: Date; to: Date }>`
    select kind, starts_at as "from", ends_at as "to" from coverage_spans where user_id = ${listenerId}
    union all
    select 'imported', (statistics ->> 'firstPlayedAt')::timestamptz, (statistics ->> 'lastPlayedAt')::timestamptz
    from imports
    where user_id = ${listenerId} and state = 'imported' and statistics ->> 'firstPlayedAt' is not null`.execute(
    database,
  );
  return rows.map(({ kind, from, to }) => ({ kind, from: from.getTime(), to: to.getTime() }));
}

/** The instants at which the days of a period begin for the listener; null where it is open. */
export async function getBounds(
  database: Database,
  listenerId: ListenerId,
  { from, to }: Period,
): Promise<{ from: Date | null; to: Date | null }> {
  const { rows } = await sql<{ from: Date | null; to: Date | null }>`
    select ${from === undefined ? null : dayBegins(from, listenerId)} as "from",
      ${to === undefined ? null : dayBegins(to, listenerId)} as "to"`.execute(database);
  return rows[0] ?? { from: null, to: null };
}
