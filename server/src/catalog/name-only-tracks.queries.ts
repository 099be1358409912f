import { sql } from 'kysely';

/** The tracks of which no more than title and first artist are known, as a relation: `id`, `recording_id`, `name`, `artist_id`. */
export const nameOnlyTracks = sql`(
  select k.id, k.recording_id, k.name, t.artist_id
  from tracks k join track_artists t on t.track_id = k.id and t.position = 0
  where k.spotify_id is null and k.local_uri is null)`;
