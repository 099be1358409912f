import { sql } from 'kysely';
import type { DatabaseTransaction } from '../database/database.ts';
import { keepCatalogue, lockDescriptions, lockTrackLinks } from '../database/locks.queries.ts';
import { nameOnlyTracks } from './name-only-tracks.queries.ts';
import type { ArtistDescription, TrackDescription } from './track-description.ts';

/** A described track counts as fresh for this long; it is not written again at every poll. */
const FRESH = sql`interval '7 days'`;

/**
 * Brings tracks that Spotify described into the catalogue, with their artists and albums. What an export left there by name
 * only gets its ids, so that nothing is there twice. They stay there until the transaction ends.
 */
export async function upsertTracks(
  trx: DatabaseTransaction,
  tracks: readonly TrackDescription[],
): Promise<void> {
  await keepCatalogue(trx);
  if ((await findStaleTracks(trx, tracks)).length === 0) return;
  await lockDescriptions(trx);
  // Others may have described them while this waited.
  const stale = await findStaleTracks(trx, tracks);
  if (stale.length === 0) return;
  await upsertArtists(trx, stale);
  await upsertAlbums(trx, stale);
  await waitForPlays(trx, stale);
  await upsertTrackRows(trx, stale);
  // Of tracks that an import has brought meanwhile.
  await waitForPlays(trx, stale);
  await replaceTrackArtists(trx, stale);
}

const keyOf = (track: TrackDescription) => track.spotifyId ?? track.localUri ?? '';

/** Those that are new or were described long ago, each once. */
async function findStaleTracks(trx: DatabaseTransaction, tracks: readonly TrackDescription[]) {
  const byKey = new Map(tracks.map((track) => [keyOf(track), track]));
  const { rows } = await sql<{ key: string }>`
    select coalesce(spotify_id, local_uri) as key from tracks
    where (spotify_id = any(${[...byKey.keys()]}::text[]) or md5(local_uri) = any(
      select md5(u) from unnest(${[...byKey.keys()]}::text[]) u))
      and enriched_at > now() - ${FRESH}`.execute(trx);
  for (const { key } of rows) byKey.delete(key);
  return [...byKey.values()];
}

async function upsertArtists(trx: DatabaseTransaction, tracks: readonly TrackDescription[]) {
  const artists: ArtistDescription[] = tracks.flatMap(({ artists: own, album }) =>
    album?.artist ? [...own, album.artist] : own,
  );
  const json = JSON.stringify(artists.map(({ spotifyId, name }) => ({ spotify_id: spotifyId, name })));
  const described = sql`(select distinct on (spotify_id) spotify_id, name
    from jsonb_to_recordset(${json}::jsonb) as a (spotify_id text, name text)
    where spotify_id is not null order by spotify_id)`;
  await sql`
    update artists a set spotify_id = d.spotify_id
    from ${described} d
    where a.spotify_id is null and md5(a.name) = md5(d.name)
      and not exists (select from artists b where b.spotify_id = d.spotify_id)
      and d.spotify_id = (select min(e.spotify_id) from ${described} e where e.name = d.name)`.execute(trx);
  await sql`
    insert into artists as a (spotify_id, name)
    select spotify_id, name from ${described} d order by spotify_id
    on conflict (spotify_id) do update set name = excluded.name where a.name <> excluded.name`.execute(trx);
  await insertNamedArtists(
    trx,
    artists.filter(({ spotifyId }) => spotifyId === null).map(({ name }) => name),
  );
}

/** Makes artists of which only the name is known, unless any artist has that name. */
async function insertNamedArtists(trx: DatabaseTransaction, names: readonly string[]) {
  await sql`
    insert into artists (name)
    select distinct n.name from unnest(${names}::text[]) n (name)
    where not exists (select from artists a where md5(a.name) = md5(n.name))
    order by 1
    on conflict do nothing`.execute(trx);
}

/** The artist of an album or track description: by id, else by name. */
const artistOf = (spotifyId: ReturnType<typeof sql>, name: ReturnType<typeof sql>) => sql`coalesce(
  (select a.id from artists a where a.spotify_id = ${spotifyId}),
  (select min(a.id) from artists a where md5(a.name) = md5(${name})))`;

