import { sql } from 'kysely';
import type { Database } from '../src/database/database.ts';

interface StoredPlay {
  id: number;
  userId: number;
  trackId: number;
  msPlayed: number;
  reasonEnd: string | null;
  isDeleted: boolean;
  counted: boolean;
  rule: '30-seconds' | 'half-track' | 'finished';
  durationMs: number | null;
}

interface StoredExclusion {
  user_id: number;
  track_id: number | null;
  artist_id: number | null;
  playlist_id: number | null;
}

/**
 * The ids of the plays that are counted, and of those that should be by their listeners' rules and exclusions, judged in
 * JavaScript. No recount may be pending.
 */
export async function compareCounted(database: Database): Promise<{ kept: number[]; judged: number[] }> {
  const { rows: plays } = await sql<StoredPlay>`
    select p.id, p.user_id as "userId", p.track_id as "trackId", p.ms_played as "msPlayed", p.reason_end as "reasonEnd",
      p.deleted_at is not null as "isDeleted", p.counted, u.counting_rule as rule, k.duration_ms as "durationMs"
    from plays p join users u on u.id = p.user_id join tracks k on k.id = p.track_id
    order by p.id`.execute(database);
  const excluded = await readExcluded(database);
  return {
    kept: plays.filter(({ counted }) => counted).map(({ id }) => id),
    judged: plays
      .filter(
        (play) => !play.isDeleted && isLongEnough(play) && !excluded.has(`${play.userId} ${play.trackId}`),
      )
      .map(({ id }) => id),
  };
}

function isLongEnough({ rule, msPlayed, durationMs, reasonEnd }: StoredPlay): boolean {
  const isHalfMinute = msPlayed >= 30_000;
  if (rule === '30-seconds') return isHalfMinute;
  if (rule === 'half-track')
    return durationMs === null ? isHalfMinute : msPlayed >= Math.floor(durationMs / 2);
  if (reasonEnd === 'trackdone') return true;
  if (durationMs !== null && msPlayed >= durationMs - 5_000) return true;
  return (durationMs === null || reasonEnd === null) && isHalfMinute;
}

/** Every listener with every track that they exclude, as `listener track`. */
async function readExcluded(database: Database): Promise<Set<string>> {
  const tracks = await database.selectFrom('tracks').select(['id', 'recording_id']).execute();
  const credits = await database.selectFrom('track_artists').select(['track_id', 'artist_id']).execute();
  const rows = await database.selectFrom('playlist_tracks').select(['playlist_id', 'track_id']).execute();
  const exclusions: StoredExclusion[] = await database
    .selectFrom('exclusions')
    .select(['user_id', 'track_id', 'artist_id', 'playlist_id'])
    .execute();
  const recordingOf = new Map(tracks.map((track) => [track.id, track.recording_id]));
  const versionsOf = (named: readonly number[]) => {
    const recordings = new Set(named.map((id) => recordingOf.get(id)));
    return tracks.filter((track) => recordings.has(track.recording_id)).map(({ id }) => id);
  };
  const tracksOf = ({ track_id: track, artist_id: artist, playlist_id: playlist }: StoredExclusion) => {
    if (track !== null) return versionsOf([track]);
    if (artist !== null)
      return credits.filter((credit) => credit.artist_id === artist).map((credit) => credit.track_id);
    return versionsOf(rows.filter((row) => row.playlist_id === playlist).map((row) => row.track_id));
  };
  return new Set(
    exclusions.flatMap((exclusion) => tracksOf(exclusion).map((id) => `${exclusion.user_id} ${id}`)),
  );
}
