import type { Database } from '../database/database.ts';
import type { Queue } from '../queue/queue.ts';
import { pollRecentlyPlayed } from './jobs.ts';
import { listDueListeners } from './monitors.queries.ts';

/** Orders a poll for whoever is due. A lost job is made up for by the next sweep; a second one for a listener is dropped. */
export async function sweepMonitors(database: Database, queue: Queue): Promise<void> {
  for (const userId of await listDueListeners(database)) await queue.send(pollRecentlyPlayed, { userId });
}
