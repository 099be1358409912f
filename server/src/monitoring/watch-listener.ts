import { paceFactor } from '../spotify/budget.ts';
import { SpotifyError } from '../spotify/spotify-error.ts';
import { DomainError } from '../errors.ts';
import { lookAtListener, type Watch, type WatchContext } from './look-at-listener.ts';
import { noteError } from './monitors.queries.ts';
import { LOOK_MS } from './next-look.ts';
import { saveWatch, type StoredWatch, type WatchMode } from './watches.queries.ts';

const LONGEST_RETRY_MS = 60_000;

export interface WatchLog {
  warn(details: object, message: string): void;
}

/**
 * Looks at what a listener plays again and again, until the signal or until somebody else has taken the watch over. A fault is
 * noted for the listener and decides when the next look is.
 */
export async function watchListener(
  context: WatchContext & { readonly log: WatchLog },
  stored: StoredWatch,
  getMode: () => WatchMode,
  signal: AbortSignal,
): Promise<void> {
  const { clock, database, log } = context;
  let watch: Watch = { ...stored, savedAt: 0, coveredFrom: stored.state.lookedAt ?? 0 };
  // Undefined while it is not known what has been noted of this listener.
  let noted: string | null | undefined;
  let failures = 0;
  for (;;) {
    await clock.waitUntil(watch.nextLookAt, signal);
    if (signal.aborted) break;
    let error: unknown;
    try {
      const next = await lookAtListener(context, watch, getMode(), await paceFactor(database));
      if (!next) return;
      watch = next;
      failures = 0;
    } catch (caught) {
      error = caught;
      failures += 1;
      watch = { ...watch, nextLookAt: clock.now() + retryMs(caught, failures, context.pollIntervalMs) };
    }
    try {
      if (error !== undefined && !(await saveWatch(database, watch.lease, watch))) return;
      const message = error === undefined ? null : describe(error);
      // In hybrid mode an earlier error may be that of the last poll, which only a poll can clear.
      const isOther = message === null && noted === undefined && getMode() === 'hybrid';
      if (message !== noted && !isOther) await noteError(database, watch.lease.listenerId, message);
      noted = message;
    } catch (caught) {
      error ??= caught;
    }
    if (error !== undefined && !isExpected(error)) log.warn({ err: error }, 'a look at a listener failed');
  }
  await saveWatch(database, watch.lease, watch);
}

const isExpected = (error: unknown) => error instanceof SpotifyError || error instanceof DomainError;

const describe = (error: unknown) =>
  error instanceof SpotifyError || error instanceof DomainError
    ? error.message
    : 'The last look failed here, not at Spotify; it is tried again by itself.';

/** In how many ms it is tried again. */
function retryMs(error: unknown, failures: number, pollIntervalMs: number): number {
  const soonMs = Math.min(LOOK_MS * 2 ** (failures - 1), LONGEST_RETRY_MS);
  if (!(error instanceof SpotifyError)) return soonMs;
  if (error.retryAt) return Math.max(LOOK_MS, error.retryAt.getTime() - Date.now());
  const isPassing = error.kind === 'unavailable' || error.kind === 'unauthorized';
  return isPassing ? soonMs : pollIntervalMs;
}
