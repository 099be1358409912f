import { type RawBuilder, sql } from 'kysely';
import type { PlaySource } from '@analytics/contract/play';
import type { RowMatches } from './row-matches.queries.ts';

/**
 * Rows that want to become plays, as relations that SQL can select from, so that a poll of a few and an import of a million go
 * the same way.
 */
export interface IncomingRows {
  readonly source: PlaySource;
  /** The import that they come from, for the source `import` alone. */
  readonly importId: number | null;
  /** Every `row` is below this. */
  readonly end: number;
  /**
   * The rows: `row` (integer, unique), `track_id` (null while the catalogue lacks the track), `track_key` (`track_id`, or below zero without
   * one), `played_at` (the end), `precision_ms`, `ms_played`, `ms_played_is_estimate`, `platform`, `country`, `shuffle`,
   * `skipped`, `offline`, `reason_start`, `reason_end`.
   */
  readonly relation: RawBuilder<unknown>;
  /** What is known of the tracks that the catalogue lacks: `track_key`, `track_name`, `artist_name`. */
  readonly newTracks: RawBuilder<unknown>;
}

/** The rows that are not among these matches. */
export const withoutMatched = (incoming: IncomingRows, matches: RowMatches): IncomingRows => ({
  ...incoming,
  relation: sql`
    select i.* from (${incoming.relation}) i
    where not exists (select from (${matches}) m where m.row = i.row)`,
});

/** A row that a poll brings; its track is in the catalogue. */
export interface PolledRow {
  readonly spotifyId: string | null;
  readonly localUri: string | null;
  readonly playedAt: Date;
  readonly msPlayed: number;
  readonly msPlayedIsEstimate: boolean;
}

/** The rows of a poll as a relation; `row` is their place in the list. */
export function polledRows(
  source: 'recently-played' | 'currently-playing',
  rows: readonly PolledRow[],
): IncomingRows {
  const json = JSON.stringify(
    rows.map((row, index) => ({
      row: index,
      spotify_id: row.spotifyId,
      local_uri: row.localUri,
      played_at: row.playedAt,
      ms_played: row.msPlayed,
      ms_played_is_estimate: row.msPlayedIsEstimate,
    })),
  );
  const relation = sql`
    select r.row, k.id as track_id, k.id as track_key, r.played_at, 1 as precision_ms, r.ms_played, r.ms_played_is_estimate,
      null::text as platform, null::text as country, null::boolean as shuffle, null::boolean as skipped,
      null::boolean as offline, null::text as reason_start, null::text as reason_end
    from jsonb_to_recordset(${json}::jsonb) as r (row integer, spotify_id text, local_uri text, played_at timestamptz,
      ms_played integer, ms_played_is_estimate boolean)
    join tracks k on k.spotify_id = r.spotify_id
      or (r.spotify_id is null and md5(k.local_uri) = md5(r.local_uri) and k.local_uri = r.local_uri)`;
  const newTracks = sql`select null::bigint as track_key, null::text as track_name, null::text as artist_name where false`;
  return { source, importId: null, end: rows.length, relation, newTracks };
}
