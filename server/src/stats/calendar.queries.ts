import type { Diversity } from '@analytics/contract/habits';
import type { DailyTotal } from '@analytics/contract/stats';
import { sql } from 'kysely';
import type { Database } from '../database/database.ts';
import type { ListenerId } from '../database/listener-id.ts';
import { isWithin, type Period } from '../database/period.ts';
import type { CalendarUnit } from './calendar-days.ts';
import { listUnits } from './units.queries.ts';

/**
 * Listening by day, week or month of the listener's calendar, zeros included. An open beginning is the first play, an open end is
 * today.
 */
export async function listDailyTotals(
  database: Database,
  listenerId: ListenerId,
  unit: CalendarUnit,
  period: Period,
): Promise<DailyTotal[]> {
  return listUnits(database, listenerId, unit, period);
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
