import type { Track } from '@analytics/contract/track';
import { sql } from 'kysely';
import type { Database } from '../database/database.ts';
import type { ListenerId } from '../database/listener-id.ts';

/** Whoever has not looked for so long does not know what plays. */
const LONGEST_UNSEEN = sql`interval '3 minutes'`;

/** What the watcher saw last; instants are by the clock of the watchers. */
export interface SeenPlayback {
  readonly track: Track;
  readonly isPlaying: boolean;
  readonly progressMs: number;
  readonly lookedAt: Date;
}

/** In which mode the listener is monitored now, if they are and Spotify lets us. */
export async function findActiveMode(database: Database, listenerId: ListenerId) {
  const row = await database
    .selectFrom('monitors as m')
    .innerJoin('spotify_connections as c', 'c.user_id', 'm.user_id')
    .select('m.mode')
    .where('m.user_id', '=', listenerId)
    .where('m.enabled', '=', true)
    .where('c.state', '=', 'connected')
    .executeTakeFirst();
  return row?.mode;
}

/** What the watcher of the listener saw to be playing or paused, unless that was too long ago. */
export async function findSeenPlayback(
  database: Database,
  listenerId: ListenerId,
): Promise<SeenPlayback | undefined> {
  const { rows } = await sql<SeenPlayback>`
    select d.track, w.is_playing as "isPlaying", w.progress_ms as "progressMs", w.looked_at as "lookedAt"
    from watches w join track_descriptions d on d.id = w.track_id
    where w.user_id = ${listenerId} and not w.is_gone and w.looked_at is not null and w.worker is not null
      and w.saved_at > now() - ${LONGEST_UNSEEN}`.execute(database);
  return rows[0];
}

/** The track as the interface shows it. */
export async function findTrackDescription(database: Database, trackId: number): Promise<Track | undefined> {
  const { rows } = await sql<{
    track: Track;
  }>`select track from track_descriptions where id = ${trackId}`.execute(database);
  return rows[0]?.track;
}
