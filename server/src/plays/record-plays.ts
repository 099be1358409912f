import type { DatabaseTransaction } from '../database/database.ts';
import { keepCatalogue, lockHistory } from '../database/locks.queries.ts';
import type { ListenerId } from '../database/listener-id.ts';
import { enrichPlays } from './enrich-plays.queries.ts';
import type { IncomingRows } from './incoming-rows.queries.ts';
import { matchIncoming } from './match-incoming.ts';
import { insertPlatforms, insertPlays } from './plays.queries.ts';
import { joinSameRecordings } from './recording-joins.queries.ts';
import { type RowMatch, type RowMatches, rowMatches } from './row-matches.queries.ts';

/** So many rows become plays in one statement; between two of them progress can be told. */
const PORTION_ROWS = 200_000;

interface RecordingOptions {
  /** Asked once no other writer of the listener can come between; by default it looks now. */
  findMatches?: () => Promise<RowMatches>;
  /** Hears how many of the rows are done. */
  onProgress?: (done: number) => Promise<void>;
}

/**
 * The one way in which plays are written, whatever their source: the rows that are stored already are found, the others
 * inserted, and the stored plays get what their rows know better. Answers how many rows became plays. Tracks must be in the
 * catalogue; totals follow by triggers in the same transaction.
 */
export async function recordPlays(
  trx: DatabaseTransaction,
  listenerId: ListenerId,
  incoming: IncomingRows,
  { findMatches, onProgress }: RecordingOptions = {},
): Promise<number> {
  await lockHistory(trx, listenerId);
  await keepCatalogue(trx);
  const matches = await (findMatches?.() ?? matchNow(trx, listenerId, incoming));
  await insertPlatforms(trx, incoming);
  await enrichPlays(trx, listenerId, incoming, matches);
  let inserted = 0;
  for (let from = 0; from < incoming.end; from += PORTION_ROWS) {
    const portion = { from, to: from + PORTION_ROWS };
    inserted += await insertPlays(trx, listenerId, incoming, matches, portion);
    await onProgress?.(Math.min(portion.to, incoming.end));
  }
  await joinSameRecordings(trx, listenerId, incoming, matches);
  return inserted;
}

async function matchNow(trx: DatabaseTransaction, listenerId: ListenerId, incoming: IncomingRows) {
  const matches: RowMatch[] = [];
  for await (const portion of matchIncoming(trx, listenerId, incoming)) matches.push(...portion);
  return rowMatches(matches);
}
