import type { Artist } from '@analytics/contract/artist';
import type { Summary } from '@analytics/contract/stats';
import type { Track } from '@analytics/contract/track';
import { sql } from 'kysely';
import type { Database } from '../database/database.ts';
import type { ListenerId } from '../database/listener-id.ts';
import { isHourWithin, type Period } from '../database/period.ts';
import { playedRecordings } from './played-recordings.queries.ts';

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
  const { rows } = await sql<Figures>`
    with played as materialized (${playedRecordings(listenerId, period)}),
    artists_played as materialized (
      select t.artist_id, sum(p.plays)::int as plays, sum(p.ms)::bigint as ms
      from played p join recording_tracks r on r.recording_id = p.recording_id
      join track_artists t on t.track_id = r.track_id
      group by 1
    )
    select coalesce(sum(p.plays), 0)::int as plays, coalesce(sum(p.ms), 0)::bigint as ms,
      count(*) as "distinctTracks",
      (select count(*) from artists_played) as "distinctArtists",
      (select count(distinct r.album_id) from played p join recording_tracks r on r.recording_id = p.recording_id) as "distinctAlbums",
      min(p.first_played_at) as "firstPlayedAt", max(p.last_played_at) as "lastPlayedAt",
      (select jsonb_build_object('track', d.track, 'plays', p.plays, 'ms', p.ms)
        from (select * from played order by plays desc, ms desc, recording_id limit 1) p
        join recording_tracks r on r.recording_id = p.recording_id
        join track_descriptions d on d.id = r.track_id) as "topTrack",
      (select jsonb_build_object('artist', d.artist, 'plays', a.plays, 'ms', a.ms)
        from (select * from artists_played order by plays desc, ms desc, artist_id limit 1) a
        join artist_descriptions d on d.id = a.artist_id) as "topArtist"
    from played p`.execute(database);
  const figures = rows[0];
  if (!figures) throw new Error('an aggregate answers one row');
  return {
    ...figures,
    firstPlayedAt: figures.firstPlayedAt?.toISOString() ?? null,
    lastPlayedAt: figures.lastPlayedAt?.toISOString() ?? null,
    ...(await getStreaks(database, listenerId, period)),
  };
}

/** Runs of days with at least one play; the current one may end today or yesterday. */
async function getStreaks(database: Database, listenerId: ListenerId, period: Period) {
  const { rows } = await sql<{ currentStreakDays: number; longestStreakDays: number }>`
    with days as (
      select distinct hour::date as day from hour_totals
      where user_id = ${listenerId} and ${isHourWithin(sql`hour`, period)}
    ), streaks as (
      select count(*)::int as length, max(day) as last
      from (select day, day - (row_number() over (order by day))::int as streak from days) d
      group by streak
    )
    select coalesce(max(length), 0) as "longestStreakDays",
      coalesce(max(length) filter (
        where last >= (now() at time zone (select timezone from users where id = ${listenerId}))::date - 1
      ), 0) as "currentStreakDays"
    from streaks`.execute(database);
  return rows[0] ?? { currentStreakDays: 0, longestStreakDays: 0 };
}
