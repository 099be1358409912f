import type { DatabaseTransaction } from '../database/database.ts';
import type { ListenerId } from '../database/listener-id.ts';
import { cutSegments } from './cut-segments.ts';
import { type IncomingRows, withoutMatched } from './incoming-rows.queries.ts';
import { matchPlays } from './match-plays.ts';
import { findSpan, streamIncomingPlays, streamStoredPlays } from './match.queries.ts';
import { MatchTracks } from './match-tracks.queries.ts';
import type { RowMatch, RowMatches } from './row-matches.queries.ts';

/**
 * Finds the rows that the listener's history already holds, in portions by time; writes nothing. Rows and plays of the matches that
 * are `known` already are left out.
 */
export async function* matchIncoming(
  trx: DatabaseTransaction,
  listenerId: ListenerId,
  allRows: IncomingRows,
  known?: RowMatches,
): AsyncGenerator<RowMatch[]> {
  const incoming = known ? withoutMatched(allRows, known) : allRows;
  const span = await findSpan(trx, listenerId, incoming);
  if (!span.hasStored) return;
  const tracks = new MatchTracks(trx, incoming);
  const segments = cutSegments(
    streamIncomingPlays(trx, incoming, tracks),
    streamStoredPlays(trx, listenerId, incoming, span, tracks, known),
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
