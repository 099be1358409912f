import { type Static, Type } from 'typebox';
import { Id, Instant, Milliseconds, Nullable, Shape } from './shape.ts';
import { Track } from './track.ts';

export const PlaySource = Type.Union([
  Type.Literal('recently-played'),
  Type.Literal('currently-playing'),
  Type.Literal('import'),
]);
export type PlaySource = Static<typeof PlaySource>;

/** Why a play is not counted: the listener excludes its track, whatever its length, or it ran too short for the counting rule. */
export const UncountedReason = Type.Union([Type.Literal('exclusion'), Type.Literal('counting-rule')]);

/** One stream of one track. `playedAt` is the end of the play; `uncountedReason` is null where it is counted. */
export const Play = Shape({
  id: Id,
  playedAt: Instant,
  msPlayed: Milliseconds,
  msPlayedIsEstimate: Type.Boolean(),
  counted: Type.Boolean(),
  uncountedReason: Nullable(UncountedReason),
  source: PlaySource,
  track: Track,
});
export type Play = Static<typeof Play>;

/** How the history is written into a file: a line of JSON per play, a table, or a ZIP in the layout of Spotify's own export. */
export const HistoryFormat = Type.Union([
  Type.Literal('jsonl'),
  Type.Literal('csv'),
  Type.Literal('spotify'),
]);
export type HistoryFormat = Static<typeof HistoryFormat>;
