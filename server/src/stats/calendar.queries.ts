import type { DailyTotal, HourlyTotal, WeekdayHourTotal } from '@analytics/contract/stats';
import { sql } from 'kysely';
import type { Database } from '../database/database.ts';
import type { ListenerId } from '../database/listener-id.ts';
import { isHourWithin, isWithin, type Period } from '../database/period.ts';
import { DomainError } from '../errors.ts';

/** Two centuries of days. */
const MOST_ROWS = 75_000;

/**
 * Listening by day, week (from Monday) or month of the listener's calendar, zeros included. An open beginning is the first
 * play, an open end is today.
 */
export async function listDailyTotals(
  database: Database,
  listenerId: ListenerId,
  unit: 'day' | 'week' | 'month',
  period: Period,
): Promise<DailyTotal[]> {
  const span = await findSpan(database, listenerId, period);
  if (!span) return [];
  const days = (Date.parse(span.to) - Date.parse(span.from)) / 86_400_000;
  if (days / { day: 1, week: 7, month: 30 }[unit] > MOST_ROWS) {
    throw new DomainError(
      'invalid-request',
      `The period has too many ${unit}s; choose a shorter one or a longer unit.`,
    );
  }
  const { rows } = await sql<DailyTotal>`
    with calendar as (
      select generate_series(date_trunc(${unit}, ${span.from}::timestamp), ${span.to}::timestamp - interval '1 day',
        ('1 ' || ${unit})::interval)::date as date
    ), hours as (
      select date_trunc(${unit}, hour)::date as date, sum(plays)::int as plays, sum(ms)::bigint as ms
      from hour_totals where user_id = ${listenerId} and ${isHourWithin(sql`hour`, period)}
      group by 1
    ), played as materialized (
      select distinct date_trunc(${unit}, p.played_at at time zone (select timezone from users where id = ${listenerId}))::date as date, p.track_id
      from plays p
      where p.user_id = ${listenerId} and p.counted and ${isWithin(sql`p.played_at`, period, listenerId)}
    ), tracks_played as (
      select p.date, count(distinct k.recording_id)::int as tracks from played p join tracks k on k.id = p.track_id group by 1
    ), artists_played as (
      select p.date, count(distinct t.artist_id)::int as artists from played p join track_artists t on t.track_id = p.track_id group by 1
    )
    select c.date::text, coalesce(h.plays, 0) as plays, coalesce(h.ms, 0) as ms, coalesce(t.tracks, 0) as tracks,
      coalesce(a.artists, 0) as artists
    from calendar c left join hours h using (date) left join tracks_played t using (date) left join artists_played a using (date)
    order by c.date`.execute(database);
  return rows;
}

/** Listening by hour of the day; the average is over the days that have passed, with plays or without. */
export async function listHourlyTotals(
  database: Database,
  listenerId: ListenerId,
  period: Period,
): Promise<HourlyTotal[]> {
  const span = await findSpan(database, listenerId, period);
  const { rows } = await sql<HourlyTotal>`
    select h.hour, coalesce(sum(t.plays), 0)::int as plays, coalesce(sum(t.ms), 0)::bigint as ms,
      (coalesce(sum(t.plays), 0)::float8 / greatest(${span?.passedDays ?? 0}::int, 1))::float8 as "averagePlays"
    from generate_series(0, 23) as h (hour)
    left join hour_totals t on t.user_id = ${listenerId} and extract(hour from t.hour) = h.hour
      and ${isHourWithin(sql`t.hour`, period)}
    group by h.hour order by h.hour`.execute(database);
  return rows;
}

/** The 7 × 24 cells of the heat map; weekday 1 is Monday. */
export async function listWeekdayHourTotals(
  database: Database,
  listenerId: ListenerId,
  period: Period,
): Promise<WeekdayHourTotal[]> {
  const { rows } = await sql<WeekdayHourTotal>`
    select w.weekday, h.hour, coalesce(t.plays, 0)::int as plays, coalesce(t.ms, 0)::bigint as ms
    from generate_series(1, 7) as w (weekday) cross join generate_series(0, 23) as h (hour)
    left join (
      select extract(isodow from hour)::int as weekday, extract(hour from hour)::int as hour, sum(plays) as plays, sum(ms) as ms
      from hour_totals where user_id = ${listenerId} and ${isHourWithin(sql`hour`, period)}
      group by 1, 2
    ) t using (weekday, hour)
    order by 1, 2`.execute(database);
  return rows;
}

/** The days that a period really covers; undefined when it is open at its beginning and there is no play. */
async function findSpan(database: Database, listenerId: ListenerId, period: Period) {
  const { rows } = await sql<{ from: string | null; to: string; passedDays: number }>`
    select s."from"::text, s."to"::text, greatest(least(s."to", today + 1) - s."from", 0) as "passedDays"
    from (
      select coalesce(${period.from ?? null}::date, min(hour)::date) as "from",
        coalesce(${period.to ?? null}::date, greatest(max(hour)::date, today.today) + 1) as "to", today.today
      from (select (now() at time zone timezone)::date as today from users where id = ${listenerId}) today
      left join hour_totals t on t.user_id = ${listenerId}
      group by today.today
    ) s`.execute(database);
  const span = rows[0];
  return span && span.from !== null
    ? { from: span.from, to: span.to, passedDays: span.passedDays }
    : undefined;
}
