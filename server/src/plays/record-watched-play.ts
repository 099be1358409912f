import type { DatabaseTransaction } from '../database/database.ts';
import type { ListenerId } from '../database/listener-id.ts';
import { polledRows } from './incoming-rows.queries.ts';
import { recordPlays } from './record-plays.ts';
import { rowMatches } from './row-matches.queries.ts';
import { findWatchedPlayId } from './watched-plays.queries.ts';

/** A play that the watcher has measured. */
export interface WatchedPlay {
  readonly spotifyId: string | null;
  readonly localUri: string | null;
  /** Its end, or the last instant at which it was heard. */
  readonly playedAt: Date;
  readonly msPlayed: number;
  readonly isRunning: boolean;
}

/** Records a play of the watcher, whose track is in the catalogue, and answers its id; undefined when it was stored already. */
export async function recordWatchedPlay(
  trx: DatabaseTransaction,
  listenerId: ListenerId,
  { isRunning, ...play }: WatchedPlay,
): Promise<number | undefined> {
  const incoming = polledRows('currently-playing', [{ ...play, msPlayedIsEstimate: false }]);
  // No list and no export holds what has not come to its end. A stored play of the same track is the one before.
  const options = isRunning ? { findMatches: async () => rowMatches([]) } : {};
  const inserted = await recordPlays(trx, listenerId, incoming, options);
  return inserted === 0 ? undefined : findWatchedPlayId(trx, listenerId, play, play.playedAt);
}
