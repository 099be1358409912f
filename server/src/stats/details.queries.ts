import type { Album } from '@analytics/contract/album';
import type { Artist } from '@analytics/contract/artist';
import type { Track } from '@analytics/contract/track';
import { type RawBuilder, sql } from 'kysely';
import type { Database } from '../database/database.ts';
import type { ListenerId } from '../database/listener-id.ts';
import { DomainError } from '../errors.ts';
import { playedTracks, type Subject } from './leaderboard-subjects.queries.ts';

/** Whether the listener's history has any play of these tracks, be it a short one. */
export async function hasPlays(
  database: Database,
  listenerId: ListenerId,
  tracks: RawBuilder<unknown>,
): Promise<boolean> {
  const { rows } = await sql`
    select from (${tracks}) k
    join plays p on p.user_id = ${listenerId} and p.track_id = k.id and p.deleted_at is null limit 1`.execute(
    database,
  );
  return rows.length > 0;
}

/** Plays that are added up; the first and the last of them. */
interface Sum {
  readonly plays: number;
  readonly ms: number;
  readonly firstPlayedAt: Date;
  readonly lastPlayedAt: Date;
}

/** What was played in one hour of the day over one month; `date` is the month's first day. */
export interface MonthHour extends Sum {
  readonly date: string;
  readonly hour: number;
  readonly firstDay: string;
}

interface TrackSum extends Sum {
  readonly trackId: number;
}

/** The counted plays of some tracks, added up in two ways. */
export interface OwnPlays {
  /** By month and hour of the listener's clock, without those that have none, oldest month first. */
  readonly monthHours: readonly MonthHour[];
  readonly byTrack: readonly TrackSum[];
}

/** Goes through the counted plays of tracks once: they may be many. */
export async function sumOwnPlays(
  database: Database,
  listenerId: ListenerId,
  tracks: RawBuilder<unknown>,
): Promise<OwnPlays> {
  const { rows } = await sql<MonthHour | (TrackSum & { date: null })>`
    select date, hour, track_id as "trackId", count(*)::int as plays, sum(ms_played)::bigint as ms,
      min(played_at) as "firstPlayedAt", max(played_at) as "lastPlayedAt", min(local)::date as "firstDay"
    from (
      select track_id, ms_played, played_at, local, date_trunc('month', local)::date as date, extract(hour from local)::int as hour
      from (
        select p.track_id, p.ms_played, p.played_at,
          p.played_at at time zone (select timezone from users where id = ${listenerId}) as local
        from (${tracks}) k join plays p on p.user_id = ${listenerId} and p.track_id = k.id and p.counted
      ) p
    ) p
    group by grouping sets ((date, hour), (track_id)) order by date, hour`.execute(database);
  return {
    monthHours: rows.filter((row) => row.date !== null),
    byTrack: rows.filter((row) => row.date === null),
  };
}

interface Places {
  rank: number;
  monthRank: number;
  /** All plays of the listener. */
  everything: number;
}

/** The places that so many plays have among all of the subject's kind, in all time and in one month. */
export async function getPlaces(
  database: Database,
  listenerId: ListenerId,
  subject: Subject,
  plays: number,
  month: { from: string; to: string; plays: number },
): Promise<Places> {
  const { rows } = await sql<Places>`
    with played as materialized (${playedTracks(listenerId, month)}),
    in_month as (${subject.summed}),
    kept as (${subject.kept(listenerId)})
    select (select count(*) + 1 from kept where plays > ${plays}::int) as rank,
      (select count(*) + 1 from in_month where plays > ${month.plays}::int) as "monthRank",
      (select sum(plays)::int from calendar_totals where user_id = ${listenerId} and unit = 'month') as everything`.execute(
    database,
  );
  const [places] = rows;
  if (!places) throw new Error('an aggregate answers one row');
  return places;
}

/** What else the plays of tracks are plays of, the most played first: rows of a subject, and how many there are in all. */
export async function listRelated<Description>(
  database: Database,
  { byTrack }: OwnPlays,
  subject: Subject<Description>,
  limit: number,
): Promise<{ items: (Description & { plays: number; ms: number })[]; total: number }> {
  const { rows } = await sql<{ row: Description & { plays: number; ms: number }; total: number }>`
    with played as materialized (
      select "trackId" as track_id, plays, ms, "firstPlayedAt" as first_played_at, "lastPlayedAt" as last_played_at
      from jsonb_to_recordset(${JSON.stringify(byTrack)}::jsonb)
        as p ("trackId" bigint, plays int, ms bigint, "firstPlayedAt" timestamptz, "lastPlayedAt" timestamptz)
    ), totals as materialized (${subject.summed}),
    page as (select * from totals order by plays desc, ms desc, id limit ${limit})
    select json_build_object(${subject.kind}::text, d.description, 'plays', p.plays, 'ms', p.ms) as row, (select count(*) from totals) as total
    from page p ${subject.description}
    order by p.plays desc, p.ms desc, p.id`.execute(database);
  return { items: rows.map(({ row }) => row), total: rows[0]?.total ?? 0 };
}

/** Those of the tracks that the listener has played, but not `except`. */
export async function listPlayedTracks(
  database: Database,
  listenerId: ListenerId,
  tracks: RawBuilder<unknown>,
  except: number,
): Promise<Track[]> {
  const { rows } = await sql<{ track: Track }>`
    select d.track from track_descriptions d
    where d.id in (${tracks}) and d.id <> ${except}
      and exists (select from plays p where p.user_id = ${listenerId} and p.track_id = d.id and p.deleted_at is null)
    order by d.id`.execute(database);
  return rows.map(({ track }) => track);
}

/** The track, artist or album itself, as the interface shows it. */
export async function getTrack(database: Database, id: number): Promise<Track> {
  const { rows } = await sql<{ track: Track }>`select track from track_descriptions where id = ${id}`.execute(
    database,
  );
  return required(rows).track;
}

export async function getArtist(database: Database, id: number): Promise<Artist> {
  const { rows } = await sql<{
    artist: Artist;
  }>`select artist from artist_descriptions where id = ${id}`.execute(database);
  return required(rows).artist;
}

export async function getAlbum(database: Database, id: number): Promise<Album> {
  const { rows } = await sql<{ album: Album }>`select album from album_descriptions where id = ${id}`.execute(
    database,
  );
  return required(rows).album;
}

function required<Row>([row]: readonly Row[]): Row {
  if (!row) throw new DomainError('not-found', 'There is nothing of this id in your history.');
  return row;
}
