import type { Database } from '../database/database.ts';
import type { Queue } from '../queue/queue.ts';
import { scanPlaylist } from './jobs.ts';
import { listDuePlaylists } from './scans.queries.ts';

/** Orders a scan of every playlist that is due; what is ordered already is dropped. */
export async function sweepPlaylists(database: Database, queue: Queue): Promise<void> {
  const due = await listDuePlaylists(database);
  await queue.sendAll(
    scanPlaylist,
    due.map((playlistId) => ({ playlistId })),
  );
}
