import { type Static, Type } from 'typebox';
import { Instant, Shape } from './shape.ts';

/**
 * `polled`: the recently played list was read so often that nothing fell out of it. `watched`: what was playing was looked at live.
 * `imported`: between the first and the last play of an import that is not undone. `unknown`: plays may be missing.
 */
export const CoverageKind = Type.Union([
  Type.Literal('polled'),
  Type.Literal('watched'),
  Type.Literal('imported'),
  Type.Literal('unknown'),
]);
export type CoverageKind = Static<typeof CoverageKind>;

/**
 * Why a span is unknown. `too-many-plays`: more was played between two polls than the 50 plays that Spotify lists, mostly since
 * nothing could be polled for long. `not-monitored`: there was no monitoring. Both can be filled by an import of Spotify's
 * export. `not-polled-yet`: since the last poll; the next one tells.
 */
export const UnknownReason = Type.Union([
  Type.Literal('too-many-plays'),
  Type.Literal('not-monitored'),
  Type.Literal('not-polled-yet'),
]);
export type UnknownReason = Static<typeof UnknownReason>;

/** A span of time `[from, to)` and how much is known of what was played in it. Only what is unknown has a reason. */
export const CoverageSpan = Shape({
  from: Instant,
  to: Instant,
  kind: CoverageKind,
  reason: Type.Optional(UnknownReason),
});
export type CoverageSpan = Static<typeof CoverageSpan>;
