import type { HourlyTotal, WeekdayHourTotal } from '@analytics/contract/stats';
import { type RawBuilder, sql } from 'kysely';
import type { Database } from '../database/database.ts';
import type { ListenerId } from '../database/listener-id.ts';
import { isHourWithin, isWithin, type Period } from '../database/period.ts';
import { type Focus, tracksOf } from './focus.queries.ts';
import { coversAllPlays, findSpan, type Span } from './span.queries.ts';

const WEEKDAYS = [1, 2, 3, 4, 5, 6, 7];
const HOURS = Array.from({ length: 24 }, (_, hour) => hour);

/** Listening by hour of the day, or that of a track, an artist or an album; the average is over the days that have passed, with plays or without. */
export async function listHourlyTotals(
  database: Database,
  listenerId: ListenerId,
  period: Period,
  focus: Focus = {},
): Promise<HourlyTotal[]> {
  const span = await findSpan(database, listenerId, period);
  const tracks = tracksOf(focus);
  const cells = await (tracks
    ? listHoursOf(database, listenerId, tracks, period)
    : listPlayedHours(database, listenerId, period, span));
  const days = Math.max(span?.passedDays ?? 0, 1);
  const hours = HOURS.map((hour) => ({ hour, plays: 0, ms: 0, averagePlays: 0 }));
  for (const { hour, plays, ms } of cells) {
    const row = hours[hour];
    if (!row) continue;
    row.plays += plays;
    row.ms += ms;
    row.averagePlays = row.plays / days;
  }
  return hours;
}

async function listHoursOf(
  database: Database,
  listenerId: ListenerId,
  tracks: RawBuilder<unknown>,
  period: Period,
) {
  const { rows } = await sql<Omit<HourlyTotal, 'averagePlays'>>`
    select extract(hour from p.played_at at time zone u.timezone)::int as hour, count(*)::int as plays,
      sum(p.ms_played)::bigint as ms
    from (${tracks}) k
    join plays p on p.user_id = ${listenerId} and p.track_id = k.id and p.counted
    join users u on u.id = p.user_id
    where ${isWithin(sql`p.played_at`, period, listenerId)}
    group by 1`.execute(database);
  return rows;
}

/** The 7 × 24 cells of the heat map; weekday 1 is Monday, wherever the listener's weeks begin. */
export async function listWeekdayHourTotals(
  database: Database,
  listenerId: ListenerId,
  period: Period,
): Promise<WeekdayHourTotal[]> {
  const span = await findSpan(database, listenerId, period);
  const played = await listPlayedHours(database, listenerId, period, span);
  const cells = new Map(played.map((cell) => [cell.weekday * 24 + cell.hour, cell]));
  return WEEKDAYS.flatMap((weekday) =>
    HOURS.map((hour) => cells.get(weekday * 24 + hour) ?? { weekday, hour, plays: 0, ms: 0 }),
  );
}

/** The hours of the week in which something was played. All time is kept ready; any other period is summed up from its hours. */
async function listPlayedHours(
  database: Database,
  listenerId: ListenerId,
  period: Period,
  span: Span | undefined,
) {
  if (!span) return [];
  const relation = coversAllPlays(span)
    ? sql`select weekday, hour, plays, ms from weekday_hour_totals where user_id = ${listenerId}`
    : sql`
        select extract(isodow from hour)::int as weekday, extract(hour from hour)::int as hour, sum(plays)::int as plays, sum(ms)::bigint as ms
        from hour_totals where user_id = ${listenerId} and ${isHourWithin(sql`hour`, period)}
        group by 1, 2`;
  const { rows } = await sql<WeekdayHourTotal>`${relation}`.execute(database);
  return rows;
}
