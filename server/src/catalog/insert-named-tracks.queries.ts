import { type RawBuilder, sql } from 'kysely';
import type { DatabaseTransaction } from '../database/database.ts';

/**
 * Brings tracks into the catalogue of which an export tells the id, the name, the first artist's name and the album's name.
 * Tracks that are there already stay as they are. `relation` has the columns `row`, `spotify_id`, `local_uri`,
 * `track_name`, `artist_name`, `album_name`; of several rows of one track the last names it. Answers how many were new.
 */
export async function insertNamedTracks(
  trx: DatabaseTransaction,
  relation: RawBuilder<unknown>,
): Promise<number> {
  await sql`
    create temporary table named_tracks on commit drop as
    select distinct on (i.spotify_id, i.local_uri) i.spotify_id, i.local_uri, i.track_name, i.artist_name, i.album_name
    from (${relation}) i
    where not exists (select from tracks k where k.spotify_id = i.spotify_id)
      and not exists (select from tracks k where md5(k.local_uri) = md5(i.local_uri))
    order by i.spotify_id, i.local_uri, i.row desc`.execute(trx);
  await sql`analyze named_tracks`.execute(trx);
  await sql`
    insert into artists (name)
    select distinct n.artist_name from named_tracks n
    where n.artist_name is not null and not exists (select from artists a where md5(a.name) = md5(n.artist_name))
    order by 1
    on conflict do nothing`.execute(trx);
  await sql`alter table named_tracks add artist_id bigint, add album_id bigint`.execute(trx);
  await sql`
    update named_tracks n set artist_id = a.id
    from (select md5(name) as name_hash, min(id) as id from artists group by 1) a
    where a.name_hash = md5(n.artist_name)`.execute(trx);
  await sql`
    insert into albums (name, artist_id)
    select distinct n.album_name, n.artist_id from named_tracks n
    where n.album_name is not null and not exists (
      select from albums b where b.artist_id is not distinct from n.artist_id and md5(b.name) = md5(n.album_name))
    order by 2, 1
    on conflict do nothing`.execute(trx);
  await sql`
    update named_tracks n set album_id = b.id
    from (select artist_id, md5(name) as name_hash, min(id) as id from albums group by 1, 2) b
    where b.name_hash = md5(n.album_name) and b.artist_id is not distinct from n.artist_id`.execute(trx);
  const inserted = await sql`
    with missing as materialized (
      select *, nextval(pg_get_serial_sequence('recordings', 'id')) as recording_id from named_tracks
    ), recording as (
      insert into recordings (id) overriding system value select recording_id from missing
    )
    insert into tracks (recording_id, spotify_id, local_uri, name, album_id)
    select recording_id, spotify_id, local_uri, coalesce(track_name, ''), album_id
    from missing order by spotify_id, local_uri
    on conflict do nothing`.execute(trx);
  await sql`
    insert into track_artists (track_id, position, artist_id)
    select coalesce(k.id, l.id), 0, n.artist_id
    from named_tracks n
    left join tracks k on k.spotify_id = n.spotify_id
    left join tracks l on md5(l.local_uri) = md5(n.local_uri)
    where n.artist_id is not null
    on conflict do nothing`.execute(trx);
  return Number(inserted.numAffectedRows ?? 0n);
}
