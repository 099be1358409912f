import type { Diversity } from '@analytics/contract/habits';
import type { DailyTotal } from '@analytics/contract/stats';
import { type RawBuilder, sql } from 'kysely';
import type { Database } from '../database/database.ts';
import type { ListenerId } from '../database/listener-id.ts';
import { isWithin, type Period } from '../database/period.ts';
import { type CalendarUnit, dayText } from './calendar-days.ts';
import { type Focus, tracksOf } from './focus.queries.ts';
import { findUnits, listUnits } from './units.queries.ts';

/**
 * Listening by day, week or month of the listener's calendar, zeros included. An open beginning is the first play, an open end is
 * today. All of it is kept ready; that of a track, an artist or an album is counted.
 */
export async function listDailyTotals(
  database: Database,
  listenerId: ListenerId,
  unit: CalendarUnit,
  period: Period,
  focus: Focus = {},
): Promise<DailyTotal[]> {
  const tracks = tracksOf(focus);
  if (!tracks) return listUnits(database, listenerId, unit, period);
  const span = await findUnits(database, listenerId, unit, period);
  const counted = await countUnitsOf(database, listenerId, tracks, unit, period);
  return (span?.units ?? []).map(({ start }) => {
    const date = dayText(start);
    return counted.get(date) ?? { date, plays: 0, ms: 0, tracks: 0, artists: 0 };
  });
}

async function countUnitsOf(
  database: Database,
  listenerId: ListenerId,
  tracks: RawBuilder<unknown>,
  unit: CalendarUnit,
  period: Period,
): Promise<Map<string, DailyTotal>> {
  const { rows } = await sql<DailyTotal>`
    with played as materialized (
      select first_day_of(${unit}, (p.played_at at time zone u.timezone)::date, u.week_start) as date, p.track_id,
        count(*) as plays, sum(p.ms_played) as ms
      from (${tracks}) k
      join plays p on p.user_id = ${listenerId} and p.track_id = k.id and p.counted
      join users u on u.id = p.user_id
      where ${isWithin(sql`p.played_at`, period, listenerId)}
      group by 1, 2
    )
    select t.date, t.plays, t.ms, t.tracks, coalesce(a.artists, 0) as artists
    from (
      select p.date, sum(p.plays)::int as plays, sum(p.ms)::bigint as ms, count(distinct k.recording_id)::int as tracks
      from played p join tracks k on k.id = p.track_id group by 1
    ) t
    left join (
      select p.date, count(distinct a.artist_id)::int as artists
      from played p join track_artists a on a.track_id = p.track_id group by 1
    ) a on a.date = t.date`.execute(database);
  return new Map(rows.map((total) => [total.date, total]));
}

/** How many and how different artists were played, by day, week or month, zeros included. */
export async function listDiversity(
  database: Database,
  listenerId: ListenerId,
  unit: CalendarUnit,
  period: Period,
): Promise<Diversity[]> {
  const units = await listUnits(database, listenerId, unit, period, { withDiversity: true });
  const { rows } = await sql<{ date: string; artists: number }>`
    select first_day_of(${unit}, (a.first_played_at at time zone u.timezone)::date, u.week_start) as date, count(*)::int as artists
    from artist_totals a join users u on u.id = a.user_id
    where a.user_id = ${listenerId} and ${isWithin(sql`a.first_played_at`, period, listenerId)}
    group by 1`.execute(database);
  const newArtists = new Map(rows.map(({ date, artists }) => [date, artists]));
  return units.map(({ date, plays, artists, topTenShare, shannon }) => ({
    date,
    plays,
    artists,
    newArtists: newArtists.get(date) ?? 0,
    topTenShare: topTenShare ?? 0,
    shannon: shannon ?? 0,
  }));
}
