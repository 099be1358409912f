import type { Pool } from 'pg';
import { Gauge, Registry } from 'prom-client';
import { countConnections } from '../accounts/connections.queries.ts';
import type { Database } from '../database/database.ts';
import { countMonitors } from '../monitoring/monitors.queries.ts';
import type { Queue } from '../queue/queue.ts';
import { getBudget } from '../spotify/budget.queries.ts';
import { describeBudget } from '../spotify/budget-state.ts';
import { listCoolDowns } from '../spotify/cool-downs.queries.ts';

export interface InstanceContext {
  readonly database: Database;
  readonly pool: Pool;
  readonly queue: Queue;
}

type Sample = [labels: Record<string, string>, value: number];

/** The instance as the database and the queue know it, the same from whichever process; and this process's connections. */
export async function readInstance({ database, pool, queue }: InstanceContext): Promise<Registry> {
  const registry = new Registry();
  const gauge = (name: string, help: string, ...samples: Sample[]) => {
    const [[labels] = [{}]] = samples;
    const made = new Gauge({ name, help, labelNames: Object.keys(labels), registers: [registry] });
    for (const [of, value] of samples) made.set(of, value);
  };
  const [monitors, connections, queues, budget, coolDowns] = await Promise.all([
    countMonitors(database),
    countConnections(database),
    queue.listQueues(),
    getBudget(database).then(describeBudget),
    listCoolDowns(database),
  ]);
  gauge(
    'analytics_monitored_listeners',
    'Listeners whose monitoring is on, by mode.',
    ...monitors.modes.map(({ mode, listeners }): Sample => [{ mode }, listeners]),
  );
  gauge('analytics_poll_overdue_seconds', 'How long the poll that is most overdue has been due.', [
    {},
    monitors.overdueSeconds,
  ]);
  gauge(
    'analytics_spotify_connections',
    'Listeners connected to Spotify, by state.',
    ...connections.map(({ state, listeners }): Sample => [{ state }, listeners]),
  );
  gauge(
    'analytics_queue_jobs',
    'Jobs of the queue, by kind and state.',
    ...queues.flatMap(({ name, queued, active, failed }): Sample[] => [
      [{ queue: name, state: 'queued' }, queued],
      [{ queue: name, state: 'active' }, active],
      [{ queue: name, state: 'failed' }, failed],
    ]),
  );
  gauge(
    'analytics_spotify_budget_calls',
    'Calls that the instance may make, and has made, within the window of 30 seconds.',
    [{ of: 'capacity' }, budget.capacity],
    [{ of: 'used' }, budget.used],
  );
  gauge('analytics_spotify_pace_factor', 'How many times slower than wanted what is playing is looked at.', [
    {},
    budget.paceFactor,
  ]);
  gauge(
    'analytics_spotify_cool_down_seconds',
    'How long a family of endpoints stays closed.',
    ...coolDowns.map(
      ({ family, until, reason }): Sample => [
        { family, reason },
        Math.max(0, (until.getTime() - Date.now()) / 1_000),
      ],
    ),
  );
  gauge(
    'analytics_database_connections',
    'Connections of this process to the database, and requests that wait for one.',
    [{ state: 'busy' }, pool.totalCount - pool.idleCount],
    [{ state: 'idle' }, pool.idleCount],
    [{ state: 'waiting' }, pool.waitingCount],
  );
  return registry;
}
