import { sql } from 'kysely';
import type { Database } from '../database/database.ts';
import type { ListenerId } from '../database/listener-id.ts';
import { isHourWithin, type Period } from '../database/period.ts';

/** A run of days `[from, to)` with at least one play each. */
export interface Streak {
  readonly days: number;
  readonly from: string;
  readonly to: string;
}

/** The longest streak inside a period, the latest of equal ones, and the length of the current one, which may end today or yesterday. */
export async function findLongestStreaks(
  database: Database,
  listenerId: ListenerId,
  period: Period,
): Promise<{ longest: Streak | null; current: number }> {
  const { rows } = await sql<Streak & { current: number }>`
    with streaks as (
      select count(*)::int as days, min(date) as "from", max(date) + 1 as "to"
      from (
        select date, date - (row_number() over (order by date))::int as streak from calendar_totals
        where user_id = ${listenerId} and unit = 'day' and ${isHourWithin(sql`date`, period)}
      ) d
      group by streak
    )
    select s.days, s."from", s."to", coalesce((
      select max(c.days) from streaks c
      where c."to" >= (select (now() at time zone timezone)::date from users where id = ${listenerId})), 0) as current
    from streaks s order by s.days desc, s."to" desc limit 1`.execute(database);
  const [row] = rows;
  return row
    ? { longest: { days: row.days, from: row.from, to: row.to }, current: row.current }
    : { longest: null, current: 0 };
}
