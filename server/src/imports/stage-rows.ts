import { on } from 'node:events';
import { Worker } from 'node:worker_threads';
import type { StagingMessage, StagingOrder } from './staging-thread.ts';

/** Reading needs some MB whatever the upload holds; one that manages to need more ends its thread and not the server. */
const MEMORY = { maxOldGenerationSizeMb: 256, maxYoungGenerationSizeMb: 24 };

export type StagingProgress = Exclude<StagingMessage, string>;

/** The import was cancelled, or its listener is gone: there is nothing more to do. */
export class ImportCancelled extends Error {}

/**
 * Reads an upload into the staging tables, in a thread of its own, so that the requests of other listeners are answered meanwhile.
 * When the loop over it is left, the thread ends, and nothing of what it did stays.
 * @throws ImportCancelled when nobody wants the upload any more
 */
export async function* stageRows(order: StagingOrder): AsyncGenerator<StagingProgress> {
  const worker = new Worker(new URL('./staging-thread.ts', import.meta.url), {
    workerData: order,
    resourceLimits: MEMORY,
  });
  try {
    const messages = on(worker, 'message', { close: ['exit'] }) as AsyncIterable<[StagingMessage]>;
    for await (const [message] of messages) {
      if (message === 'staged') return;
      if (message === 'unwanted') throw new ImportCancelled();
      yield message;
    }
    throw new Error('the thread that reads an upload ended too soon');
  } finally {
    await worker.terminate();
  }
}
