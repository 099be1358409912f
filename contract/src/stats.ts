import { type Static, Type } from 'typebox';
import { Artist } from './artist.ts';
import { Count, Day, Instant, Milliseconds, Nullable, Shape } from './shape.ts';
import { Track } from './track.ts';

/** The key figures of a period, over counted plays. Streaks are runs of days with at least one play. */
export const Summary = Shape({
  plays: Count,
  ms: Milliseconds,
  distinctTracks: Count,
  distinctArtists: Count,
  distinctAlbums: Count,
  firstPlayedAt: Nullable(Instant),
  lastPlayedAt: Nullable(Instant),
  topTrack: Nullable(Shape({ track: Track, plays: Count, ms: Milliseconds })),
  topArtist: Nullable(Shape({ artist: Artist, plays: Count, ms: Milliseconds })),
  currentStreakDays: Count,
  longestStreakDays: Count,
});
export type Summary = Static<typeof Summary>;

/** One day, week (by its first day) or month (by its first day) of the listener's calendar. */
export const DailyTotal = Shape({ date: Day, plays: Count, ms: Milliseconds, tracks: Count, artists: Count });
export type DailyTotal = Static<typeof DailyTotal>;

/** One hour of the day. `averagePlays` is plays per day that passed, not per day with plays. */
export const HourlyTotal = Shape({
  hour: Type.Integer({ minimum: 0, maximum: 23 }),
  plays: Count,
  ms: Milliseconds,
  averagePlays: Type.Number({ minimum: 0 }),
});
export type HourlyTotal = Static<typeof HourlyTotal>;

/** One cell of the 7 × 24 heat map; weekday 1 is Monday. */
export const WeekdayHourTotal = Shape({
  weekday: Type.Integer({ minimum: 1, maximum: 7 }),
  hour: Type.Integer({ minimum: 0, maximum: 23 }),
  plays: Count,
  ms: Milliseconds,
});
export type WeekdayHourTotal = Static<typeof WeekdayHourTotal>;
