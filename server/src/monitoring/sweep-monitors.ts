import type { Database } from '../database/database.ts';
import type { Queue } from '../queue/queue.ts';
import { pollRecentlyPlayed, watchListeners } from './jobs.ts';
import { listDueListeners } from './monitors.queries.ts';
import { listSharesInUse } from './watches.queries.ts';

/**
 * Orders a poll for whoever is due, and watching for every share that has somebody to watch. A lost job is made up for by the
 * next sweep; what is ordered already is dropped.
 */
export async function sweepMonitors(database: Database, queue: Queue): Promise<void> {
  const due = await listDueListeners(database);
  await queue.sendAll(
    pollRecentlyPlayed,
    due.map((userId) => ({ userId })),
  );
  const shares = await listSharesInUse(database);
  await queue.sendAll(
    watchListeners,
    shares.map((share) => ({ share })),
  );
}

/** How many shares this worker should watch, so that all living workers watch about as many. */
export async function countOwnShares(database: Database, queue: Queue): Promise<number> {
  const shares = await listSharesInUse(database);
  const workers = await queue.countWorkers(watchListeners);
  return Math.max(1, Math.ceil(shares.length / Math.max(1, workers)));
}
