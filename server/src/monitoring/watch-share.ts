import { setTimeout as sleep } from 'node:timers/promises';
import type { ListenerId } from '../database/listener-id.ts';
import type { Queue } from '../queue/queue.ts';
import { watchListeners } from './jobs.ts';
import type { WatchContext } from './look-at-listener.ts';
import { LOOK_MS } from './next-look.ts';
import { watchListener, type WatchLog } from './watch-listener.ts';
import {
  listWatchedListeners,
  takeWatches,
  type WatchedListener,
  type WatchMode,
} from './watches.queries.ts';

/** After so long a share is given out anew, so that workers that have come or gone get their part. */
const SLICE_MS = 60_000;
/** How soon a start, a stop or a change of mode is noticed. */
const REFRESH_MS = 2_000;

export interface ShareContext extends WatchContext {
  readonly queue: Queue;
  readonly log: WatchLog;
}

interface Watching {
  readonly leaseNumber: number;
  mode: WatchMode;
  readonly stop: AbortController;
  readonly done: Promise<void>;
}

/**
 * Watches all listeners of a share for about a minute, each by itself, so that trouble with one does not hold up another. Then it
 * orders the next slice, which any worker may take.
 */
export async function watchShare(context: ShareContext, share: number, signal: AbortSignal): Promise<void> {
  const watchings = new Map<ListenerId, Watching>();
  const until = performance.now() + SLICE_MS;
  let isFirst = true;
  try {
    while (!signal.aborted && performance.now() < until) {
      const listeners = await listWatchedListeners(context.database, share, context.worker);
      if (listeners.length === 0) return;
      await follow(context, watchings, listeners, isFirst);
      isFirst = false;
      await sleep(REFRESH_MS, undefined, { signal }).catch(() => {});
    }
  } finally {
    for (const { stop } of watchings.values()) stop.abort();
    await Promise.all([...watchings.values()].map(({ done }) => done));
  }
  await context.queue.send(watchListeners, { share });
}

/** Starts watching who is to be watched, and stops watching who is no longer, or is another worker's now. */
async function follow(
  context: ShareContext,
  watchings: Map<ListenerId, Watching>,
  listeners: readonly WatchedListener[],
  isFirst: boolean,
): Promise<void> {
  const wanted = new Map(listeners.map((listener) => [listener.listenerId, listener]));
  for (const [listenerId, watching] of watchings) {
    const listener = wanted.get(listenerId);
    if (listener?.leaseNumber === watching.leaseNumber) {
      watching.mode = listener.mode;
    } else {
      watching.stop.abort();
      watchings.delete(listenerId);
    }
  }
  const free = listeners.filter(
    ({ listenerId, isHeldByOther }) => !watchings.has(listenerId) && (isFirst || !isHeldByOther),
  );
  const taken = await takeWatches(
    context.database,
    free.map(({ listenerId }) => listenerId),
    context.worker,
  );
  const now = context.clock.now();
  for (const [place, stored] of taken.entries()) {
    const mode = wanted.get(stored.lease.listenerId)?.mode;
    if (!mode) continue;
    // Many who have waited are not all looked at in one moment; where one slice follows the other, everyone keeps their turn.
    const hasWaited = now - stored.nextLookAt > LOOK_MS;
    const nextLookAt = hasWaited ? now + (place / taken.length) * LOOK_MS : stored.nextLookAt;
    const stop = new AbortController();
    const watching: Watching = {
      leaseNumber: stored.lease.number,
      mode,
      stop,
      done: watchListener(context, { ...stored, nextLookAt }, () => watching.mode, stop.signal).catch(
        (error: unknown) => {
          context.log.warn({ err: error }, 'watching a listener ended');
        },
      ),
    };
    watchings.set(stored.lease.listenerId, watching);
  }
}
