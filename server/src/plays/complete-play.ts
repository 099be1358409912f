import type { DatabaseTransaction } from '../database/database.ts';
import type { ListenerId } from '../database/listener-id.ts';
import { lockHistory } from '../database/locks.queries.ts';
import { updateWatchedPlay, type WatchedEnd } from './watched-plays.queries.ts';

/**
 * Notes how a play ended that `recordPlays` took in while it ran. One that the listener has deleted stays deleted; totals follow by
 * triggers.
 */
export async function completePlay(
  trx: DatabaseTransaction,
  listenerId: ListenerId,
  playId: number,
  end: WatchedEnd,
): Promise<void> {
  await lockHistory(trx, listenerId);
  await updateWatchedPlay(trx, listenerId, playId, end);
}
