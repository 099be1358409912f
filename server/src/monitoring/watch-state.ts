/** What is known of a track that plays: equal keys, same track. */
export interface WatchedTrack {
  /** Spotify's id, or the address of a local file. */
  readonly key: string;
  /** 0 where it is not known. */
  readonly durationMs: number;
}

/** What Spotify said to be playing at an instant of our own clock. */
export interface Look {
  readonly at: number;
  /** Null while nothing plays, or nothing that is a track: an advertisement, an episode. */
  readonly track: WatchedTrack | null;
  /** How far it is; null when nothing plays. */
  readonly progressMs: number | null;
  readonly isPlaying: boolean;
}

/** A play that has not come to its end. */
export interface OpenPlay {
  readonly track: WatchedTrack;
  readonly progressMs: number;
  readonly isPlaying: boolean;
  /** It was paused, and Spotify says no longer that it is there. */
  readonly isGone: boolean;
  readonly heardMs: number;
  /** When it was last heard. */
  readonly heardUntil: number;
  /** Its row in the history, once it has one. */
  readonly playId: number | null;
}

/** What is remembered of a listener from one look to the next. */
export interface WatchState {
  readonly lookedAt: number | null;
  /** Since when nothing has been heard; null while something plays. */
  readonly quietSince: number | null;
  readonly open: OpenPlay | null;
}

/** A play that has come to its end. */
export interface EndedPlay {
  readonly track: WatchedTrack;
  readonly heardMs: number;
  readonly endedAt: number;
  readonly outcome: 'finished' | 'skipped' | 'paused';
  readonly playId: number | null;
}

/** What a look changed. */
export interface WatchStep {
  readonly state: WatchState;
  /** The plays that have ended since the look before, in order. */
  readonly ended: readonly EndedPlay[];
  /** The open play has just been paused, perhaps for good. */
  readonly isPaused: boolean;
  /** Something other than the passing of time has happened. */
  readonly isNews: boolean;
}

/** A play enters the history when it has been heard for so long, as it enters Spotify's own list. */
export const HEARD_FROM_MS = 30_000;

/** Before the first look at a listener. */
export const UNWATCHED: WatchState = { lookedAt: null, quietSince: null, open: null };
