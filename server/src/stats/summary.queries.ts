import type { Artist } from '@analytics/contract/artist';
import type { Summary } from '@analytics/contract/stats';
import type { Track } from '@analytics/contract/track';
import { type RawBuilder, sql } from 'kysely';
import type { Database } from '../database/database.ts';
import type { ListenerId } from '../database/listener-id.ts';
import { isWithin, type Period } from '../database/period.ts';
import { findLongestStreaks } from './streaks.queries.ts';

interface Figures {
  plays: number;
  ms: number;
  distinctTracks: number;
  distinctArtists: number;
  distinctAlbums: number;
  firstPlayedAt: Date | null;
  lastPlayedAt: Date | null;
  topTrack: { track: Track; plays: number; ms: number } | null;
  topArtist: { artist: Artist; plays: number; ms: number } | null;
}

/** The key figures of a period. */
export async function getSummary(
  database: Database,
  listenerId: ListenerId,
  period: Period,
): Promise<Summary> {
  const isAllTime = period.from === undefined && period.to === undefined;
  const [{ rows }, streaks] = await Promise.all([
    sql<Figures>`${isAllTime ? figuresOfAllTime(listenerId) : figuresOf(listenerId, period)}`.execute(
      database,
    ),
    findLongestStreaks(database, listenerId, period),
  ]);
  const figures = rows[0];
  if (!figures) throw new Error('an aggregate answers one row');
  return {
    ...figures,
    firstPlayedAt: figures.firstPlayedAt?.toISOString() ?? null,
    lastPlayedAt: figures.lastPlayedAt?.toISOString() ?? null,
    currentStreakDays: streaks.current,
    longestStreakDays: streaks.longest?.days ?? 0,
  };
}

/** All time is read from totals. */
const figuresOfAllTime = (listenerId: ListenerId) => sql`
  select coalesce(sum(m.plays), 0)::int as plays, coalesce(sum(m.ms), 0)::bigint as ms,
    (select count(*) from recording_totals where user_id = ${listenerId}) as "distinctTracks",
    (select count(*) from artist_totals where user_id = ${listenerId}) as "distinctArtists",
    (select count(*) from album_totals where user_id = ${listenerId}) as "distinctAlbums",
    (select played_at from plays where user_id = ${listenerId} and counted order by played_at limit 1) as "firstPlayedAt",
    (select played_at from plays where user_id = ${listenerId} and counted order by played_at desc limit 1) as "lastPlayedAt",
    ${topTrack(sql`select recording_id, plays, ms from recording_totals where user_id = ${listenerId}`)},
    ${topArtist(sql`select artist_id, plays, ms from artist_totals where user_id = ${listenerId}`)}
  from calendar_totals m where m.user_id = ${listenerId} and m.unit = 'month'`;

/** Any other period is summed up from its plays. */
const figuresOf = (listenerId: ListenerId, period: Period) => sql`
  with played as materialized (
    select p.track_id, count(*) as plays, sum(p.ms_played) as ms, min(p.played_at) as first_played_at, max(p.played_at) as last_played_at
    from plays p
    where p.user_id = ${listenerId} and p.counted and ${isWithin(sql`p.played_at`, period, listenerId)}
    group by 1
  ), recordings_played as materialized (
    select k.recording_id, sum(p.plays)::int as plays, sum(p.ms)::bigint as ms
    from played p join tracks k on k.id = p.track_id
    group by 1
  ), artists_played as materialized (
    select t.artist_id, sum(p.plays)::int as plays, sum(p.ms)::bigint as ms
    from played p join track_artists t on t.track_id = p.track_id
    group by 1
  )
  select coalesce(sum(p.plays), 0)::int as plays, coalesce(sum(p.ms), 0)::bigint as ms,
    (select count(*) from recordings_played) as "distinctTracks",
    (select count(*) from artists_played) as "distinctArtists",
    (select count(distinct k.album_id) from played p join tracks k on k.id = p.track_id) as "distinctAlbums",
    min(p.first_played_at) as "firstPlayedAt", max(p.last_played_at) as "lastPlayedAt",
    ${topTrack(sql`select * from recordings_played`)},
    ${topArtist(sql`select * from artists_played`)}
  from played p`;

const topTrack = (recordings: RawBuilder<unknown>) => sql`(
  select jsonb_build_object('track', d.track, 'plays', r.plays, 'ms', r.ms)
  from (${recordings} order by plays desc, ms desc, recording_id limit 1) r
  join recording_tracks k on k.recording_id = r.recording_id
  join track_descriptions d on d.id = k.track_id) as "topTrack"`;

const topArtist = (artists: RawBuilder<unknown>) => sql`(
  select jsonb_build_object('artist', d.artist, 'plays', a.plays, 'ms', a.ms)
  from (${artists} order by plays desc, ms desc, artist_id limit 1) a
  join artist_descriptions d on d.id = a.artist_id) as "topArtist"`;
