import { sql } from 'kysely';
import type { DatabaseTransaction } from '../database/database.ts';
import type { IncomingRows } from './incoming-rows.queries.ts';
import { normaliseName } from './normalise-name.ts';

/** What matching wants to know of a track. */
export interface MatchTrack {
  readonly recordingKey: number;
  readonly durationMs: number | null;
  /** Normalised, see `normaliseName`. */
  readonly title: string;
  readonly artist: string | null;
}

/** So many tracks are remembered at most, so that memory does not grow with the history. */
const MOST_TRACKS = 50_000;

/** The tracks of the plays that are being matched; each is looked up and its names are normalised once. */
export class MatchTracks {
  readonly #trx: DatabaseTransaction;
  readonly #incoming: IncomingRows;
  #known = new Map<number, MatchTrack>();

  constructor(trx: DatabaseTransaction, incoming: IncomingRows) {
    this.#trx = trx;
    this.#incoming = incoming;
  }

  /** The tracks of a batch of plays, by key. */
  async describe(plays: readonly { trackKey: number }[]): Promise<ReadonlyMap<number, MatchTrack>> {
    if (this.#known.size > MOST_TRACKS) this.#known = new Map();
    const known = this.#known;
    const missing = new Set(plays.map(({ trackKey }) => trackKey).filter((key) => !known.has(key)));
    if (missing.size === 0) return known;
    const { rows } = await sql<MatchTrack & { key: number }>`
      with wanted as (select * from unnest(${[...missing]}::bigint[]) as w (key))
      select k.id as key, k.recording_id as "recordingKey", k.duration_ms as "durationMs", k.name as title, a.name as artist
      from wanted w
      join tracks k on k.id = w.key
      left join track_artists t on t.track_id = k.id and t.position = 0
      left join artists a on a.id = t.artist_id
      union all
      select n.track_key, n.track_key, null, coalesce(n.track_name, ''), n.artist_name
      from wanted w join (${this.#incoming.newTracks}) n on n.track_key = w.key`.execute(this.#trx);
    for (const { key, recordingKey, durationMs, title, artist } of rows) {
      known.set(key, {
        recordingKey,
        durationMs,
        title: normaliseName(title),
        artist: artist === null ? null : normaliseName(artist),
      });
    }
    return known;
  }
}
