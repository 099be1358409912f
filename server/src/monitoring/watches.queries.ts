import type { MonitoringMode } from '@analytics/contract/monitoring';
import { sql } from 'kysely';
import type { Database, DatabaseTransaction } from '../database/database.ts';
import { type ListenerId, provenListenerId } from '../database/listener-id.ts';
import type { WatchState } from './watch-state.ts';

/** Which of 64 parts a listener is in; they are dealt out to the workers (see monitors_watched in 0005_watches.sql). */
export const shareOf = (listenerId: ListenerId) => listenerId % 64;

/** The modes in which playback is watched. */
export type WatchMode = Exclude<MonitoringMode, 'history'>;

/** The right to watch a listener, and to write what came of it, until somebody else takes it. */
export interface Lease {
  readonly listenerId: ListenerId;
  readonly number: number;
}

/** What is known of a watched listener, as it is stored. */
export interface StoredWatch {
  readonly lease: Lease;
  readonly state: WatchState;
  readonly trackId: number | null;
  readonly nextLookAt: number;
}

export interface WatchedListener {
  readonly listenerId: ListenerId;
  readonly mode: WatchMode;
  /** 0 where nobody has ever watched. */
  readonly leaseNumber: number;
  readonly isHeldByOther: boolean;
}

const isWatched = sql<boolean>`m.enabled and m.mode <> 'history' and exists (
  select from spotify_connections c
  where c.user_id = m.user_id and (c.state = 'connected' or c.retry_refresh_at <= now()))`;

/** The listeners of a share who want to be watched and can be, as this worker sees them. */
export async function listWatchedListeners(
  database: Database,
  share: number,
  worker: string,
): Promise<WatchedListener[]> {
  const { rows } = await sql<Omit<WatchedListener, 'listenerId'> & { userId: number }>`
    select m.user_id as "userId", m.mode, coalesce(w.lease, 0) as "leaseNumber",
      coalesce(w.worker <> ${worker}, false) as "isHeldByOther"
    from monitors m left join watches w on w.user_id = m.user_id
    where m.user_id % 64 = ${share} and ${isWatched}`.execute(database);
  return rows.map(({ userId, ...rest }) => ({ listenerId: provenListenerId(userId), ...rest }));
}

/** The shares that have somebody to watch. */
export async function listSharesInUse(database: Database): Promise<number[]> {
  const { rows } = await sql<{ share: number }>`
    select distinct m.user_id % 64 as share from monitors m where ${isWatched} order by 1`.execute(database);
  return rows.map(({ share }) => share);
}

/** Takes the watch over these listeners, from whomever had it. */
export async function takeWatches(
  database: Database,
  listenerIds: readonly ListenerId[],
  worker: string,
): Promise<StoredWatch[]> {
  if (listenerIds.length === 0) return [];
  const { rows } = await sql<Row>`
    with taken as (
      insert into watches as w (user_id, lease, worker)
      select m.user_id, 1, ${worker} from monitors m where m.user_id = any(${listenerIds}::bigint[])
      order by 1
      on conflict (user_id) do update set lease = w.lease + 1, worker = excluded.worker
      returning *
    )
    select t.*, coalesce(k.spotify_id, k.local_uri) as track_key, k.duration_ms
    from taken t left join tracks k on k.id = t.track_id`.execute(database);
  return rows.map(toStoredWatch);
}

/** Reads the watch of a listener and lets nobody write it until the transaction ends; undefined where there was none. */
export async function lockWatch(
  trx: DatabaseTransaction,
  listenerId: ListenerId,
): Promise<StoredWatch | undefined> {
  const { rows } = await sql<Row>`
    select w.*, coalesce(k.spotify_id, k.local_uri) as track_key, k.duration_ms
    from watches w left join tracks k on k.id = w.track_id
    where w.user_id = ${listenerId} for update of w`.execute(trx);
  return rows[0] && toStoredWatch(rows[0]);
}

/** Writes what is known of a listener; false, and nothing is written, when somebody else has taken the watch over. */
export async function saveWatch(
  trx: Database | DatabaseTransaction,
  { listenerId, number }: Lease,
  { state, trackId, nextLookAt }: Omit<StoredWatch, 'lease'>,
): Promise<boolean> {
  const { open } = state;
  const result = await trx
    .updateTable('watches')
    .set({
      saved_at: sql`now()`,
      looking_since: null,
      looked_at: instant(state.lookedAt),
      next_look_at: new Date(nextLookAt),
      quiet_since: instant(state.quietSince),
      track_id: open && trackId,
      progress_ms: Math.round(open?.progressMs ?? 0),
      is_playing: open?.isPlaying ?? false,
      is_gone: open?.isGone ?? false,
      heard_ms: Math.round(open?.heardMs ?? 0),
      heard_until: instant(open?.heardUntil ?? null),
      play_id: open?.playId ?? null,
    })
    .where('user_id', '=', listenerId)
    .where('lease', '=', number)
    .executeTakeFirst();
  return result.numUpdatedRows === 1n;
}

/** Notes that a look has been under way for long. */
export async function noteLongLook(database: Database, { listenerId, number }: Lease): Promise<void> {
  await database
    .updateTable('watches')
    .set({ looking_since: sql`now()` })
    .where('user_id', '=', listenerId)
    .where('lease', '=', number)
    .execute();
}

/** Takes the watch from whoever has it; the next to watch looks at once. */
export async function releaseWatch(trx: DatabaseTransaction, listenerId: ListenerId): Promise<void> {
  await trx
    .updateTable('watches')
    .set({ lease: sql`lease + 1`, worker: null, next_look_at: null, looking_since: null })
    .where('user_id', '=', listenerId)
    .execute();
}

interface Row {
  user_id: number;
  lease: number;
  looked_at: Date | null;
  next_look_at: Date | null;
  quiet_since: Date | null;
  track_id: number | null;
  track_key: string | null;
  duration_ms: number | null;
  progress_ms: number;
  is_playing: boolean;
  is_gone: boolean;
  heard_ms: number;
  heard_until: Date | null;
  play_id: number | null;
}

function toStoredWatch(row: Row): StoredWatch {
  const { track_key: key, heard_until: heardUntil } = row;
  return {
    lease: { listenerId: provenListenerId(row.user_id), number: row.lease },
    trackId: row.track_id,
    nextLookAt: row.next_look_at?.getTime() ?? 0,
    state: {
      lookedAt: row.looked_at?.getTime() ?? null,
      quietSince: row.quiet_since?.getTime() ?? null,
      open:
        key !== null && heardUntil !== null
          ? {
              track: { key, durationMs: row.duration_ms ?? 0 },
              progressMs: row.progress_ms,
              isPlaying: row.is_playing,
              isGone: row.is_gone,
              heardMs: row.heard_ms,
              heardUntil: heardUntil.getTime(),
              playId: row.play_id,
            }
          : null,
    },
  };
}

const instant = (ms: number | null) => (ms === null ? null : new Date(ms));
