import { joinRecordings } from '../catalog/recordings.queries.ts';
import type { DatabaseTransaction } from '../database/database.ts';
import { lockHistory } from '../database/history-lock.queries.ts';
import type { ListenerId } from '../database/listener-id.ts';
import type { IncomingRows } from './incoming-rows.queries.ts';
import { matchIncoming } from './match-incoming.ts';
import { enrichPlays, insertPlatforms, insertPlays, listSameRecordings } from './plays.queries.ts';
import { type RowMatches, rowMatches } from './row-matches.queries.ts';

/**
 * The one way in which plays are written, whatever their source: the rows that are stored already are found, the others
 * inserted, and the stored plays get what their rows know better. Answers how many rows became plays. Tracks must be in the
 * catalogue; totals follow by triggers in the same transaction. `findMatches` is asked once no other writer of the listener can
 * come between; by default it looks now.
 */
export async function recordPlays(
  trx: DatabaseTransaction,
  listenerId: ListenerId,
  incoming: IncomingRows,
  findMatches = async (): Promise<RowMatches> => rowMatches(await matchIncoming(trx, listenerId, incoming)),
): Promise<number> {
  await lockHistory(trx, listenerId);
  const matches = await findMatches();
  await insertPlatforms(trx, incoming);
  await enrichPlays(trx, listenerId, incoming, matches);
  const inserted = await insertPlays(trx, listenerId, incoming, matches);
  await joinRecordings(trx, await listSameRecordings(trx, listenerId, incoming, matches));
  return inserted;
}
