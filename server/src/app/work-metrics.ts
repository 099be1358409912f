import { AggregatorRegistry, type Registry } from 'prom-client';
import type { Database } from '../database/database.ts';
import { ofWork } from '../metrics.ts';
import { listWorkerReports } from '../monitoring/workers.queries.ts';
import type { Queue } from '../queue/queue.ts';

export interface WorkContext {
  readonly database: Database;
  readonly queue: Queue;
  readonly config: { readonly role: string };
  readonly worker: string;
}

type Metrics = Awaited<ReturnType<Registry['getMetricsAsJSON']>>;

/** What every living worker has counted, this process up to now and the others as they last reported, each under its name. */
export async function readWork({ database, queue, worker, config }: WorkContext): Promise<Registry> {
  const living = new Set((await queue.listInstances()).filter(({ live }) => live).map(({ name }) => name));
  const reports = (await listWorkerReports(database)).filter(
    ({ name }) => name !== worker && living.has(name),
  );
  const works: [string, Metrics][] = reports.map(({ name, metrics }) => [name, metrics as Metrics]);
  if (config.role !== 'web') works.push([worker, await ofWork.getMetricsAsJSON()]);
  const named = works.map(([name, metrics]) =>
    metrics.map((metric) => ({
      ...metric,
      values: metric.values.map((value) => ({ ...value, labels: { ...value.labels, worker: name } })),
    })),
  );
  return AggregatorRegistry.aggregate(named);
}
