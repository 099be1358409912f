import type { Database } from '../database/database.ts';
import type { Queue } from '../queue/queue.ts';
import { findGlobalComputedAt, updateGlobalStatistics } from './global.queries.ts';
import { computeGlobalStatistics } from './jobs.ts';

const LIFETIME_MS = 3_600_000;

/** Orders the statistics of the instance to be computed when they are an hour old. */
export async function refreshGlobalStatistics(database: Database, queue: Queue): Promise<void> {
  const computedAt = await findGlobalComputedAt(database);
  if (computedAt && Date.now() - computedAt.getTime() < LIFETIME_MS) return;
  await orderGlobalStatistics(queue);
}

/** Orders them at once, for when much has changed. */
export async function orderGlobalStatistics(queue: Queue): Promise<void> {
  await queue.send(computeGlobalStatistics, { orderedAt: new Date().toISOString() });
}

/** The work of the job: of many orders only the first computes what all of them asked for. */
export async function runGlobalStatistics(database: Database, orderedAt: string): Promise<void> {
  const computedAt = await findGlobalComputedAt(database);
  if (computedAt && computedAt.getTime() >= Date.parse(orderedAt)) return;
  await updateGlobalStatistics(database);
}
