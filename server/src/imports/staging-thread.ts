import { parentPort, workerData } from 'node:worker_threads';
import type { PoolConfig } from 'pg';
import { linePrefix, replaceRows } from './copy-rows.queries.ts';
import { readUpload, type UploadFile, type UploadStep } from './read-upload.ts';
import { RowLines } from './row-lines.ts';

/** What the thread is started with. */
export interface StagingOrder {
  connection: PoolConfig;
  userId: number;
  importId: number;
  files: UploadFile[];
}

/** What the thread tells: how far it is, and at the end whether the upload was still wanted. */
export type StagingMessage = Omit<UploadStep, 'rows'> | 'staged' | 'unwanted';

/** Every step would be too much to tell: each message takes time of both threads. */
const TELL_EVERY_MS = 100;

/** The inside of the thread: reads an upload into the staging tables. */
async function stage(
  { connection, userId, importId, files }: StagingOrder,
  tell: (message: StagingMessage) => void,
): Promise<void> {
  const lines = new RowLines(linePrefix(userId, importId));
  let toldAt = 0;
  const isWanted = await replaceRows(connection, userId, importId, async (write) => {
    for await (const { rows, ...progress } of readUpload(files)) {
      await write(lines.add(rows));
      if (progress.finished === null && performance.now() - toldAt < TELL_EVERY_MS) continue;
      toldAt = performance.now();
      tell(progress);
    }
  });
  tell(isWanted ? 'staged' : 'unwanted');
}

const port = parentPort;
if (!port) throw new Error('this runs in a thread of its own');
await stage(workerData as StagingOrder, (message) => port.postMessage(message));
