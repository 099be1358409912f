/** What a track or recording is called in a match: equal keys, same thing. One type throughout a match. */
export type MatchKey = string | number;

/** A play as a source reports it, reduced to what tells plays apart. */
export interface IncomingPlay {
  /** End of the play, epoch ms, by the clock of its source. */
  endAt: number;
  /** Only the minute of its end is known, and `endAt` is in its middle. */
  isToMinute: boolean;
  /** Another program's export tells it and only estimates its end: a play that Spotify's exports have reported may be the same. */
  isEstimate: boolean;
  /** As measured; null where it is only estimated, as for plays from Spotify's list, which last 30 s or more. */
  msPlayed: number | null;
  /** Equal exactly for the same Spotify track id (or local file). */
  trackKey: MatchKey;
  /** Equal exactly for tracks known to be one recording. */
  recordingKey: MatchKey;
  /** Length of the track, if known. */
  durationMs: number | null;
  /** Normalised, see `normaliseName`. */
  title: string | null;
  /** First artist, normalised. */
  artist: string | null;
}

/** A play that the listener's history already holds. */
export interface StoredPlay extends IncomingPlay {
  /** Made by the watcher: `endAt` may be any moment between the start and the end of the play. */
  watched: boolean;
  /**
   * The end that the incoming rows' kind of source has itself reported for this play, because it made or
   * enriched it; else null. Such a play has had its row: it can only meet that same row again, so that a
   * repeat in a later file or poll is not taken for it.
   */
  reportedEndAt: number | null;
}

/** How an incoming row was recognised as a play that is already stored. */
export type DuplicateVerdict = 'exact-duplicate' | 'window-duplicate' | 'sequence-duplicate';

/** The stored play, by its place in the list, that absorbs an incoming row. */
export interface PlayMatch {
  verdict: DuplicateVerdict;
  stored: number;
}
