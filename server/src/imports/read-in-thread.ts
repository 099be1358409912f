import { on } from 'node:events';
import { Worker } from 'node:worker_threads';
import type { ReadingOrder, ReadStep } from './reading-thread.ts';

/** Reading needs a few MB whatever the upload holds; one that manages to need more ends its thread and not the server. */
const MEMORY = { maxOldGenerationSizeMb: 256, maxYoungGenerationSizeMb: 16 };

/**
 * Reads an upload in a thread of its own, so that the requests of other listeners are answered meanwhile. Ends the thread when the
 * loop over it is left.
 */
export async function* readInThread(order: ReadingOrder): AsyncGenerator<ReadStep> {
  const worker = new Worker(new URL('./reading-thread.ts', import.meta.url), {
    workerData: order,
    resourceLimits: MEMORY,
  });
  try {
    for await (const [step] of on(worker, 'message', { close: ['exit'] }) as AsyncIterable<
      [ReadStep | null]
    >) {
      if (step === null) return;
      yield step;
      worker.postMessage(null, []);
    }
    throw new Error('the thread that reads an upload ended too soon');
  } finally {
    await worker.terminate();
  }
}