async function upsertAlbums(trx: DatabaseTransaction, tracks: readonly TrackDescription[]) {
  const json = JSON.stringify(
    tracks.flatMap(({ album, artists }) => {
      if (!album) return [];
      const artist = album.artist ?? artists[0];
      return [
        {
          spotify_id: album.spotifyId,
          name: album.name,
          image_url: album.imageUrl,
          artist_spotify_id: artist?.spotifyId ?? null,
          artist_name: artist?.name ?? null,
        },
      ];
    }),
  );
  const described = sql`(select distinct on (coalesce(d.spotify_id, d.artist_name || d.name)) d.spotify_id, d.name, d.image_url,
      ${artistOf(sql`d.artist_spotify_id`, sql`d.artist_name`)} as artist_id
    from jsonb_to_recordset(${json}::jsonb) as d (spotify_id text, name text, image_url text, artist_spotify_id text, artist_name text)
    order by coalesce(d.spotify_id, d.artist_name || d.name))`;
  await sql`
    update albums b set spotify_id = d.spotify_id, image_url = coalesce(d.image_url, b.image_url)
    from ${described} d
    where d.spotify_id is not null and b.spotify_id is null and b.artist_id is not distinct from d.artist_id
      and md5(b.name) = md5(d.name)
      and not exists (select from albums c where c.spotify_id = d.spotify_id)
      and d.spotify_id = (select min(e.spotify_id) from ${described} e
        where e.name = d.name and e.artist_id is not distinct from d.artist_id)`.execute(trx);
  await sql`
    insert into albums as b (spotify_id, name, artist_id, image_url)
    select d.spotify_id, d.name, d.artist_id, d.image_url from ${described} d
    where d.spotify_id is not null order by d.spotify_id
    on conflict (spotify_id) do update set name = excluded.name, artist_id = excluded.artist_id,
      image_url = coalesce(excluded.image_url, b.image_url)
    where (b.name, b.artist_id, b.image_url) is distinct from
      (excluded.name, excluded.artist_id, coalesce(excluded.image_url, b.image_url))`.execute(trx);
  await sql`
    insert into albums (name, artist_id)
    select distinct d.name, d.artist_id from ${described} d
    where d.spotify_id is null and not exists (
      select from albums c where c.artist_id is not distinct from d.artist_id and md5(c.name) = md5(d.name))
    on conflict do nothing`.execute(trx);
}

/**
 * Before a track that others can see gets other artists or another album, waits for those who are just writing its first plays: these
 * are not to be seen yet, and would be added up by the former ones. Tracks that are new with this transaction have no artists yet.
 */
async function waitForPlays(trx: DatabaseTransaction, tracks: readonly TrackDescription[]) {
  const { rows } = await sql`
    with named as materialized (${describedArtists(tracks)})
    select where exists (
      select from named n
      where exists (select from track_artists t where t.track_id = n.track_id) and not exists (
        select from track_artists t
        where (t.track_id, t.position, t.artist_id) = (n.track_id, n.position, n.artist_id))
    ) or exists (
      select from track_artists t where t.track_id in (select track_id from named)
        and (t.track_id, t.position, t.artist_id) not in (select track_id, position, artist_id from named)
    ) or exists (
      select from ${describedTracks(tracks)} d
      join tracks k on k.spotify_id = d.spotify_id or (d.local_uri is not null and md5(k.local_uri) = md5(d.local_uri))
      where k.album_id is distinct from d.album_id
    )`.execute(trx);
  if (rows.length > 0) await lockTrackLinks(trx);
}

/** What is described of tracks, each with its album, if that is in the catalogue. */
function describedTracks(tracks: readonly TrackDescription[]) {
  const json = JSON.stringify(
    tracks.map((track) => ({
      spotify_id: track.spotifyId,
      local_uri: track.localUri,
      name: track.name,
      duration_ms: track.durationMs,
      isrc: track.isrc,
      explicit: track.explicit,
      album_spotify_id: track.album?.spotifyId ?? null,
      album_name: track.album?.name ?? null,
      artist_spotify_id: track.album?.artist?.spotifyId ?? track.artists[0]?.spotifyId ?? null,
      artist_name: track.album?.artist?.name ?? track.artists[0]?.name ?? null,
    })),
  );
  return sql`(
    select d.*, coalesce(
      (select b.id from albums b where b.spotify_id = d.album_spotify_id),
      (select min(b.id) from albums b where d.album_spotify_id is null and md5(b.name) = md5(d.album_name)
        and b.artist_id is not distinct from ${artistOf(sql`d.artist_spotify_id`, sql`d.artist_name`)})) as album_id
    from jsonb_to_recordset(${json}::jsonb) as d (spotify_id text, local_uri text, name text, duration_ms integer, isrc text,
      explicit boolean, album_spotify_id text, album_name text, artist_spotify_id text, artist_name text))`;
}

