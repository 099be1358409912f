import { type Static, Type } from 'typebox';
import { ArtistName, leaderboardColumns } from './artist.ts';
import { Id, Nullable, Shape } from './shape.ts';

/** An album as it is named next to a track. */
export const AlbumName = Shape({ id: Id, name: Type.String(), imageUrl: Nullable(Type.String()) });
export type AlbumName = Static<typeof AlbumName>;

export const Album = Shape({
  id: Id,
  name: Type.String(),
  spotifyId: Nullable(Type.String()),
  spotifyUrl: Nullable(Type.String()),
  imageUrl: Nullable(Type.String()),
  artists: Type.Array(ArtistName),
});
export type Album = Static<typeof Album>;

export const AlbumRow = Shape({ ...leaderboardColumns, album: Album });
export type AlbumRow = Static<typeof AlbumRow>;
