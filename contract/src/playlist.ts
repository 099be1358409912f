import { type Static, Type } from 'typebox';
import { Count, Day, Id, Instant, Milliseconds, Nullable, Shape } from './shape.ts';
import { Track } from './track.ts';

/**
 * What is known of a playlist's contents: `unknown` until the first scan; `not-available` when Spotify shows them to nobody here who
 * watches it, which is not the same as empty; `gone` when there is no such playlist any more. Contents that were read before stay.
 */
export const PlaylistContents = Type.Union([
  Type.Literal('unknown'),
  Type.Literal('available'),
  Type.Literal('not-available'),
  Type.Literal('gone'),
]);

/**
 * A playlist that the listener watches. `trackCount` counts its rows that are tracks, `episodeCount` podcast episodes, `missingCount`
 * rows of which Spotify tells nothing. `plays`, `ms` and `share`, of all time listened, are over the listener's counted plays of its tracks, each
 * once, wherever they were played from.
 */
export const Playlist = Shape({
  id: Id,
  spotifyId: Type.String(),
  spotifyUrl: Type.String(),
  name: Nullable(Type.String()),
  ownerName: Nullable(Type.String()),
  imageUrl: Nullable(Type.String()),
  contents: PlaylistContents,
  trackCount: Count,
  episodeCount: Count,
  missingCount: Count,
  plays: Count,
  ms: Milliseconds,
  share: Type.Number({ minimum: 0, maximum: 1 }),
  addedAt: Instant,
  state: Type.Union([Type.Literal('waiting'), Type.Literal('scanning'), Type.Literal('idle')]),
  progress: Nullable(Shape({ done: Count, total: Count })),
  lastScannedAt: Nullable(Instant),
  nextScanAt: Instant,
  lastError: Nullable(Type.String()),
});
export type Playlist = Static<typeof Playlist>;

/** A web address, a URI or an id. */
export const PlaylistInput = Shape({ playlist: Type.String({ minLength: 1, maxLength: 500 }) });

/** A playlist of the listener's library at Spotify; `playlistId` is ours when they watch it. */
export const OwnPlaylist = Shape({
  spotifyId: Type.String(),
  name: Type.String(),
  ownerName: Nullable(Type.String()),
  imageUrl: Nullable(Type.String()),
  trackCount: Nullable(Count),
  playlistId: Nullable(Id),
});
export type OwnPlaylist = Static<typeof OwnPlaylist>;

export const PlaylistTrackStatus = Type.Union([
  Type.Literal('playable'),
  Type.Literal('unplayable'),
  Type.Literal('local'),
]);

/** A row of a playlist, `position` counted from 0; plays and time are the listener's, of the whole recording. */
export const PlaylistTrack = Shape({
  position: Count,
  track: Track,
  status: PlaylistTrackStatus,
  addedAt: Nullable(Instant),
  plays: Count,
  ms: Milliseconds,
  lastPlayedAt: Nullable(Instant),
});
export type PlaylistTrack = Static<typeof PlaylistTrack>;

/** `not-for-a-year`: played before, but not within the last year. */
export const playlistTracksQuery = {
  sort: Type.Optional(
    Type.Union([
      Type.Literal('position'),
      Type.Literal('name'),
      Type.Literal('plays'),
      Type.Literal('ms'),
      Type.Literal('lastPlayed'),
      Type.Literal('added'),
    ]),
  ),
  order: Type.Optional(Type.Union([Type.Literal('asc'), Type.Literal('desc')])),
  search: Type.Optional(Type.String({ maxLength: 200 })),
  played: Type.Optional(Type.Union([Type.Literal('never'), Type.Literal('not-for-a-year')])),
};

/** How many of the tracks were last played in the week that begins on `date`. */
export const LastPlayedWeek = Shape({ date: Day, tracks: Count });
export type LastPlayedWeek = Static<typeof LastPlayedWeek>;

/** What the daily scan noticed; `addedAt` is what Spotify says of the row. */
export const PlaylistChange = Shape({
  kind: Type.Union([Type.Literal('added'), Type.Literal('removed')]),
  noticedAt: Instant,
  track: Track,
  addedAt: Nullable(Instant),
});
export type PlaylistChange = Static<typeof PlaylistChange>;
