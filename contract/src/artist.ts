import { type Static, Type } from 'typebox';
import { Count, Id, Instant, Milliseconds, Nullable, Shape } from './shape.ts';

/** An artist as it is named next to a track. */
export const ArtistName = Shape({ id: Id, name: Type.String() });
export type ArtistName = Static<typeof ArtistName>;

export const Artist = Shape({
  id: Id,
  name: Type.String(),
  spotifyId: Nullable(Type.String()),
  spotifyUrl: Nullable(Type.String()),
  imageUrl: Nullable(Type.String()),
});
export type Artist = Static<typeof Artist>;

/** What every row of a leaderboard says besides what it ranks. `share` is the part (0 to 1) of all plays or, sorted by `ms`, of all time. */
export const leaderboardColumns = {
  rank: Type.Integer({ minimum: 1 }),
  plays: Count,
  ms: Milliseconds,
  share: Type.Number({ minimum: 0, maximum: 1 }),
  firstPlayedAt: Instant,
  lastPlayedAt: Instant,
};

export const ArtistRow = Shape({ ...leaderboardColumns, artist: Artist });
export type ArtistRow = Static<typeof ArtistRow>;
