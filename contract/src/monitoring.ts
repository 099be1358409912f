import { type Static, Type } from 'typebox';
import { Instant, Nullable, Shape } from './shape.ts';

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

export const Monitoring = Shape({
  enabled: Type.Boolean(),
  mode: MonitoringMode,
  state: MonitoringState,
  worker: Nullable(Type.String()),
  lastPollAt: Nullable(Instant),
  nextPollAt: Nullable(Instant),
  lastError: Nullable(Type.String()),
});
export type Monitoring = Static<typeof Monitoring>;

export const MonitoringInput = Shape({
  enabled: Type.Optional(Type.Boolean()),
  mode: Type.Optional(MonitoringMode),
});
export type MonitoringInput = Static<typeof MonitoringInput>;
