import type { PlaySource } from '@analytics/contract/play';
import { type RawBuilder, sql } from 'kysely';
import type { Database } from '../../database/database.ts';
import type { ListenerId } from '../../database/listener-id.ts';
import { streamRows } from '../stream-rows.queries.ts';

/** A play as it leaves the house; the order of the members is that of the files. */
export interface ExportedPlay {
  /** The end of the play. */
  readonly playedAt: Date;
  readonly msPlayed: number;
  readonly msPlayedIsEstimate: boolean;
  /** How long after `playedAt` it may really have ended: 60,000 where only the minute is known, else 1. */
  readonly playedAtPrecisionMs: number;
  /** Tells apart plays of one track that ended at the same instant. */
  readonly ordinal: number;
  readonly source: PlaySource;
  readonly spotifyId: string | null;
  readonly localUri: string | null;
  readonly trackName: string;
  /** The first artist. */
  readonly artistName: string | null;
  readonly artistNames: readonly string[];
  readonly albumName: string | null;
  readonly platform: string | null;
  readonly country: string | null;
  readonly shuffle: boolean | null;
  readonly skipped: boolean | null;
  readonly offline: boolean | null;
  readonly reasonStart: string | null;
  readonly reasonEnd: string | null;
  readonly counted: boolean;
}

/** Few enough that making text of them keeps no other request waiting. */
const FETCH_ROWS = 1_000;

const isNamedOnly = sql<boolean>`(k.spotify_id is null and k.local_uri is null)`;

/** All plays by time; or all plays of tracks with an id by time, and after them those of tracks known by their name alone. */
const PARTS = {
  'by-time': [sql<boolean>`true`],
  'by-time-named-last': [sql<boolean>`not ${isNamedOnly}`, isNamedOnly],
};

/**
 * Everything that the listener has played and not deleted, oldest first, as it was when the reading began. It holds a
 * connection until it is read to the end or `return` is called on it.
 */
export async function* streamHistory(
  database: Database,
  listenerId: ListenerId,
  order: keyof typeof PARTS,
): AsyncGenerator<ExportedPlay[]> {
  const trx = await database
    .startTransaction()
    .setIsolationLevel('repeatable read')
    .setAccessMode('read only')
    .execute();
  try {
    for (const condition of PARTS[order]) {
      const query = exportedPlays(listenerId, condition);
      yield* streamRows<ExportedPlay>(trx, 'exported_plays', query, FETCH_ROWS);
    }
  } finally {
    await trx.rollback().execute();
  }
}

function exportedPlays(listenerId: ListenerId, condition: RawBuilder<boolean>) {
  return sql`
    select p.played_at as "playedAt", p.ms_played as "msPlayed", p.ms_played_is_estimate as "msPlayedIsEstimate",
      p.precision_ms as "playedAtPrecisionMs", p.ordinal, p.source, k.spotify_id as "spotifyId", k.local_uri as "localUri",
      k.name as "trackName", n.names[1] as "artistName", n.names as "artistNames", b.name as "albumName",
      f.name as platform, p.country, p.shuffle, p.skipped, p.offline, p.reason_start as "reasonStart",
      p.reason_end as "reasonEnd", p.counted
    from plays p
    join tracks k on k.id = p.track_id
    left join albums b on b.id = k.album_id
    left join platforms f on f.id = p.platform_id
    cross join lateral (
      select coalesce(array_agg(a.name order by t.position), '{}') as names
      from track_artists t join artists a on a.id = t.artist_id
      where t.track_id = k.id
    ) n
    where p.user_id = ${listenerId} and p.deleted_at is null and ${condition}
    order by p.played_at, p.track_id, p.ordinal`;
}
