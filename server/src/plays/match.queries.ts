import { type RawBuilder, sql } from 'kysely';
import type { DatabaseTransaction } from '../database/database.ts';
import type { ListenerId } from '../database/listener-id.ts';
import type { IncomingRows } from './incoming-rows.queries.ts';
import type { IncomingPlay, StoredPlay } from './match-plays.ts';
import { normaliseName } from './normalise-name.ts';

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
  { relation }: IncomingRows,
): Promise<Span> {
  const { rows } = await sql<Span>`
    with span as (
      select min(i.played_at) - ${REACH} as "from", max(i.played_at) + ${REACH} as "to" from (${relation}) i
    )
    select s.*, exists (
      select from plays p where p.user_id = ${listenerId} and p.played_at between s."from" and s."to"
    ) as "hasStored"
    from span s`.execute(trx);
  return rows[0] ?? { from: null, to: null, hasStored: false };
}

interface PlayColumns {
  endAt: number;
  /** Null where it is only estimated. */
  msPlayed: number | null;
  trackId: number | null;
  trackKey: string;
  recordingKey: string;
  durationMs: number | null;
  trackName: string | null;
  artistName: string | null;
}

/** The incoming rows by their end, in the form that they are matched in. */
export async function* streamIncomingPlays(trx: DatabaseTransaction, { relation }: IncomingRows) {
  const query = sql`
    select i.row, extract(epoch from i.played_at)::float8 * 1000 as "endAt", case when not i.ms_played_is_estimate then i.ms_played end as "msPlayed",
      coalesce(k.id, l.id) as "trackId", coalesce(i.spotify_id, i.local_uri) as "trackKey",
      coalesce(k.recording_id::text, l.recording_id::text, i.spotify_id, i.local_uri) as "recordingKey",
      coalesce(k.duration_ms, l.duration_ms) as "durationMs",
      i.track_name as "trackName", i.artist_name as "artistName"
    from (${relation}) i
    left join tracks k on k.spotify_id = i.spotify_id
    left join tracks l on md5(l.local_uri) = md5(i.local_uri)
    order by i.played_at, i.row`;
  const normalise = normaliser();
  for await (const rows of streamRows<PlayColumns & { row: number }>(trx, 'incoming_plays', query)) {
    yield rows.map((row) => ({ row: row.row, trackId: row.trackId, ...toPlay(row, normalise) }));
  }
}

/** The stored plays of the span; each says which end the kind of source at hand has already reported for it. */
export async function* streamStoredPlays(
  trx: DatabaseTransaction,
  listenerId: ListenerId,
  { source }: IncomingRows,
  span: Span,
) {
  const reported = source === 'import' ? sql`p.export_played_at` : sql`p.polled_played_at`;
  const query = sql`
    select p.id as "playId", extract(epoch from p.played_at)::float8 * 1000 as "endAt", case when not p.ms_played_is_estimate then p.ms_played end as "msPlayed",
      p.track_id as "trackId", coalesce(k.spotify_id, k.local_uri) as "trackKey",
      k.recording_id::text as "recordingKey", k.duration_ms as "durationMs", k.name as "trackName",
      a.name as "artistName", p.source = 'currently-playing' as watched, r.end_at as "reportedEndAt"
    from plays p
    join tracks k on k.id = p.track_id
    left join track_artists ka on ka.track_id = k.id and ka.position = 0
    left join artists a on a.id = ka.artist_id
    cross join lateral (
      select extract(epoch from case when p.source = ${source}::play_source then p.played_at else ${reported} end)::float8 * 1000 as end_at
    ) r
    where p.user_id = ${listenerId} and p.played_at between ${span.from} and ${span.to}
    order by coalesce(r.end_at, extract(epoch from p.played_at)::float8 * 1000), p.id`;
  const normalise = normaliser();
  type Row = PlayColumns & {
    playId: number;
    trackId: number;
    watched: boolean;
    reportedEndAt: number | null;
  };
  for await (const rows of streamRows<Row>(trx, 'stored_plays', query)) {
    yield rows.map((row): StoredPlay & { playId: number; trackId: number } => ({
      playId: row.playId,
      trackId: row.trackId,
      watched: row.watched,
      reportedEndAt: row.reportedEndAt,
      ...toPlay(row, normalise),
    }));
  }
}

function toPlay(row: PlayColumns, normalise: (name: string | null) => string | null): IncomingPlay {
  return {
    endAt: row.endAt,
    msPlayed: row.msPlayed,
    trackKey: row.trackKey,
    recordingKey: row.recordingKey,
    durationMs: row.durationMs,
    title: normalise(row.trackName),
    artist: normalise(row.artistName),
  };
}

/** Names repeat from play to play, so each is normalised once. */
function normaliser() {
  const known = new Map<string, string>();
  return (name: string | null) => {
    if (name === null) return null;
    let normalised = known.get(name);
    if (normalised === undefined) {
      normalised = normaliseName(name);
      known.set(name, normalised);
    }
    return normalised;
  };
}

/** Reads a query through a cursor of the transaction, so that its length does not matter. */
async function* streamRows<Row>(trx: DatabaseTransaction, cursor: string, query: RawBuilder<unknown>) {
  const name = sql.id(cursor);
  await sql`declare ${name} no scroll cursor for ${query}`.execute(trx);
  for (;;) {
    const { rows } = await sql<Row>`fetch forward ${sql.lit(FETCH_ROWS)} from ${name}`.execute(trx);
    if (rows.length === 0) break;
    yield rows;
  }
  await sql`close ${name}`.execute(trx);
}
