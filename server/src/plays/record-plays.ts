import type { DatabaseTransaction } from '../database/database.ts';
import type { ListenerId } from '../database/listener-id.ts';
import { joinRecordings } from '../catalog/recordings.queries.ts';
import type { IncomingRows } from './incoming-rows.ts';
import { matchIncoming, type RowMatch } from './match-incoming.ts';
import { enrichPlays, insertPlays, insertPlatforms, lockPlays } from './plays.queries.ts';

export interface Recorded {
  /** How many rows became plays. */
  readonly inserted: number;
  /** The rows that were plays already, each with the play that it is. Every other row was inserted. */
  readonly matches: readonly RowMatch[];
}

/**
 * The one way in which plays are written, whatever their source: finds the rows that are stored already, inserts the
 * others, and gives the stored ones what the source knows better. Tracks must be in the catalogue. Totals follow by
 * triggers in the same transaction; writers of one listener wait for each other.
 */
export async function recordPlays(
  trx: DatabaseTransaction,
  listenerId: ListenerId,
  incoming: IncomingRows,
): Promise<Recorded> {
  await lockPlays(trx, listenerId);
  const matches = await matchIncoming(trx, listenerId, incoming);
  await insertPlatforms(trx, incoming);
  await enrichPlays(trx, listenerId, incoming, matches);
  const inserted = await insertPlays(trx, listenerId, incoming, matches);
  await joinRecordings(
    trx,
    matches.filter((match) => match.verdict === 'sequence-duplicate').map((match) => match.trackIds),
  );
  return { inserted, matches };
}
