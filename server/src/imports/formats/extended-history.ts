import {
  type ExportRow,
  malformedRow,
  ODD_MS_PLAYED,
  ODD_TIME,
  type RowPlace,
  type RowVerdict,
} from '../export-row.ts';
import {
  FIRST_PLAY_AT,
  readBoolean,
  readCountry,
  readInstant,
  readMsPlayed,
  readText,
} from '../read-values.ts';
import type { ExportFormat } from './export-format.ts';
import { isLocalUri, readLocalUri } from './local-uri.ts';

/** What our own export says in this layout of plays that are known to the minute only; Spotify's has no such field. */
const MINUTE_MS = 60_000;

/** From here on a number is an instant in ms, below it in s: 1973 in the one, the year 5138 in the other. */
const MS_FROM = 1e11;

const TRACK_URI = /^spotify:track:[0-9A-Za-z]{22}$/;
const SPOKEN_URI = /^spotify:(?:episode|show|chapter):/;

/** Spotify's Extended streaming history: 21 fields in exports up to 2024, 23 in newer ones. */
export const extendedHistory = {
  kind: 'extended',
  framing: 'json',
  fileName: /^(?:endsong|endvideo|Streaming_History).*\.json$/i,
  recognises: (value) => 'ts' in value && 'ms_played' in value,
  read,
} as const satisfies ExportFormat;

/** What was played. */
interface Subject {
  verdict: RowVerdict | null;
  reason: string | null;
  /** Part of the row's identity. */
  uri: string | null;
  spotifyId: string | null;
  localUri: string | null;
  trackName: string | null;
  artistName: string | null;
  albumName: string | null;
}

const PRIVATE: Readonly<Subject> = {
  verdict: 'incognito',
  reason: 'played in a private session',
  uri: null,
  spotifyId: null,
  localUri: null,
  trackName: null,
  artistName: null,
  albumName: null,
};

function read(value: Record<string, unknown>, place: RowPlace, now: number): ExportRow {
  const ts = readInstant(value.ts, now);
  const msPlayed = readMsPlayed(value.ms_played);
  const isPrivate = value.incognito_mode === true;
  const subject = isPrivate ? PRIVATE : readSubject(value);
  if (ts === null || msPlayed === null) {
    const { spotifyId, trackName, artistName } = subject;
    const known = { playedAt: ts, msPlayed, spotifyId, trackName, artistName };
    return malformedRow(place, ts === null ? ODD_TIME : ODD_MS_PLAYED, known);
  }
  const offline = readBoolean(value.offline);
  const startedAt = readStart(value.offline_timestamp);
  return {
    file: place.file,
    row: place.row,
    verdict: subject.verdict,
    reason: subject.reason,
    playedAt: offline === true ? endOfOfflinePlay(ts, msPlayed, startedAt) : ts,
    precisionMs: value.ts_precision_ms === MINUTE_MS ? MINUTE_MS : ts % 1_000 === 0 ? 1_000 : 1,
    msPlayed,
    msPlayedIsEstimate: value.ms_played_is_estimate === true,
    spotifyId: subject.spotifyId,
    localUri: subject.localUri,
    trackName: subject.trackName,
    artistName: subject.artistName,
    albumName: subject.albumName,
    platform: isPrivate ? null : readText(value.platform, 200),
    country: isPrivate ? null : readCountry(value.conn_country),
    reasonStart: isPrivate ? null : readText(value.reason_start, 100),
    reasonEnd: isPrivate ? null : readText(value.reason_end, 100),
    shuffle: isPrivate ? null : readBoolean(value.shuffle),
    skipped: isPrivate ? null : readBoolean(value.skipped),
    offline,
    // The start to the second, since older exports give it in ms and newer ones in s.
    identity: `${ts / 1_000}\0${msPlayed}\0${Math.floor(startedAt / 1_000)}\0${subject.uri ?? ''}`,
  };
}

function readSubject(value: Record<string, unknown>): Subject {
  const uri = value.spotify_track_uri;
  const subject: Subject = {
    verdict: null,
    reason: null,
    uri: null,
    spotifyId: null,
    localUri: null,
    trackName: readText(value.master_metadata_track_name),
    artistName: readText(value.master_metadata_album_artist_name),
    albumName: readText(value.master_metadata_album_album_name),
  };
  if (typeof uri === 'string' && TRACK_URI.test(uri)) {
    subject.uri = uri;
    subject.spotifyId = uri.slice(-22);
  } else if (isLocalUri(uri)) readLocalFile(subject, uri);
  else readUnplayable(subject, value);
  return subject;
}

function readLocalFile(subject: Subject, uri: string): void {
  const local = readLocalUri(uri);
  subject.uri = local.localUri;
  subject.localUri = local.localUri;
  subject.trackName ??= local.trackName;
  subject.artistName ??= local.artistName;
  subject.albumName ??= local.albumName;
  if (subject.trackName !== null) return;
  subject.verdict = 'without-track';
  subject.reason = 'its URI names no track';
}

function readUnplayable(subject: Subject, value: Record<string, unknown>): void {
  const isSpoken =
    isPresent(value.spotify_episode_uri) ||
    isPresent(value.episode_name) ||
    isPresent(value.audiobook_uri) ||
    isPresent(value.audiobook_title) ||
    isPresent(value.audiobook_chapter_uri) ||
    (typeof value.spotify_track_uri === 'string' && SPOKEN_URI.test(value.spotify_track_uri));
  subject.verdict = isSpoken ? 'podcast' : 'without-track';
  subject.reason = isSpoken ? 'a podcast or an audiobook' : 'it names no track of Spotify';
  subject.uri = readText(
    value.spotify_track_uri ??
      value.spotify_episode_uri ??
      value.audiobook_chapter_uri ??
      value.audiobook_uri ??
      value.master_metadata_track_name,
  );
  subject.trackName ??=
    readText(value.episode_name) ??
    readText(value.audiobook_chapter_title) ??
    readText(value.audiobook_title);
  subject.artistName ??= readText(value.episode_show_name);
}

function isPresent(value: unknown): boolean {
  return typeof value === 'string' && value !== '';
}

/** The client's own start time in ms, given in ms by older exports and in s by newer ones; 0 where it is unknown. */
function readStart(value: unknown): number {
  if (typeof value !== 'number' || !Number.isSafeInteger(value) || value < 0) return 0;
  return value > MS_FROM ? value : value * 1_000;
}

/**
 * When an offline play ended: `ts` is the time of the batch upload there, and the end is `msPlayed` after the start. A client
 * clock that puts the end after the upload or before there was a Spotify is not believed.
 */
function endOfOfflinePlay(ts: number, msPlayed: number, startedAt: number): number {
  const endedAt = startedAt + msPlayed;
  return endedAt <= ts && endedAt >= FIRST_PLAY_AT ? endedAt : ts;
}
