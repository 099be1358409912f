import type { AlbumRow } from '@analytics/contract/album';
import type { ArtistRow } from '@analytics/contract/artist';
import type { TrackRow } from '@analytics/contract/track';
import { type RawBuilder, sql } from 'kysely';
import type { Database } from '../database/database.ts';
import type { ListenerId } from '../database/listener-id.ts';
import type { Period } from '../database/period.ts';
import { searchPatterns } from '../database/search.ts';
import { playedRecordings } from './played-recordings.queries.ts';

export interface LeaderboardQuery extends Period {
  readonly sort: 'plays' | 'ms' | 'name' | 'lastPlayed';
  readonly order: 'asc' | 'desc' | undefined;
  readonly search: string | undefined;
  readonly limit: number;
  readonly offset: number;
}

interface Page<Row> {
  items: Row[];
  total: number;
}

/** Tracks of the period; those of one recording are one row. */
export async function listTracks(
  database: Database,
  listenerId: ListenerId,
  query: LeaderboardQuery,
): Promise<Page<TrackRow>> {
  return listRows<TrackRow>(database, listenerId, query, {
    totals: sql`
      select r.track_id as id, p.plays, p.ms, p.first_played_at, p.last_played_at
      from played p join recording_tracks r on r.recording_id = p.recording_id`,
    names: sql`
      select k.id, k.name, concat_ws(' ', k.name, b.name, (
        select string_agg(a.name, ' ') from track_artists t join artists a on a.id = t.artist_id where t.track_id = k.id)) as text
      from tracks k left join albums b on b.id = k.album_id`,
    descriptions: sql`select id, jsonb_build_object('track', track) as description from track_descriptions`,
  });
}

/** Artists of the period; a play of several artists counts for each of them. */
export async function listArtists(
  database: Database,
  listenerId: ListenerId,
  query: LeaderboardQuery,
): Promise<Page<ArtistRow>> {
  return listRows<ArtistRow>(database, listenerId, query, {
    totals: sql`
      select t.artist_id as id, sum(p.plays)::int as plays, sum(p.ms)::bigint as ms,
        min(p.first_played_at) as first_played_at, max(p.last_played_at) as last_played_at
      from played p
      join recording_tracks r on r.recording_id = p.recording_id
      join track_artists t on t.track_id = r.track_id
      group by 1`,
    names: sql`select id, name, name as text from artists`,
    descriptions: sql`select id, jsonb_build_object('artist', artist) as description from artist_descriptions`,
  });
}

/** Albums of the period. */
export async function listAlbums(
  database: Database,
  listenerId: ListenerId,
  query: LeaderboardQuery,
): Promise<Page<AlbumRow>> {
  return listRows<AlbumRow>(database, listenerId, query, {
    totals: sql`
      select r.album_id as id, sum(p.plays)::int as plays, sum(p.ms)::bigint as ms,
        min(p.first_played_at) as first_played_at, max(p.last_played_at) as last_played_at
      from played p
      join recording_tracks r on r.recording_id = p.recording_id
      where r.album_id is not null
      group by 1`,
    names: sql`
      select b.id, b.name, concat_ws(' ', b.name, a.name) as text from albums b left join artists a on a.id = b.artist_id`,
    descriptions: sql`select id, jsonb_build_object('album', album) as description from album_descriptions`,
  });
}

interface Subject {
  /** `id`, `plays`, `ms`, `first_played_at`, `last_played_at`, summed up from `played` */
  readonly totals: RawBuilder<unknown>;
  /** `id`, `name`, and `text` that a search looks through */
  readonly names: RawBuilder<unknown>;
  /** `id` and a jsonb object that holds the subject under its name in the interface */
  readonly descriptions: RawBuilder<unknown>;
}

/** Ranks are places in the whole period, so that a search shows where its finds really stand. */
async function listRows<Row>(
  database: Database,
  listenerId: ListenerId,
  query: LeaderboardQuery,
  subject: Subject,
): Promise<Page<Row>> {
  const measure = query.sort === 'ms' ? sql.ref('ms') : sql.ref('plays');
  const isSearch = query.search !== undefined && query.search.trim() !== '';
  const { rows } = await sql<{ row: Row | null; total: number }>`
    with played as materialized (${playedRecordings(listenerId, query)}),
    totals as materialized (${subject.totals}),
    filtered as materialized (
      select t.*, n.name from (
        select t.*, rank() over (order by ${measure} desc) as rank,
          coalesce(${measure}::float8 / nullif((select sum(${measure}) from played), 0), 0) as share
        from totals t
      ) t join (${subject.names}) n on n.id = t.id
      where ${isSearch ? sql`searchable(n.text) like all (${searchPatterns(query.search ?? '')})` : sql`true`}
    ), page as (
      select f.*, row_number() over (order by ${ordering(query)}) as place
      from filtered f order by place limit ${query.limit} offset ${query.offset}
    )
    select c.total, case when p.id is not null then d.description || jsonb_build_object(
      'rank', p.rank, 'plays', p.plays, 'ms', p.ms, 'share', p.share,
      'firstPlayedAt', to_char(p.first_played_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'),
      'lastPlayedAt', to_char(p.last_played_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')) end as row
    from (select count(*) as total from filtered) c
    left join page p on true
    left join (${subject.descriptions}) d on d.id = p.id
    order by p.place`.execute(database);
  return { total: rows[0]?.total ?? 0, items: rows.flatMap(({ row }) => (row ? [row] : [])) };
}

function ordering({ sort, order }: LeaderboardQuery): RawBuilder<unknown> {
  const direction = sql.raw((order ?? (sort === 'name' ? 'asc' : 'desc')) === 'asc' ? 'asc' : 'desc');
  const column = {
    plays: sql`f.plays`,
    ms: sql`f.ms`,
    name: sql`searchable(f.name)`,
    lastPlayed: sql`f.last_played_at`,
  }[sort];
  return sql`${column} ${direction}, f.plays desc, f.ms desc, f.id`;
}
