import { sql } from 'kysely';
import type { DatabaseTransaction } from '../database/database.ts';
import { isExcluded } from '../database/excluded-tracks.queries.ts';
import type { ListenerId } from '../database/listener-id.ts';

/** The play of a track that the watcher has just recorded with this end. */
export async function findWatchedPlayId(
  trx: DatabaseTransaction,
  listenerId: ListenerId,
  track: { spotifyId: string | null; localUri: string | null },
  playedAt: Date,
): Promise<number | undefined> {
  const { rows } = await sql<{ id: number }>`
    select p.id from plays p join tracks k on k.id = p.track_id
    where p.user_id = ${listenerId} and p.played_at = ${playedAt} and p.source = 'currently-playing'
      and (k.spotify_id = ${track.spotifyId} or k.local_uri = ${track.localUri})
    order by p.ordinal desc limit 1`.execute(trx);
  return rows[0]?.id;
}

/** What the watcher has found out about the end of a play. */
export interface WatchedEnd {
  readonly endedAt: Date;
  readonly msPlayed: number;
  /** `paused`: it may yet go on. `unwatched`: it went on, but nobody looked any more. */
  readonly outcome: 'finished' | 'skipped' | 'paused' | 'unwatched';
}

/**
 * Gives a play of the watcher its end. What an export has said of it stays, and so does what a poll has said of one that was
 * not watched to its end.
 */
export async function updateWatchedPlay(
  trx: DatabaseTransaction,
  listenerId: ListenerId,
  playId: number,
  { endedAt, msPlayed, outcome }: WatchedEnd,
): Promise<void> {
  const skipped = outcome === 'finished' ? false : outcome === 'skipped' ? true : null;
  const reasonEnd = outcome === 'finished' ? 'trackdone' : null;
  await sql`
    update plays p set
      played_at = ${endedAt},
      ordinal = case when p.played_at = ${endedAt} then p.ordinal else (
        select coalesce(max(q.ordinal) + 1, 0) from plays q
        where q.user_id = ${listenerId} and q.track_id = p.track_id and q.played_at = ${endedAt}) end,
      ms_played = ${msPlayed}::integer,
      ms_played_is_estimate = ${outcome === 'unwatched'},
      skipped = ${skipped},
      reason_end = ${reasonEnd},
      counted = p.deleted_at is null and is_counted(u.counting_rule, ${msPlayed}::integer, k.duration_ms, ${reasonEnd})
        and not ${isExcluded(listenerId, sql`k.id`)}
    from users u, tracks k
    where p.user_id = ${listenerId} and p.id = ${playId} and u.id = p.user_id and k.id = p.track_id
      and p.source = 'currently-playing' and p.export_played_at is null
      and not (p.ms_played_is_estimate and p.polled_played_at is not null)`.execute(trx);
}
