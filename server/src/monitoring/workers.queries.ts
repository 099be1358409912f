import { sql } from 'kysely';
import type { Database } from '../database/database.ts';

/** What a worker tells of itself besides what the queue's registry knows. */
export interface WorkerReport {
  readonly name: string;
  readonly version: string;
  readonly jobsPerMinute: number;
  /** What it has counted for Prometheus since it started, as the library writes it down. */
  readonly metrics: readonly object[];
}

/** Notes what a worker tells of itself, and forgets those that have told nothing for a day. */
export async function upsertWorkerReport(
  database: Database,
  { name, version, jobsPerMinute, metrics }: WorkerReport,
): Promise<void> {
  const values = {
    version,
    jobs_per_minute: jobsPerMinute,
    metrics: JSON.stringify(metrics),
    reported_at: sql<Date>`now()`,
  };
  await database
    .insertInto('workers')
    .values({ name, ...values })
    .onConflict((conflict) => conflict.column('name').doUpdateSet(values))
    .execute();
  await database
    .deleteFrom('workers')
    .where('reported_at', '<', sql<Date>`now() - interval '1 day'`)
    .execute();
}

/** What the workers have told of themselves, and how many listeners each of them looks after. */
export async function listWorkerReports(
  database: Database,
): Promise<(WorkerReport & { listeners: number; polled: number; watched: number })[]> {
  const { rows } = await sql<WorkerReport & { listeners: number; polled: number; watched: number }>`
    with looked_after as (
      select worker, user_id, 'polled' as how from monitors where enabled and mode <> 'realtime' and worker is not null
      union all
      select w.worker, w.user_id, 'watched' from watches w join monitors m on m.user_id = w.user_id
      where m.enabled and m.mode <> 'history' and w.worker is not null
    )
    select r.name, r.version, r.jobs_per_minute as "jobsPerMinute", r.metrics, count(distinct l.user_id) as listeners,
      count(*) filter (where l.how = 'polled') as polled, count(*) filter (where l.how = 'watched') as watched
    from workers r left join looked_after l on l.worker = r.name
    group by r.name`.execute(database);
  return rows;
}
