import { setTimeout as sleep } from 'node:timers/promises';
import { SpotifyError } from './spotify-error.ts';

/** The budget fills within moments; what takes longer is a pause that Spotify asks for. */
const LONGEST_WAIT_MS = 5_000;
const SHORTEST_WAIT_MS = 20;

/**
 * Calls Spotify for work that consists of many calls, and waits while more urgent calls need the budget. Holds nothing that anyone
 * else waits for. Longer pauses are the caller's to take.
 * @throws SpotifyError, or AbortError when the work should come to its end
 */
export async function withShortWaits<T>(signal: AbortSignal, call: () => Promise<T>): Promise<T> {
  for (;;) {
    signal.throwIfAborted();
    try {
      return await call();
    } catch (error) {
      const isLimited = error instanceof SpotifyError && error.kind === 'rate-limited';
      const waitMs = isLimited && error.retryAt ? error.retryAt.getTime() - Date.now() : Infinity;
      if (waitMs > LONGEST_WAIT_MS) throw error;
      await sleep(Math.max(waitMs, SHORTEST_WAIT_MS), undefined, { signal });
    }
  }
}
