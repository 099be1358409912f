import { type RawBuilder, sql } from 'kysely';
import type { DatabaseTransaction } from '../database/database.ts';
import { keepCatalogue, lockDescriptions } from '../database/locks.queries.ts';
import { nameOnlyTracks } from './name-only-tracks.queries.ts';

/**
 * Brings tracks into the catalogue of which an export tells the id, or none, the name, the first artist's name and the album's
 * name. Tracks that are there already stay as they are. `relation` has the columns `spotify_id`, `local_uri`, `track_name`,
 * `artist_name`, `album_name` and `last_played_at`; of several descriptions of one track the latest names it. Answers how many
 * were new.
 */
export async function insertNamedTracks(
  trx: DatabaseTransaction,
  relation: RawBuilder<unknown>,
): Promise<number> {
  await keepCatalogue(trx);
  await lockDescriptions(trx);
  await sql`
    create temporary table named_tracks on commit drop as
    select distinct on (i.spotify_id, i.local_uri, n.track_name, n.artist_name)
      i.spotify_id, i.local_uri, i.track_name, i.artist_name, i.album_name
    from (${relation}) i
    cross join lateral (
      select case when num_nulls(i.spotify_id, i.local_uri) = 2 then i.track_name end as track_name,
        case when num_nulls(i.spotify_id, i.local_uri) = 2 then i.artist_name end as artist_name
    ) n
    where not exists (select from tracks k where k.spotify_id = i.spotify_id)
      and not exists (select from tracks k where md5(k.local_uri) = md5(i.local_uri))
    order by i.spotify_id, i.local_uri, n.track_name, n.artist_name, i.last_played_at desc nulls last,
      i.track_name, i.artist_name, i.album_name`.execute(trx);
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
  return insertMissing(trx);
}

/** Inserts the rows of `named_tracks`. What only a name stood for so far is the same recording. */
async function insertMissing(trx: DatabaseTransaction): Promise<number> {
  const { rows } = await sql<{ inserted: number }>`
    with missing as materialized (
      select n.*, coalesce(o.recording_id, nextval(pg_get_serial_sequence('recordings', 'id'))) as recording_id,
        o.recording_id is null as is_new
      from named_tracks n
      left join ${nameOnlyTracks} o on o.name = n.track_name and o.artist_id = n.artist_id
      where o.id is null or num_nonnulls(n.spotify_id, n.local_uri) > 0
    ), recording as (
      insert into recordings (id) overriding system value select recording_id from missing where is_new
    ), track as (
      insert into tracks (recording_id, spotify_id, local_uri, name, album_id)
      select recording_id, spotify_id, local_uri, coalesce(track_name, ''), album_id
      from missing order by spotify_id, local_uri
      on conflict do nothing
      returning id, recording_id, spotify_id, local_uri
    ), artist as (
      insert into track_artists (track_id, position, artist_id)
      select k.id, 0, m.artist_id
      from track k
      join missing m on m.recording_id = k.recording_id and m.spotify_id is not distinct from k.spotify_id
        and m.local_uri is not distinct from k.local_uri
      where m.artist_id is not null
    )
    select count(*) as inserted from track`.execute(trx);
  return rows[0]?.inserted ?? 0;
}
