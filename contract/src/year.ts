import { type Static, Type } from 'typebox';
import { AlbumRow } from './album.ts';
import { Artist, ArtistRow } from './artist.ts';
import { Session } from './habits.ts';
import { Count, Day, Instant, Milliseconds, Nullable, Shape } from './shape.ts';
import { DailyTotal } from './stats.ts';
import { Track, TrackRow } from './track.ts';

/** A year in figures. `days`: those with at least one play. */
const figures = {
  year: Type.Integer(),
  plays: Count,
  ms: Milliseconds,
  days: Count,
  tracks: Count,
  artists: Count,
};

/** By which part of the year before something grew, -0.5 for half as much; null when the year before had none. */
const Change = Nullable(Type.Number({ minimum: -1 }));

/** What was played for the first time ever in the year: how many, and those that were then played most in it. */
const discoveries = { firstPlayedAt: Instant, plays: Count, ms: Milliseconds };

/** The year in review, by the listener's calendar. A streak is a run of days with plays, inside the year. */
export const YearInReview = Shape({
  ...figures,
  topTracks: Type.Array(TrackRow),
  topArtists: Type.Array(ArtistRow),
  topAlbums: Type.Array(AlbumRow),
  newTracks: Shape({ total: Count, items: Type.Array(Shape({ ...discoveries, track: Track })) }),
  newArtists: Shape({ total: Count, items: Type.Array(Shape({ ...discoveries, artist: Artist })) }),
  /** `to` is the first day that is not part of it. */
  longestStreak: Nullable(Shape({ days: Count, from: Day, to: Day })),
  longestSession: Nullable(Session),
  mostActiveDay: Nullable(Shape({ date: Day, plays: Count, ms: Milliseconds })),
  /** All twelve, by their first days. */
  months: Type.Array(DailyTotal),
  previous: Shape({
    ...figures,
    changes: Shape({ plays: Change, ms: Change, days: Change, tracks: Change, artists: Change }),
  }),
});
export type YearInReview = Static<typeof YearInReview>;
