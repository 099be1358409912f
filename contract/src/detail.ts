import { type Static, Type } from 'typebox';
import { Album } from './album.ts';
import { Artist } from './artist.ts';
import { Count, Day, Instant, Milliseconds, Nullable, Shape } from './shape.ts';
import { Track } from './track.ts';

const playedColumns = { plays: Count, ms: Milliseconds };
const Rank = Type.Integer({ minimum: 1 });

/** A track, artist or album next to another one, with what the listener has played of it in all time. */
export const PlayedTrack = Shape({ ...playedColumns, track: Track });
export const PlayedArtist = Shape({ ...playedColumns, artist: Artist });
export const PlayedAlbum = Shape({ ...playedColumns, album: Album });

/**
 * What every detail says, over counted plays of all time. `rank` is the place by plays, `share` the part (0 to 1) of all plays;
 * `bestMonth` is the month with the most plays and the place within it. `discoveredOn` is the day of the first play. Months
 * are those from the first play to the last, without gaps; hours are 24. What was only ever skipped has no plays and no rank.
 */
const detailColumns = {
  ...playedColumns,
  rank: Nullable(Rank),
  share: Type.Number({ minimum: 0, maximum: 1 }),
  firstPlayedAt: Nullable(Instant),
  lastPlayedAt: Nullable(Instant),
  discoveredOn: Nullable(Day),
  bestMonth: Nullable(Shape({ date: Day, ...playedColumns, rank: Rank })),
  byMonth: Type.Array(Shape({ date: Day, ...playedColumns })),
  byHour: Type.Array(Shape({ hour: Type.Integer({ minimum: 0, maximum: 23 }), ...playedColumns })),
};

/** `versions` are the other tracks of the same recording; the figures are those of the whole recording. */
export const TrackDetail = Shape({
  track: Track,
  ...detailColumns,
  artists: Type.Array(PlayedArtist),
  albums: Type.Array(PlayedAlbum),
  versions: Type.Array(Track),
});
export type TrackDetail = Static<typeof TrackDetail>;

/** The ten most played tracks and albums. */
export const ArtistDetail = Shape({
  artist: Artist,
  ...detailColumns,
  distinctTracks: Count,
  distinctAlbums: Count,
  topTracks: Type.Array(PlayedTrack),
  topAlbums: Type.Array(PlayedAlbum),
});
export type ArtistDetail = Static<typeof ArtistDetail>;

/** The fifty most played tracks, and the artists of all. */
export const AlbumDetail = Shape({
  album: Album,
  ...detailColumns,
  distinctTracks: Count,
  topTracks: Type.Array(PlayedTrack),
  artists: Type.Array(PlayedArtist),
});
export type AlbumDetail = Static<typeof AlbumDetail>;
