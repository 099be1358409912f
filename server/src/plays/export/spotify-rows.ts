import type { ExportedPlay } from './exported-plays.queries.ts';

/**
 * A row of the Extended streaming history, with the 23 fields of the exports since 2024. A start is not known to us, so
 * that `ts` is the end even of plays without a network. Of plays of one track with the same end, all but the first bear
 * their number there, or they would be one and the same row; so small a number is no time. Where a length is only estimated, or
 * the minute only known, a field says so that Spotify's layout lacks, so that it is the same when it is imported here again.
 */
export const extendedRow = (play: ExportedPlay) => ({
  ts: play.playedAt.toISOString().replace('.000Z', 'Z'),
  platform: play.platform,
  ms_played: play.msPlayed,
  conn_country: play.country,
  ip_addr: null,
  master_metadata_track_name: play.trackName,
  master_metadata_album_artist_name: play.artistName,
  master_metadata_album_album_name: play.albumName,
  spotify_track_uri: play.localUri ?? `spotify:track:${play.spotifyId}`,
  episode_name: null,
  episode_show_name: null,
  spotify_episode_uri: null,
  audiobook_title: null,
  audiobook_uri: null,
  audiobook_chapter_uri: null,
  audiobook_chapter_title: null,
  reason_start: play.reasonStart,
  reason_end: play.reasonEnd,
  shuffle: play.shuffle,
  skipped: play.skipped,
  offline: play.offline,
  offline_timestamp: play.ordinal === 0 ? null : play.ordinal,
  incognito_mode: false,
  ...(play.msPlayedIsEstimate && { ms_played_is_estimate: true }),
  ...(play.playedAtPrecisionMs > 1 && { ts_precision_ms: play.playedAtPrecisionMs }),
});

/** A row of the streaming history in the account data: names, and the end to the minute. */
export const accountRow = (play: ExportedPlay) => ({
  endTime: play.playedAt.toISOString().slice(0, 16).replace('T', ' '),
  artistName: play.artistName,
  trackName: play.trackName,
  msPlayed: play.msPlayed,
});
