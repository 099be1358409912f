import type { LastPlayedWeek, PlaylistChange, PlaylistTrack } from '@analytics/contract/playlist';
import { type RawBuilder, sql } from 'kysely';
import type { Database } from '../database/database.ts';
import { toInstant } from '../database/instant.ts';
import type { ListenerId } from '../database/listener-id.ts';
import { isTrackCalled } from '../database/search.ts';

export interface PlaylistTracksQuery {
  readonly sort: 'position' | 'name' | 'plays' | 'ms' | 'lastPlayed' | 'added';
  readonly order: 'asc' | 'desc' | undefined;
  readonly search: string | undefined;
  readonly played: 'never' | 'not-for-a-year' | undefined;
  readonly limit: number;
  readonly offset: number;
}

/** The rows of a playlist with what the listener has played of them. */
export async function listPlaylistTracks(
  database: Database,
  listenerId: ListenerId,
  playlistId: number,
  query: PlaylistTracksQuery,
): Promise<{ items: PlaylistTrack[]; total: number }> {
  const { rows } = await sql<{ row: PlaylistTrack | null; total: number }>`
    with listed as materialized (
      select l.position, l.status, l.added_at, l.track_id, k.name,
        coalesce(t.plays, 0) as plays, coalesce(t.ms, 0) as ms, t.last_played_at
      from playlist_tracks l
      join tracks k on k.id = l.track_id
      left join recording_totals t on t.user_id = ${listenerId} and t.recording_id = k.recording_id
      where l.playlist_id = ${playlistId} and ${isPlayed(query)} and ${isFound(query, playlistId)}
    ), page as (
      select l.*, row_number() over (order by ${ordering(query)}) as place
      from listed l order by place limit ${query.limit} offset ${query.offset}
    )
    select c.total, case when p.place is not null then json_build_object(
      'position', p.position, 'track', d.track, 'status', p.status, 'addedAt', ${toInstant(sql`p.added_at`)},
      'plays', p.plays, 'ms', p.ms, 'lastPlayedAt', ${toInstant(sql`p.last_played_at`)}) end as row
    from (select count(*) as total from listed) c
    left join (page p join track_descriptions d on d.id = p.track_id) on true
    order by p.place`.execute(database);
  return { total: rows[0]?.total ?? 0, items: rows.flatMap(({ row }) => (row ? [row] : [])) };
}

function isPlayed({ played }: PlaylistTracksQuery): RawBuilder<boolean> {
  if (played === 'never') return sql`coalesce(t.plays, 0) = 0`;
  if (played === 'not-for-a-year') return sql`t.last_played_at < now() - interval '1 year'`;
  return sql`true`;
}

function isFound({ search }: PlaylistTracksQuery, playlistId: number): RawBuilder<boolean> {
  if (search === undefined) return sql`true`;
  const own = sql`select track_id from playlist_tracks where playlist_id = ${playlistId}`;
  return isTrackCalled(search, {
    artists: sql`select artist_id from track_artists where track_id in (${own})`,
    albums: sql`select album_id from tracks where id in (${own})`,
  });
}

/** No two rows are equal in it, so that pages neither overlap nor leave anything out. */
function ordering({ sort, order }: PlaylistTracksQuery): RawBuilder<unknown> {
  const isAscending = (order ?? (sort === 'position' || sort === 'name' ? 'asc' : 'desc')) === 'asc';
  // What was never played comes before what was played long ago.
  const direction = isAscending ? sql`asc nulls first` : sql`desc nulls last`;
  const column = {
    position: sql`position`,
    name: sql`searchable(name)`,
    plays: sql`plays`,
    ms: sql`ms`,
    lastPlayed: sql`last_played_at`,
    added: sql`added_at`,
  }[sort];
  return sql`${column} ${direction}, position`;
}

/** The recordings of a playlist, each once, with when the listener last played them. */
const lastPlays = (listenerId: ListenerId, playlistId: number) => sql`(
  select distinct k.recording_id, t.last_played_at
  from playlist_tracks l
  join tracks k on k.id = l.track_id
  left join recording_totals t on t.user_id = ${listenerId} and t.recording_id = k.recording_id
  where l.playlist_id = ${playlistId})`;

/** How many tracks were last played in which of the listener's weeks, without gaps up to this week. */
export async function listLastPlayedWeeks(
  database: Database,
  listenerId: ListenerId,
  playlistId: number,
): Promise<LastPlayedWeek[]> {
  const { rows } = await sql<LastPlayedWeek>`
    with own as (select timezone, week_start from users where id = ${listenerId}),
    weeks as (
      select first_day_of('week', (p.last_played_at at time zone o.timezone)::date, o.week_start) as date, count(*)::int as tracks
      from ${lastPlays(listenerId, playlistId)} p cross join own o
      where p.last_played_at is not null
      group by 1
    ), span as (
      select min(w.date) as first, greatest(max(w.date), first_day_of('week', (now() at time zone o.timezone)::date, o.week_start)) as last
      from weeks w cross join own o group by o.timezone, o.week_start
    )
    select g.day::date as date, coalesce(w.tracks, 0) as tracks
    from span s
    cross join generate_series(s.first::timestamp, s.last::timestamp, interval '7 days') g (day)
    left join weeks w on w.date = g.day::date
    order by 1`.execute(database);
  return rows;
}

/** How many tracks of a playlist the listener has never played. */
export async function countNeverPlayed(
  database: Database,
  listenerId: ListenerId,
  playlistId: number,
): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select count(*) from ${lastPlays(listenerId, playlistId)} p where p.last_played_at is null`.execute(
    database,
  );
  return rows[0]?.count ?? 0;
}

/** What scans have noticed, the latest first. */
export async function listPlaylistChanges(
  database: Database,
  playlistId: number,
  { limit, offset }: { limit: number; offset: number },
): Promise<{ items: PlaylistChange[]; total: number }> {
  const { rows } = await sql<{ row: PlaylistChange | null; total: number }>`
    select c.total, case when p.id is not null then json_build_object(
      'kind', p.kind, 'noticedAt', ${toInstant(sql`p.noticed_at`)}, 'track', d.track, 'addedAt', ${toInstant(sql`p.added_at`)}) end as row
    from (select count(*) as total from playlist_changes where playlist_id = ${playlistId}) c
    left join (
      (select * from playlist_changes where playlist_id = ${playlistId} order by id desc limit ${limit} offset ${offset}) p
      join track_descriptions d on d.id = p.track_id
    ) on true
    order by p.id desc`.execute(database);
  return { total: rows[0]?.total ?? 0, items: rows.flatMap(({ row }) => (row ? [row] : [])) };
}
