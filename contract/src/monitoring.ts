import { type Static, Type } from 'typebox';
import { Instant, Milliseconds, Nullable, Shape } from './shape.ts';
import { Track } from './track.ts';

/** `history` polls recently-played, `realtime` watches currently-playing, `hybrid` does both. */
export const MonitoringMode = Type.Union([
  Type.Literal('history'),
  Type.Literal('realtime'),
  Type.Literal('hybrid'),
]);
export type MonitoringMode = Static<typeof MonitoringMode>;

export const MonitoringState = Type.Union([
  Type.Literal('stopped'),
  Type.Literal('running'),
  Type.Literal('processing'),
]);
export type MonitoringState = Static<typeof MonitoringState>;

/** `lookEveryMs`: how often what plays is looked at; null where it is not watched. `notice`: why it is less often than wanted. */
export const Monitoring = Shape({
  enabled: Type.Boolean(),
  mode: MonitoringMode,
  state: MonitoringState,
  worker: Nullable(Type.String()),
  lastPollAt: Nullable(Instant),
  nextPollAt: Nullable(Instant),
  lastError: Nullable(Type.String()),
  lookEveryMs: Nullable(Milliseconds),
  notice: Nullable(Type.String()),
});
export type Monitoring = Static<typeof Monitoring>;

export const MonitoringInput = Shape({
  enabled: Type.Optional(Type.Boolean()),
  mode: Type.Optional(MonitoringMode),
});
export type MonitoringInput = Static<typeof MonitoringInput>;

/** What plays, or is paused: `progressMs` is how far it was at the instant `at`, and goes on from there if it plays. */
export const NowPlaying = Shape({
  track: Track,
  isPlaying: Type.Boolean(),
  progressMs: Milliseconds,
  durationMs: Nullable(Milliseconds),
  at: Instant,
});
export type NowPlaying = Static<typeof NowPlaying>;