async function upsertTrackRows(trx: DatabaseTransaction, tracks: readonly TrackDescription[]) {
  const described = describedTracks(tracks);
  await sql`
    update tracks k set name = d.name, album_id = d.album_id, duration_ms = d.duration_ms, isrc = d.isrc,
      explicit = d.explicit, enriched_at = now()
    from ${described} d
    where k.spotify_id = d.spotify_id or (d.local_uri is not null and md5(k.local_uri) = md5(d.local_uri))`.execute(
    trx,
  );
  await sql`
    with missing as materialized (
      select d.*, coalesce(o.recording_id, nextval(pg_get_serial_sequence('recordings', 'id'))) as recording_id,
        o.recording_id is null as is_new
      from ${described} d
      left join ${nameOnlyTracks} o on o.name = d.name and o.artist_id = ${artistOf(sql`d.artist_spotify_id`, sql`d.artist_name`)}
      where not exists (select from tracks k where k.spotify_id = d.spotify_id)
        and not exists (select from tracks k where md5(k.local_uri) = md5(d.local_uri))
    ), recording as (
      insert into recordings (id) overriding system value select recording_id from missing where is_new
    )
    insert into tracks (recording_id, spotify_id, local_uri, name, album_id, duration_ms, isrc, explicit, enriched_at)
    select recording_id, spotify_id, local_uri, name, album_id, duration_ms, isrc, explicit, now()
    from missing order by coalesce(spotify_id, local_uri)
    on conflict do nothing`.execute(trx);
}

/** The artists that are described of tracks of the catalogue. */
function describedArtists(tracks: readonly TrackDescription[]) {
  const json = JSON.stringify(
    tracks.flatMap((track) =>
      track.artists.map((artist, position) => ({
        spotify_id: track.spotifyId,
        local_uri: track.localUri,
        position,
        artist_spotify_id: artist.spotifyId,
        artist_name: artist.name,
      })),
    ),
  );
  return sql`
    select distinct on (k.id, n.artist_id) k.id as track_id, d.position, n.artist_id
    from jsonb_to_recordset(${json}::jsonb) as d (spotify_id text, local_uri text, position smallint, artist_spotify_id text, artist_name text)
    join tracks k on k.spotify_id = d.spotify_id or (d.local_uri is not null and md5(k.local_uri) = md5(d.local_uri))
    cross join lateral (select ${artistOf(sql`d.artist_spotify_id`, sql`d.artist_name`)} as artist_id) n
    order by k.id, n.artist_id, d.position`;
}

/** Writes differences alone: the totals of whoever has played a track follow its artists. */
async function replaceTrackArtists(trx: DatabaseTransaction, tracks: readonly TrackDescription[]) {
  const named = describedArtists(tracks);
  await sql`
    with named as materialized (${named})
    delete from track_artists t
    where t.track_id in (select track_id from named) and (t.track_id, t.position, t.artist_id) not in (
      select track_id, position, artist_id from named)`.execute(trx);
  await sql`
    insert into track_artists (track_id, position, artist_id)
    select track_id, position, artist_id from (${named}) n
    on conflict do nothing`.execute(trx);
}

/** The track of the catalogue that is described. */
export async function findTrackId(
  trx: DatabaseTransaction,
  { spotifyId, localUri }: Pick<TrackDescription, 'spotifyId' | 'localUri'>,
): Promise<number | undefined> {
  const { rows } = await sql<{ id: number }>`
    select id from tracks
    where spotify_id = ${spotifyId} or (md5(local_uri) = md5(${localUri}) and local_uri = ${localUri})`.execute(
    trx,
  );
  return rows[0]?.id;
}
