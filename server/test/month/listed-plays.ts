import type { TrueStream } from '@analytics/simulator/control';
import type { LoggedRequest } from '@analytics/simulator/request-log';

/** Spotify remembers no more. Source: its reference of recently-played. */
const REMEMBERED = 50;
/** The longest that the faults of a month hold plays back. */
const LONGEST_BACKFILL_MS = 4 * 3_600_000;

/** Faults that leave an answer with plays in it. */
const READABLE = [null, 'null-tracks', 'duplicate-plays', 'unknown-type', 'backfill'];

/** Whether the answer to a poll can be read, so that the plays in it should be recorded. */
export function isReadable({ status, fault }: LoggedRequest): boolean {
  return status === 200 && READABLE.includes(fault);
}

/**
 * The plays that were in the answer to a readable poll for certain, by Spotify's rules: the last 50 that had come in by then,
 * less what the fault it ran into may have left out. `listed` are the listener's plays that are ever listed, by their end.
 */
export function playsInAnswer(listed: readonly TrueStream[], { at, fault }: LoggedRequest): TrueStream[] {
  const remembered: TrueStream[] = [];
  for (let index = listed.length - 1; index >= 0 && remembered.length < REMEMBERED; index -= 1) {
    const play = listed[index];
    if (play && play.visibleAt <= at) remembered.push(play);
  }
  if (fault === 'null-tracks') return remembered.filter((_play, position) => position % 3 !== 0);
  if (fault === 'duplicate-plays') return remembered.slice(0, REMEMBERED / 2);
  if (fault === 'backfill') return remembered.filter((play) => play.visibleAt + LONGEST_BACKFILL_MS <= at);
  return remembered;
}
