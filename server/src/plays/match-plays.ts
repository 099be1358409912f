import { matchExact } from './match-exact.ts';
import { matchMinute } from './match-minute.ts';
import { matchSequence } from './match-sequence.ts';
import { matchWindow } from './match-window.ts';
import { Matching } from './matching.ts';
import type { IncomingPlay, PlayMatch, StoredPlay } from './play-match.ts';

export type { DuplicateVerdict, IncomingPlay, PlayMatch, StoredPlay } from './play-match.ts';

/**
 * Says for each incoming row which stored play it is, or null where it is new. Both lists ascend by `endAt`.
 * One to one, independent of the order of rows that end together, and at most n log n in the rows of one
 * recording. The result for a timeline equals the results for its segments (see `cutSegments`).
 */
export function matchPlays(
  incoming: readonly IncomingPlay[],
  stored: readonly StoredPlay[],
): (PlayMatch | null)[] {
  if (stored.length === 0) return incoming.map(() => null);
  const matching = new Matching(incoming, stored);
  matchExact(matching);
  matchMinute(matching);
  matchWindow(matching);
  matchSequence(matching);
  return matching.results();
}
