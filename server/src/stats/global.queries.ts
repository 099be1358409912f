import type { GlobalDaily, GlobalHourly, GlobalSummary, GlobalTop } from '@analytics/contract/global';
import { type RawBuilder, sql } from 'kysely';
import type { Database } from '../database/database.ts';
import { albums, artists, type Subject, tracks } from './leaderboard-subjects.queries.ts';

/** So many listeners have to have played what strangers are shown, so that nobody can be made out. */
const FEWEST_LISTENERS = 3;
const TOP = 10;
const TOP_SHOWN = 'global-top-shown';

/** The statistics of the instance by their names, each with the instant at which it was computed. */
interface Statistics {
  summary: GlobalSummary;
  daily: GlobalDaily;
  hourly: GlobalHourly;
  top: Omit<GlobalTop, 'shown'>;
}

/** A statistic as it was computed last; undefined on an instance that has just begun. */
export async function findGlobalStatistic<Name extends keyof Statistics>(
  database: Database,
  name: Name,
): Promise<Statistics[Name] | undefined> {
  const { rows } = await sql<{ value: Omit<Statistics[Name], 'updatedAt'>; computedAt: Date }>`
    select value, computed_at as "computedAt" from global_statistics where name = ${name}`.execute(database);
  const [row] = rows;
  return row && ({ ...row.value, updatedAt: row.computedAt.toISOString() } as unknown as Statistics[Name]);
}

/** When the statistics were last computed. */
export async function findGlobalComputedAt(database: Database): Promise<Date | undefined> {
  const { rows } = await sql<{ computedAt: Date | null }>`
    select min(computed_at) as "computedAt" from global_statistics`.execute(database);
  return rows[0]?.computedAt ?? undefined;
}

/** Computes all of them from the listeners' totals. Sums, and lists of what many have played: nothing in them tells who it was. */
export async function updateGlobalStatistics(database: Database): Promise<void> {
  await sql`
    insert into global_statistics (name, value, computed_at)
    values ('summary', ${SUMMARY}, now()), ('daily', ${DAILY}, now()), ('hourly', ${HOURLY}, now()),
      ('top', jsonb_build_object('tracks', ${top(tracks, sql`recording_totals`, sql`recording_id`)},
        'artists', ${top(artists, sql`artist_totals`, sql`artist_id`)},
        'albums', ${top(albums, sql`album_totals`, sql`album_id`)}), now())
    on conflict (name) do update set value = excluded.value, computed_at = excluded.computed_at`.execute(
    database,
  );
}

const SUMMARY = sql`(
  select jsonb_build_object('listeners', count(distinct user_id), 'plays', coalesce(sum(plays), 0), 'ms', coalesce(sum(ms), 0),
    'distinctTracks', (select count(distinct recording_id) from recording_totals),
    'distinctArtists', (select count(distinct artist_id) from artist_totals))
  from calendar_totals where unit = 'month')`;

const DAILY = sql`(
  select jsonb_build_object('items', jsonb_agg(
    jsonb_build_object('date', c.date::date, 'plays', coalesce(t.plays, 0), 'ms', coalesce(t.ms, 0)) order by c.date))
  from generate_series(current_date - 364, current_date, interval '1 day') c (date)
  left join (
    select date, sum(plays) as plays, sum(ms) as ms from calendar_totals
    where unit = 'day' and date >= current_date - 364
    group by 1
  ) t on t.date = c.date)`;

const HOURLY = sql`(
  select jsonb_build_object('items', jsonb_agg(
    jsonb_build_object('hour', h.hour, 'plays', coalesce(t.plays, 0), 'ms', coalesce(t.ms, 0)) order by h.hour))
  from generate_series(0, 23) h (hour)
  left join (select hour, sum(plays) as plays, sum(ms) as ms from weekday_hour_totals group by 1) t on t.hour = h.hour)`;

const top = (subject: Subject, totals: RawBuilder<unknown>, id: RawBuilder<unknown>) => sql`(
  select coalesce(jsonb_agg(jsonb_build_object(${subject.kind}::text, d.description, 'plays', p.plays, 'ms', p.ms) order by p.plays desc, p.ms desc, p.id), '[]')
  from (
    select ${id} as id, sum(plays) as plays, sum(ms) as ms from ${totals}
    group by 1 having count(distinct user_id) >= ${FEWEST_LISTENERS}
    order by 2 desc, 3 desc, 1 limit ${TOP}
  ) p ${subject.description})`;

/** Whether strangers are shown what is played most; they are, unless the host has said otherwise. */
export async function isGlobalTopShown(database: Database): Promise<boolean> {
  const row = await database
    .selectFrom('settings')
    .select('value')
    .where('name', '=', TOP_SHOWN)
    .executeTakeFirst();
  return row?.value === undefined || (row.value as { shown: boolean }).shown;
}

export async function upsertGlobalTopShown(database: Database, shown: boolean): Promise<void> {
  const value = JSON.stringify({ shown });
  await database
    .insertInto('settings')
    .values({ name: TOP_SHOWN, value, sealed_value: null })
    .onConflict((conflict) => conflict.column('name').doUpdateSet({ value }))
    .execute();
}
