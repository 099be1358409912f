import { HEARD_FROM_MS, type WatchState } from './watch-state.ts';

/** How often what plays is looked at, unless Spotify's budget is short. */
export const LOOK_MS = 5_000;
const QUIET_LOOK_MS = 30_000;
const SILENT_LOOK_MS = 60_000;

const QUIET_FROM_MS = 2 * 60_000;
const SILENT_FROM_MS = 2 * 3_600_000;

const SOONEST_MS = 1_000;
/** Spotify needs a moment to say that the next track plays. */
const AFTER_THE_END_MS = 500;
const AFTER_COUNTING_MS = 100;

/**
 * In how many ms the listener is looked at again: soon while something plays, sooner where a track ends or a play comes to
 * count, and less and less often in silence. A play that begins in silence is seen before it counts, but for the
 * first after hours.
 */
export function nextLookMs({ lookedAt, quietSince, open }: WatchState): number {
  if (quietSince !== null) {
    const quietMs = (lookedAt ?? quietSince) - quietSince;
    return quietMs < QUIET_FROM_MS ? LOOK_MS : quietMs < SILENT_FROM_MS ? QUIET_LOOK_MS : SILENT_LOOK_MS;
  }
  if (!open) return LOOK_MS;
  const { track, progressMs, heardMs } = open;
  const untilEndMs = track.durationMs > 0 ? track.durationMs - progressMs + AFTER_THE_END_MS : LOOK_MS;
  const untilCountedMs = heardMs < HEARD_FROM_MS ? HEARD_FROM_MS - heardMs + AFTER_COUNTING_MS : LOOK_MS;
  return Math.max(SOONEST_MS, Math.min(LOOK_MS, untilEndMs, untilCountedMs));
}
