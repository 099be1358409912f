import { type Static, Type } from 'typebox';
import { Count, Id, Instant, Milliseconds, Shape } from './shape.ts';
import { Track } from './track.ts';

/**
 * Why a track is one recording with others: somebody decided so, Spotify gives them one ISRC, a history knows one play under both
 * ids, or title, artists and length agree.
 */
export const JoinReason = Type.Union([
  Type.Literal('hand'),
  Type.Literal('isrc'),
  Type.Literal('sequence'),
  Type.Literal('title'),
]);
export type JoinReason = Static<typeof JoinReason>;

/**
 * A recording that the listener has played as two or more tracks, the most played of these first; `track` is the one that stands
 * for it. Plays and time are over counted plays of all time.
 */
export const Recording = Shape({
  track: Track,
  plays: Count,
  ms: Milliseconds,
  tracks: Type.Array(Shape({ track: Track, plays: Count, ms: Milliseconds, reason: JoinReason })),
});
export type Recording = Static<typeof Recording>;

export const JoinInput = Shape({
  trackIds: Type.Array(Id, { minItems: 2, maxItems: 50, uniqueItems: true }),
});
export const SplitInput = Shape({ trackId: Id });

/** What was decided by hand; `isOwn` says whether by the one who asks, and who asks may take those back, the host all. */
export const RecordingDecision = Shape({
  id: Id,
  kind: Type.Union([Type.Literal('join'), Type.Literal('split')]),
  decidedAt: Instant,
  isOwn: Type.Boolean(),
  byHost: Type.Boolean(),
  tracks: Type.Array(Track),
});
export type RecordingDecision = Static<typeof RecordingDecision>;
