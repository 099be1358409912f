import type { DatabaseTransaction } from '../database/database.ts';
import type { ListenerId } from '../database/listener-id.ts';
import { cutSegments } from './cut-segments.ts';
import type { IncomingRows } from './incoming-rows.queries.ts';
import { type DuplicateVerdict, matchPlays } from './match-plays.ts';
import { findSpan, streamIncomingPlays, streamStoredPlays } from './match.queries.ts';

/** A row that is a stored play already. */
export interface RowMatch {
  readonly row: number;
  readonly verdict: DuplicateVerdict;
  readonly playId: number;
}

/** Finds the rows that the listener's history already holds; writes nothing. */
export async function matchIncoming(
  trx: DatabaseTransaction,
  listenerId: ListenerId,
  incoming: IncomingRows,
): Promise<RowMatch[]> {
  const span = await findSpan(trx, listenerId, incoming);
  if (!span.hasStored) return [];
  const matches: RowMatch[] = [];
  const segments = cutSegments(
    streamIncomingPlays(trx, incoming),
    streamStoredPlays(trx, listenerId, incoming, span),
  );
  for await (const segment of segments) {
    for (const [index, match] of matchPlays(segment.incoming, segment.stored).entries()) {
      const row = segment.incoming[index];
      const stored = match && segment.stored[match.stored];
      if (!row || !match || !stored) continue;
      matches.push({ row: row.row, verdict: match.verdict, playId: stored.playId });
    }
  }
  return matches;
}
