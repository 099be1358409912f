import { type Static, Type } from 'typebox';
import { AlbumName } from './album.ts';
import { ArtistName, leaderboardColumns } from './artist.ts';
import { Id, Milliseconds, Nullable, Shape } from './shape.ts';

export const Track = Shape({
  id: Id,
  name: Type.String(),
  spotifyId: Nullable(Type.String({ minLength: 22, maxLength: 22 })),
  spotifyUrl: Nullable(Type.String()),
  isLocal: Type.Boolean(),
  durationMs: Nullable(Milliseconds),
  artists: Type.Array(ArtistName),
  album: Nullable(AlbumName),
});
export type Track = Static<typeof Track>;

export const TrackRow = Shape({ ...leaderboardColumns, track: Track });
export type TrackRow = Static<typeof TrackRow>;
