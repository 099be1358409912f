import { sql } from 'kysely';
import type { DatabaseTransaction } from '../database/database.ts';
import type { ListenerId } from '../database/listener-id.ts';
import type { IncomingRows } from './incoming-rows.queries.ts';
import type { IncomingPlay, StoredPlay } from './match-plays.ts';
import type { MatchTrack, MatchTracks } from './match-tracks.queries.ts';
import type { RowMatches } from './row-matches.queries.ts';
import { streamRows } from './stream-rows.queries.ts';

const FETCH_ROWS = 5_000;

/** Farther than any two plays can be apart and still be one (see `cutSegments`). */
const REACH = sql`interval '2 hours'`;

export interface Span {
  readonly from: Date | null;
  readonly to: Date | null;
  readonly hasStored: boolean;
}

/** From when to when stored plays may be the same as an incoming row, and whether there are any. */
export async function findSpan(
  trx: DatabaseTransaction,
  listenerId: ListenerId,
  incoming: IncomingRows,
): Promise<Span> {
  const { rows } = await sql<Span>`
    with span as (
      select min(i.played_at) - ${REACH} as "from", max(i.played_at) + ${REACH} as "to" from (${incoming.relation}) i
    )
    select s.*, exists (
      select from plays p where p.user_id = ${listenerId} and p.played_at between s."from" and s."to"
        and ${isOfOthers(incoming)}
    ) as "hasStored"
    from span s`.execute(trx);
  return rows[0] ?? { from: null, to: null, hasStored: false };
}

/** Rows of one import are never duplicates of each other, even if some of them come later. */
export const isOfOthers = ({ importId }: IncomingRows) =>
  importId === null ? sql`true` : sql`p.import_id is distinct from ${importId}::bigint`;

interface PlayColumns {
  trackKey: number;
  endAt: number;
  /** Null where it is only estimated. */
  msPlayed: number | null;
  isToMinute: boolean;
  isEstimate: boolean;
}

/** A play known to the minute ended half a minute after its start, give or take as much. */
const endOf = (play: string) =>
  sql`date_part('epoch', ${sql.ref(`${play}.played_at`)}) * 1000 + ${sql.ref(`${play}.precision_ms`)} / 2`;

const knownMs = (play: string) =>
  sql`case when not ${sql.ref(`${play}.ms_played_is_estimate`)} then ${sql.ref(`${play}.ms_played`)} end`;

/** The incoming rows by their end, in the form that they are matched in. */
export async function* streamIncomingPlays(
  trx: DatabaseTransaction,
  { source, relation }: IncomingRows,
  tracks: MatchTracks,
) {
  const query = sql`
    select i.row, i.track_key as "trackKey", ${endOf('i')} as "endAt", ${knownMs('i')} as "msPlayed",
      i.precision_ms > 1 as "isToMinute", i.ms_played_is_estimate and ${source === 'import'} as "isEstimate"
    from (${relation}) i
    order by 3, 1`;
  for await (const rows of streamRows<PlayColumns & { row: number }>(
    trx,
    'incoming_plays',
    query,
    FETCH_ROWS,
  )) {
    const described = await tracks.describe(rows);
    yield rows.map((row) => ({ row: row.row, ...toPlay(row, described.get(row.trackKey)) }));
  }
}

/** The stored plays of the span; each says which end the kind of source at hand has already reported for it. */
export async function* streamStoredPlays(
  trx: DatabaseTransaction,
  listenerId: ListenerId,
  incoming: IncomingRows,
  span: Span,
  tracks: MatchTracks,
  known?: RowMatches,
) {
  const { source } = incoming;
  // A play that our own export brought back and that was polled once was reported by no export of Spotify's.
  const isOwn = sql`p.source = ${source}::play_source and not (p.source = 'import' and p.ms_played_is_estimate)`;
  const isFree = known ? sql`not exists (select from (${known}) m where m.play_id = p.id)` : sql`true`;
  const reported = sql`date_part('epoch', ${sql.ref(source === 'import' ? 'p.export_played_at' : 'p.polled_played_at')}) * 1000`;
  const query = sql`
    select p.id as "playId", p.track_id as "trackKey", ${endOf('p')} as "endAt", ${knownMs('p')} as "msPlayed",
      p.precision_ms > 1 as "isToMinute", p.ms_played_is_estimate and p.source = 'import' as "isEstimate",
      p.source = 'currently-playing' as watched,
      case when ${isOwn} then ${endOf('p')} else ${reported} end as "reportedEndAt"
    from plays p
    where p.user_id = ${listenerId} and p.played_at between ${span.from} and ${span.to} and ${isOfOthers(incoming)} and ${isFree}
    order by coalesce(case when ${isOwn} then ${endOf('p')} else ${reported} end, ${endOf('p')}), p.id`;
  type Row = PlayColumns & { playId: number; watched: boolean; reportedEndAt: number | null };
  for await (const rows of streamRows<Row>(trx, 'stored_plays', query, FETCH_ROWS)) {
    const described = await tracks.describe(rows);
    yield rows.map((row): StoredPlay & { playId: number } => ({
      playId: row.playId,
      watched: row.watched,
      reportedEndAt: row.reportedEndAt,
      ...toPlay(row, described.get(row.trackKey)),
    }));
  }
}

function toPlay(row: PlayColumns, track: MatchTrack | undefined): IncomingPlay {
  return {
    endAt: row.endAt,
    isToMinute: row.isToMinute,
    isEstimate: row.isEstimate,
    msPlayed: row.msPlayed,
    trackKey: row.trackKey,
    recordingKey: track?.recordingKey ?? row.trackKey,
    durationMs: track?.durationMs ?? null,
    title: track?.title ?? null,
    artist: track?.artist ?? null,
  };
}
