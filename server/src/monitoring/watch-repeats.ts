import type { EndedPlay, OpenPlay } from './watch-state.ts';

/** Where a track that begins anew may be found, before or after the place that the time that passed puts it at. */
const TOLERANCE_MS = 3_000;

/** Whoever was not looked at for longer may have heard anything meanwhile. */
const LONGEST_GAP_MS = 15 * 60_000;

interface SameTrackLook {
  readonly at: number;
  readonly progressMs: number;
  readonly isPlaying: boolean;
}

/**
 * How often the track has begun anew since the look before: as often as puts it where it is now, or once where it must have come to
 * its end and is near its beginning. A jump back from anywhere else is none.
 */
export function findRepeats(open: OpenPlay, look: SameTrackLook, passedMs: number): number {
  const { durationMs } = open.track;
  if (durationMs <= 0) return 0;
  const reachedMs = open.progressMs + passedMs;
  const repeats = Math.round((reachedMs - look.progressMs) / durationMs);
  const isThere = Math.abs(reachedMs - look.progressMs - repeats * durationMs) <= TOLERANCE_MS;
  if (look.isPlaying && repeats > 0 && isThere && passedMs <= LONGEST_GAP_MS) return repeats;
  const overMs = reachedMs - durationMs;
  const hasBegunAnew =
    look.progressMs < open.progressMs &&
    overMs >= -TOLERANCE_MS &&
    look.progressMs <= Math.max(0, overMs) + TOLERANCE_MS;
  return hasBegunAnew ? 1 : 0;
}

/** The plays that ended while the track began anew so often, and the one that runs now. */
export function finishRepeats(
  open: OpenPlay,
  look: SameTrackLook,
  passedMs: number,
  repeats: number,
): { ended: EndedPlay[]; open: OpenPlay } {
  const { track, progressMs } = open;
  const remainingMs = Math.min(Math.max(0, track.durationMs - progressMs), passedMs);
  const lastLookAt = look.at - passedMs;
  const ended = Array.from({ length: repeats }, (_, index): EndedPlay => {
    const isFirst = index === 0;
    return {
      track,
      heardMs: isFirst ? open.heardMs + remainingMs : track.durationMs,
      endedAt: Math.min(look.at, lastLookAt + remainingMs + index * track.durationMs),
      outcome: 'finished',
      playId: isFirst ? open.playId : null,
    };
  });
  const lastEndAt = ended.at(-1)?.endedAt ?? look.at;
  const heardMs = Math.min(look.progressMs, look.at - lastEndAt);
  return {
    ended,
    open: {
      track,
      progressMs: look.progressMs,
      isPlaying: look.isPlaying,
      isGone: false,
      heardMs,
      heardUntil: look.isPlaying ? look.at : lastEndAt + heardMs,
      playId: null,
    },
  };
}
