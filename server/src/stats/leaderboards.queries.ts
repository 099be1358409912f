import type { AlbumRow } from '@analytics/contract/album';
import type { ArtistRow } from '@analytics/contract/artist';
import type { TrackRow } from '@analytics/contract/track';
import { type RawBuilder, sql } from 'kysely';
import type { Database } from '../database/database.ts';
import type { ListenerId } from '../database/listener-id.ts';
import type { Period } from '../database/period.ts';
import {
  albums,
  artists,
  isAllTime,
  playedTracks,
  type Subject,
  tracks,
} from './leaderboard-subjects.queries.ts';

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
export const listTracks = (
  database: Database,
  listenerId: ListenerId,
  query: LeaderboardQuery,
): Promise<Page<TrackRow>> => listRows<TrackRow>(database, listenerId, query, tracks);

/** Artists of the period; a play of several artists counts for each of them. */
export const listArtists = (
  database: Database,
  listenerId: ListenerId,
  query: LeaderboardQuery,
): Promise<Page<ArtistRow>> => listRows<ArtistRow>(database, listenerId, query, artists);

/** Albums of the period. */
export const listAlbums = (
  database: Database,
  listenerId: ListenerId,
  query: LeaderboardQuery,
): Promise<Page<AlbumRow>> => listRows<AlbumRow>(database, listenerId, query, albums);

/** Ranks are places in the whole period, so that a search shows where its finds really stand. */
async function listRows<Row>(
  database: Database,
  listenerId: ListenerId,
  query: LeaderboardQuery,
  subject: Subject,
): Promise<Page<Row>> {
  const measure = sql.ref(query.sort === 'ms' ? 'ms' : 'plays');
  const { rows } = await sql<{ row: Row | null; total: number }>`
    with ${totalsAndSum(listenerId, query, subject)},
    found as ${found(listenerId, query, subject, measure)},
    page as (
      select f.*, row_number() over (order by ${ordering(query)}) as place
      from found f order by place limit ${query.limit} offset ${query.offset}
    )
    select c.total, case when p.id is not null then json_build_object(
      ${subject.kind}::text, d.description, 'rank', p.rank, 'plays', p.plays, 'ms', p.ms,
      'share', coalesce(p.${measure}::float8 / nullif(s.${measure}, 0), 0),
      'firstPlayedAt', to_char(p.first_played_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'),
      'lastPlayedAt', to_char(p.last_played_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')) end as row
    from (select count(*) as total from ${isSearch(query) ? sql`found` : sql`totals`}) c
    cross join everything s
    left join (page p ${subject.description}) on true
    order by p.place`.execute(database);
  return { total: rows[0]?.total ?? 0, items: rows.flatMap(({ row }) => (row ? [row] : [])) };
}

/** `totals`, the rows of the leaderboard, and `everything`, the sum of all plays. All time is kept, a period is summed up. */
function totalsAndSum(listenerId: ListenerId, query: LeaderboardQuery, subject: Subject) {
  if (isAllTime(query)) {
    return sql`totals as not materialized (${subject.kept(listenerId)}),
      everything as (
        select sum(plays) as plays, sum(ms) as ms from calendar_totals where user_id = ${listenerId} and unit = 'month')`;
  }
  return sql`played as materialized (${playedTracks(listenerId, query)}),
    totals as materialized (${subject.summed}),
    everything as (select sum(plays) as plays, sum(ms) as ms from played)`;
}

/** The rows of `totals` that the search finds, with their `rank`, and `name` where it is sorted by. */
function found(
  listenerId: ListenerId,
  query: LeaderboardQuery,
  subject: Subject,
  measure: RawBuilder<unknown>,
) {
  const ranked = sql`(
    select *, rank() over (order by ${measure} desc) as rank
    from ${isByRank(query) ? sql`(select * from totals order by ${ordering(query)} limit ${query.offset + query.limit})` : sql`totals`} r)`;
  const names = query.sort === 'name' ? sql`join (${subject.names}) n on n.id = t.id` : sql``;
  const name = query.sort === 'name' ? sql`, n.name` : sql``;
  const condition = isSearch(query) ? subject.isCalled(query.search ?? '', listenerId) : sql`true`;
  return sql`(select t.*${name} from ${ranked} t ${names} where ${condition})`;
}

const isSearch = ({ search }: LeaderboardQuery) => search !== undefined && search.trim() !== '';

/** Whether the page is ordered as the ranks are, so that what comes after it need not be ranked. */
const isByRank = (query: LeaderboardQuery) =>
  (query.sort === 'plays' || query.sort === 'ms') && query.order !== 'asc' && !isSearch(query);

/** No two rows are equal in it, so that pages neither overlap nor leave anything out. */
function ordering({ sort, order }: LeaderboardQuery): RawBuilder<unknown> {
  const direction = (order ?? (sort === 'name' ? 'asc' : 'desc')) === 'asc' ? sql`asc` : sql`desc`;
  if (sort === 'plays') return sql`plays ${direction}, ms desc, id`;
  const column = { ms: sql`ms`, name: sql`name`, lastPlayed: sql`last_played_at` }[sort];
  return sql`${column} ${direction}, plays desc, ms desc, id`;
}
