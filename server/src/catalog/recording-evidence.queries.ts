import { sql } from 'kysely';
import type { Database, DatabaseTransaction } from '../database/database.ts';
import type { TrackFacts } from './judged-track.ts';
import type { Evidence } from './group-tracks.ts';
import type { TrackPair } from './open-grouping.ts';

/** More tracks than this share a title and an artist by mistake or by intent; they are not compared by title. */
const MOST_ALIKE = 200;

/** What the catalogue knows of tracks; those that are gone are left out. */
export async function listTrackFacts(database: Database, trackIds: readonly number[]): Promise<TrackFacts[]> {
  const { rows } = await sql<TrackFacts>`
    select k.id, k.recording_id as "recordingId", k.name, k.enriched_at is not null as "isDescribed", b.name as album,
      k.duration_ms as "durationMs", k.isrc, k.explicit, coalesce((
        select json_agg(json_build_object('id', a.id, 'spotifyId', a.spotify_id, 'name', a.name) order by t.position)
        from track_artists t join artists a on a.id = t.artist_id
        where t.track_id = k.id), '[]') as artists
    from tracks k left join albums b on b.id = k.album_id
    where k.id = any(${trackIds}::bigint[])`.execute(database);
  return rows;
}

/** Remembers by what title and artist tracks are found. */
export async function upsertKeys(
  trx: DatabaseTransaction,
  keys: readonly { readonly trackId: number; readonly key: string | null }[],
): Promise<void> {
  await sql`
    insert into recording_keys as r (track_id, key)
    select * from unnest(${keys.map(({ trackId }) => trackId)}::bigint[], ${keys.map(({ key }) => key)}::uuid[])
    on conflict (track_id) do update set key = excluded.key where r.key is distinct from excluded.key`.execute(
    trx,
  );
}

/** The tracks that may have to be with one of these in a recording, or must not be any longer; they themselves included. */
export async function listNeighbours(
  trx: DatabaseTransaction,
  trackIds: readonly number[],
): Promise<number[]> {
  const { rows } = await sql<{ id: number }>`
    with own as materialized (
      select k.id, k.recording_id, plain_isrc(k.isrc) as isrc, r.key
      from tracks k left join recording_keys r on r.track_id = k.id
      where k.id = any(${trackIds}::bigint[])
    )
    select id from tracks where recording_id = any(array(select recording_id from own))
    union
    select id from tracks where isrc is not null and plain_isrc(isrc) = any(array(select isrc from own))
    union
    select a.track_id from (select distinct key from own) o
    cross join lateral (
      select r.track_id, count(*) over () as alike
      from (select track_id from recording_keys where key = o.key limit ${MOST_ALIKE + 1}) r
    ) a
    where a.alike <= ${MOST_ALIKE}
    union
    select other_track_id from recording_joins where track_id = any(array(select id from own))
    union
    select track_id from recording_joins where other_track_id = any(array(select id from own))
    union
    select other_track_id from recording_decision_pairs where track_id = any(array(select id from own))
    union
    select track_id from recording_decision_pairs where other_track_id = any(array(select id from own))`.execute(
    trx,
  );
  return rows.map(({ id }) => id);
}

/** What histories have shown of these tracks and what was decided by hand, see `Evidence`. */
export async function getEvidence(database: Database, trackIds: readonly number[]): Promise<Evidence> {
  const ids = sql`${trackIds}::bigint[]`;
  const { rows: joins } = await sql<{ pair: [number, number] }>`
    select distinct jsonb_build_array(track_id, other_track_id) as pair
    from recording_joins where track_id = any(${ids}) and other_track_id = any(${ids})`.execute(database);
  const { rows: decisions } = await sql<{ pair: TrackPair; joined: boolean }>`
    select jsonb_build_array(track_id, other_track_id) as pair, joined
    from decided_pairs where track_id = any(${ids}) and other_track_id = any(${ids})
    order by by_host desc, decision_id desc, track_id, other_track_id`.execute(database);
  return { sequences: joins.map(({ pair }) => pair), decisions };
}
