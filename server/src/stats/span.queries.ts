import type { WeekStart } from '@analytics/contract/account';
import { sql } from 'kysely';
import type { Database } from '../database/database.ts';
import type { ListenerId } from '../database/listener-id.ts';
import type { Period } from '../database/period.ts';

/**
 * The days `[from, to)` that a period really covers, and how many of them have begun. `firstPlayed` and `lastPlayed` are the first
 * and last day ever with a play.
 */
export interface Span {
  readonly from: string;
  readonly to: string;
  readonly passedDays: number;
  readonly firstPlayed: string | null;
  readonly lastPlayed: string | null;
  readonly weekStart: WeekStart;
}

/**
 * An open beginning is the first play, an open end is today or, should there be later ones, the last play. Undefined when the
 * beginning is open and there is no play.
 */
export async function findSpan(
  database: Database,
  listenerId: ListenerId,
  { from, to }: Period,
): Promise<Span | undefined> {
  const { rows } = await sql<Omit<Span, 'from'> & { from: string | null }>`
    select d."from", greatest(d."from", d."to") as "to", greatest(least(d."to", d.today + 1) - d."from", 0) as "passedDays",
      d.week_start as "weekStart", d.first as "firstPlayed", d.last as "lastPlayed"
    from (
      select coalesce(${from ?? null}::date, t.first) as "from", coalesce(${to ?? null}::date, greatest(t.last, u.today) + 1) as "to",
        u.today, u.week_start, t.first, t.last
      from (select week_start, (now() at time zone timezone)::date as today from users where id = ${listenerId}) u,
        (select min(date) as first, max(date) as last from calendar_totals where user_id = ${listenerId} and unit = 'day') t
    ) d`.execute(database);
  const span = rows[0];
  return span && span.from !== null ? { ...span, from: span.from } : undefined;
}

/** Whether nothing was played before or after. */
export const coversAllPlays = ({ from, to, firstPlayed, lastPlayed }: Span): boolean =>
  (firstPlayed === null || from <= firstPlayed) && (lastPlayed === null || to > lastPlayed);
