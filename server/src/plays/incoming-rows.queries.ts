import { type RawBuilder, sql } from 'kysely';
import type { PlaySource } from '@analytics/contract/play';

/**
 * Rows that want to become plays, as a relation that SQL can select from, so that a poll of a few and an import of a
 * million go the same way. Its columns: `row` (bigint, unique), `spotify_id`, `local_uri` (one of them), `track_name`,
 * `artist_name`, `played_at` (the end), `ms_played`, `ms_played_is_estimate`, `platform`, `country`, `shuffle`,
 * `skipped`, `offline`, `reason_start`, `reason_end`.
 */
export interface IncomingRows {
  readonly source: PlaySource;
  /** The import that they come from, for the source `import` alone. */
  readonly importId: number | null;
  readonly relation: RawBuilder<unknown>;
}

/** A row that a poll brings. */
export interface PolledRow {
  readonly spotifyId: string | null;
  readonly localUri: string | null;
  readonly trackName: string;
  readonly artistName: string | null;
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
      track_name: row.trackName,
      artist_name: row.artistName,
      played_at: row.playedAt,
      ms_played: row.msPlayed,
      ms_played_is_estimate: row.msPlayedIsEstimate,
    })),
  );
  const relation = sql`
    select r.*, null::text as platform, null::text as country, null::boolean as shuffle, null::boolean as skipped,
      null::boolean as offline, null::text as reason_start, null::text as reason_end
    from jsonb_to_recordset(${json}::jsonb) as r (row bigint, spotify_id text, local_uri text, track_name text,
      artist_name text, played_at timestamptz, ms_played integer, ms_played_is_estimate boolean)`;
  return { source, importId: null, relation };
}
