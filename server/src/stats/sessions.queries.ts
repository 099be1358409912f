import type { SessionsAnswer } from '@analytics/contract/habits';
import { sql } from 'kysely';
import type { Database } from '../database/database.ts';
import type { ListenerId } from '../database/listener-id.ts';
import { isHourWithin, type Period } from '../database/period.ts';

const ORDERS = {
  ms: sql`s.ms desc, s.starts_at desc`,
  plays: sql`s.plays desc, s.starts_at desc`,
  startedAt: sql`s.starts_at desc`,
};

export type SessionSort = keyof typeof ORDERS;

interface SessionRow {
  startedAt: Date;
  endedAt: Date;
  ms: number;
  plays: number;
  tracks: number;
  total: number;
  averageMs: number;
  averagePlays: number;
}

/** The listening sessions of a period, longest first or as asked for; the latest first of equal ones. */
export async function listSessions(
  database: Database,
  listenerId: ListenerId,
  { sort, limit, ...period }: Period & { sort: SessionSort; limit: number },
): Promise<SessionsAnswer> {
  const { rows } = await sql<SessionRow>`
    with day as materialized (
      select date, tracks is not null as is_counted from calendar_totals
      where user_id = ${listenerId} and unit = 'day' and ${isHourWithin(sql`date`, period)}
    ), part as (
      select p.starts_at, p.ended_at, p.plays, p.ms
      from day d join session_parts p on p.user_id = ${listenerId} and p.date = d.date
      where d.is_counted
      union all
      select starts_at, ended_at, plays, ms
      from find_sessions(${listenerId}, (
        select array_agg(row(0, day_begins_at(d.date, u.timezone), day_begins_at(d.date + 1, u.timezone))::calendar_span)
        from day d join users u on u.id = ${listenerId} where not d.is_counted))
    ), session as materialized (
      select min(starts_at) filter (where begins) as starts_at, max(ended_at) as ended_at, sum(plays)::int as plays, sum(ms)::bigint as ms
      from (
        select *, count(*) filter (where begins) over (order by ended_at) as session
        from (select *, begins_session(starts_at, lag(ended_at) over (order by ended_at)) as begins from part) p
      ) p
      group by session
    ), page as (
      select * from session s order by ${ORDERS[sort]} limit ${limit}
    )
    select s.starts_at as "startedAt", s.ended_at as "endedAt", s.ms, s.plays, (
        select count(distinct k.recording_id)::int from plays p join tracks k on k.id = p.track_id
        where p.user_id = ${listenerId} and p.counted and p.played_at between s.starts_at and s.ended_at) as tracks,
      a.total, a.ms::float8 as "averageMs", a.plays::float8 as "averagePlays"
    from page s cross join (select count(*)::int as total, avg(ms) as ms, avg(plays) as plays from session) a
    order by ${ORDERS[sort]}`.execute(database);
  const [first] = rows;
  return {
    items: rows.map(({ startedAt, endedAt, ms, plays, tracks }) => ({
      startedAt: startedAt.toISOString(),
      endedAt: endedAt.toISOString(),
      ms,
      plays,
      tracks,
    })),
    total: first?.total ?? 0,
    averageMs: first?.averageMs ?? 0,
    averagePlays: first?.averagePlays ?? 0,
  };
}
