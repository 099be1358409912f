import type { GlobalDaily, GlobalSummary } from '@analytics/contract/stats';
import { sql } from 'kysely';
import type { Database } from '../database/database.ts';

/** The whole instance in figures. Sums alone: nothing in them tells who listened. */
export async function computeGlobalSummary(database: Database): Promise<Omit<GlobalSummary, 'updatedAt'>> {
  const { rows } = await sql<Omit<GlobalSummary, 'updatedAt'>>`
    select count(distinct r.user_id) as listeners, coalesce(sum(r.plays), 0)::int as plays, coalesce(sum(r.ms), 0)::bigint as ms,
      count(distinct r.recording_id) as "distinctTracks",
      (select count(distinct t.artist_id) from recording_tracks k join track_artists t on t.track_id = k.track_id
        where k.recording_id in (select recording_id from recording_totals)) as "distinctArtists"
    from recording_totals r`.execute(database);
  const row = rows[0];
  if (!row) throw new Error('an aggregate answers one row');
  return row;
}

/** The instance's listening of the last 365 days, by the local days of each listener, zeros included. */
export async function computeGlobalDaily(database: Database): Promise<GlobalDaily['items']> {
  const { rows } = await sql<GlobalDaily['items'][number]>`
    select c.date::date::text as date, coalesce(sum(t.plays), 0)::int as plays, coalesce(sum(t.ms), 0)::bigint as ms
    from generate_series(current_date - 364, current_date, interval '1 day') as c (date)
    left join hour_totals t on t.hour >= c.date and t.hour < c.date + interval '1 day'
    group by c.date order by c.date`.execute(database);
  return rows;
}
