import type { Artist } from '@analytics/contract/artist';
import type { Summary } from '@analytics/contract/stats';
import type { Track } from '@analytics/contract/track';
import { type RawBuilder, sql } from 'kysely';
import type { Database } from '../database/database.ts';
import type { ListenerId } from '../database/listener-id.ts';
import type { Period } from '../database/period.ts';
import { albums, artists, isAllTime, playedTracks, tracks } from './leaderboard-subjects.queries.ts';
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
  const [{ rows }, streaks] = await Promise.all([
    sql<Figures>`${isAllTime(period) ? figuresOfAllTime(listenerId) : figuresOf(listenerId, period)}`.execute(
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
    ${topTrack(tracks.kept(listenerId))},
    ${topArtist(artists.kept(listenerId))}
  from calendar_totals m where m.user_id = ${listenerId} and m.unit = 'month'`;

/** Any other period is summed up from its plays. */
const figuresOf = (listenerId: ListenerId, period: Period) => sql`
  with played as materialized (${playedTracks(listenerId, period)}),
    tracks_played as materialized (${tracks.summed}),
    artists_played as materialized (${artists.summed}),
    albums_played as (${albums.summed})
  select coalesce(sum(p.plays), 0)::int as plays, coalesce(sum(p.ms), 0)::bigint as ms,
    (select count(*) from tracks_played) as "distinctTracks",
    (select count(*) from artists_played) as "distinctArtists",
    (select count(*) from albums_played) as "distinctAlbums",
    min(p.first_played_at) as "firstPlayedAt", max(p.last_played_at) as "lastPlayedAt",
    ${topTrack(sql`select * from tracks_played`)},
    ${topArtist(sql`select * from artists_played`)}
  from played p`;

const topTrack = (totals: RawBuilder<unknown>) => sql`(
  select json_build_object('track', d.track, 'plays', r.plays, 'ms', r.ms)
  from (${totals} order by plays desc, ms desc, id limit 1) r
  join recording_tracks k on k.recording_id = r.id
  join track_descriptions d on d.id = k.track_id) as "topTrack"`;

const topArtist = (totals: RawBuilder<unknown>) => sql`(
  select json_build_object('artist', d.artist, 'plays', a.plays, 'ms', a.ms)
  from (${totals} order by plays desc, ms desc, id limit 1) a
  join artist_descriptions d on d.id = a.id) as "topArtist"`;
