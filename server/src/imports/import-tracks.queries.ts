import { sql } from 'kysely';
import type { DatabaseTransaction } from '../database/database.ts';
import type { ListenerId } from '../database/listener-id.ts';

/**
 * Looks up which tracks of the catalogue the rows of an upload play: by id, by the file's URI, or where there is neither by title
 * and first artist. What was found before is looked up again, since it may have gone meanwhile.
 */
export async function resolveTracks(
  trx: DatabaseTransaction,
  listenerId: ListenerId,
  importId: number,
): Promise<void> {
  await sql`
    update import_tracks t set track_id = null
    where t.user_id = ${listenerId} and t.import_id = ${importId} and t.track_id is not null
      and not exists (select from tracks k where k.id = t.track_id)`.execute(trx);
  const own = sql`t.user_id = ${listenerId} and t.import_id = ${importId} and t.is_track and t.track_id is null`;
  await sql`
    update import_tracks t set track_id = k.id
    from tracks k
    where ${own} and k.spotify_id = t.spotify_id`.execute(trx);
  await sql`
    update import_tracks t set track_id = k.id
    from tracks k
    where ${own} and t.local_uri is not null and md5(k.local_uri) = md5(t.local_uri)`.execute(trx);
  await sql`
    update import_tracks t set track_id = n.track_id
    from (
      select distinct on (t.number) t.number, k.id as track_id
      from import_tracks t
      join artists a on md5(a.name) = md5(t.artist_name)
      join track_artists ka on ka.artist_id = a.id and ka.position = 0
      join tracks k on k.id = ka.track_id and k.name = t.track_name and k.local_uri is null
      where ${own} and num_nulls(t.spotify_id, t.local_uri) = 2
      order by t.number, k.spotify_id is null, k.id
    ) n
    where ${own} and t.number = n.number`.execute(trx);
}

/** What the catalogue lacks, with the time of the last play of each description, which decides where two of one track differ. */
export const unresolvedTracks = (listenerId: ListenerId, importId: number) => sql`
  select t.spotify_id, t.local_uri, t.track_name, t.artist_name, t.album_name, l.last_played_at
  from (
    select *, count(*) over (partition by spotify_id, local_uri) as descriptions
    from import_tracks
    where user_id = ${listenerId} and import_id = ${importId} and is_track and track_id is null
  ) t
  left join (
    select r.track, max(r.played_at) as last_played_at
    from import_rows r
    where r.user_id = ${listenerId} and r.import_id = ${importId}
      and (r.verdict is null or r.verdict = 'repeated-in-file')
      and exists (
        select spotify_id, local_uri from import_tracks
        where user_id = ${listenerId} and import_id = ${importId} and is_track and track_id is null
        group by 1, 2 having count(*) > 1)
    group by 1
  ) l on t.descriptions > 1 and l.track = t.number`;

/** The tracks of the catalogue that an import played, as a relation: `track_id`. */
export const importedTracks = (listenerId: ListenerId, importId: number) => sql`
  select track_id from import_tracks
  where user_id = ${listenerId} and import_id = ${importId} and track_id is not null`;
