import { type Static, Type } from 'typebox';
import { Count, Day, Instant, Milliseconds, Nullable, Shape } from './shape.ts';

const Share = Type.Number({ minimum: 0, maximum: 1 });

/** How many tracks were played `from` to `to` times, both included, and how many plays these have together. */
export const PlayCountBin = Shape({ from: Count, to: Count, tracks: Count, plays: Count });
export type PlayCountBin = Static<typeof PlayCountBin>;

/**
 * The artists of a day, week or month (by its first day). A play of several artists counts for each of them: `topTenShare` is the
 * part of these plays that the ten most played have, `shannon` Shannon's index (natural logarithm) of all. `newArtists`: those
 * who were never played before.
 */
export const Diversity = Shape({
  date: Day,
  plays: Count,
  artists: Count,
  newArtists: Count,
  topTenShare: Share,
  shannon: Type.Number({ minimum: 0 }),
});
export type Diversity = Static<typeof Diversity>;

/** Of how many streams something is known to be so, known not to be so, and not known. */
const Known = { yes: Count, no: Count, unknown: Count };

/** How often an export gives a reason; null where it gives none, and for plays that only a poll reported. */
const ReasonCount = Shape({ reason: Nullable(Type.String()), plays: Count });

/**
 * How the listener listens. Over all streams that are kept and not excluded, those too short to be counted as well, because skipping is what makes
 * them short. `skips.short`: streams that the counting rule leaves out. Polls report none of it, so much may be unknown.
 */
export const Behaviour = Shape({
  plays: Count,
  ms: Milliseconds,
  skips: Shape({ ...Known, short: Count }),
  shuffle: Shape(Known),
  offline: Shape(Known),
  platforms: Type.Array(Shape({ name: Nullable(Type.String()), plays: Count, ms: Milliseconds })),
  startReasons: Type.Array(ReasonCount),
  endReasons: Type.Array(ReasonCount),
});
export type Behaviour = Static<typeof Behaviour>;

/**
 * Plays of which each began no more than 30 minutes after the one before had ended. `ms` is the time played, pauses left out;
 * `tracks` counts different ones.
 */
export const Session = Shape({
  startedAt: Instant,
  endedAt: Instant,
  ms: Milliseconds,
  plays: Count,
  tracks: Count,
});
export type Session = Static<typeof Session>;

/** The first sessions in the order asked for, how many there are, and their averages. */
export const SessionsAnswer = Shape({
  items: Type.Array(Session),
  total: Count,
  averageMs: Type.Number({ minimum: 0 }),
  averagePlays: Type.Number({ minimum: 0 }),
});
export type SessionsAnswer = Static<typeof SessionsAnswer>;
