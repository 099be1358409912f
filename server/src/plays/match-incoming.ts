import type { DatabaseTransaction } from '../database/database.ts';
import type { ListenerId } from '../database/listener-id.ts';
import { cutSegments } from './cut-segments.ts';
import type { IncomingRows } from './incoming-rows.queries.ts';
import { type DuplicateVerdict, matchPlays } from './match-plays.ts';
import { findSpan, streamIncomingPlays, streamStoredPlays } from './match.queries.ts';
import { MatchTracks } from './match-tracks.queries.ts';

/** A row that is a stored play already. */
export interface RowMatch {
  readonly row: number;
  readonly verdict: DuplicateVerdict;
  readonly playId: number;
  /** Whether the play may learn something from the row. */
  readonly enriches: boolean;
}

/** Finds the rows that the listener's history already holds, in portions by time; writes nothing. */
export async function* matchIncoming(
  trx: DatabaseTransaction,
  listenerId: ListenerId,
  incoming: IncomingRows,
): AsyncGenerator<RowMatch[]> {
  const span = await findSpan(trx, listenerId, incoming);
  if (!span.hasStored) return;
  const tracks = new MatchTracks(trx, incoming);
  const segments = cutSegments(
    streamIncomingPlays(trx, incoming, tracks),
    streamStoredPlays(trx, listenerId, incoming, span, tracks),
  );
  for await (const segment of segments) {
    const matches: RowMatch[] = [];
    for (const [index, match] of matchPlays(segment.incoming, segment.stored).entries()) {
      const row = segment.incoming[index];
      const stored = match && segment.stored[match.stored];
      if (!row || !match || !stored) continue;
      const enriches = stored.reportedEndAt === null || (stored.isToMinute && !row.isToMinute);
      matches.push({ row: row.row, verdict: match.verdict, playId: stored.playId, enriches });
    }
    yield matches;
  }
}
