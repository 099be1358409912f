import { emptyRow, rowIdentity, type ExportRow, type RowPlace, type RowVerdict } from './export-row.ts';
import { endOfPlay, readBoolean, readCountry, readInstant, readMsPlayed, readText } from './read-values.ts';
import { readLocalNames } from './read-local-uri.ts';

const TRACK_URI = /^spotify:track:([0-9A-Za-z]{22})$/;
const MAX_URI_LENGTH = 4_000;

/** Whether an object looks like a row of the extended streaming history. */
export function isExtendedRow(value: Record<string, unknown>): boolean {
  return 'ts' in value && 'ms_played' in value;
}

/** Reads one row of the extended streaming history: 21 fields in exports up to 2024, 23 in newer ones. */
export function readExtendedRow(value: Record<string, unknown>, place: RowPlace, now: number): ExportRow {
  const ts = readInstant(value.ts, now);
  if (ts === null) return emptyRow(place, 'malformed', 'its time is not a date between 2006 and today');
  const msPlayed = readMsPlayed(value.ms_played);
  if (msPlayed === null) return emptyRow(place, 'malformed', 'its time played is not a possible number');

  const row = emptyRow(place, null, null);
  row.msPlayed = msPlayed;
  row.offline = readBoolean(value.offline);
  row.offlineTimestamp = readOfflineTimestamp(value.offline_timestamp);
  row.playedAt = endOfPlay(ts, msPlayed, row.offline, row.offlineTimestamp);
  row.verdict = verdictOf(value);
  const uri = row.verdict === 'incognito' ? null : readText(uriOf(value), MAX_URI_LENGTH);
  row.identity = rowIdentity(ts / 1000, uri, msPlayed, row.offlineTimestamp);
  if (row.verdict !== 'incognito') readDetails(row, value, uri);
  row.reason = reasonOf(row.verdict);
  return row;
}

function readDetails(row: ExportRow, value: Record<string, unknown>, uri: string | null): void {
  readWhatPlayed(row, value, uri);
  row.platform = readText(value.platform, 200);
  row.country = readCountry(value.conn_country);
  row.reasonStart = readText(value.reason_start, 100);
  row.reasonEnd = readText(value.reason_end, 100);
  row.shuffle = readBoolean(value.shuffle);
  row.skipped = readBoolean(value.skipped);
}

function verdictOf(value: Record<string, unknown>): RowVerdict | null {
  if (value.incognito_mode === true) return 'incognito';
  const uri = value.spotify_track_uri;
  if (typeof uri === 'string' && (TRACK_URI.test(uri) || uri.startsWith('spotify:local:'))) return null;
  const isSpoken =
    isPresent(value.spotify_episode_uri) ||
    isPresent(value.episode_name) ||
    isPresent(value.audiobook_uri) ||
    isPresent(value.audiobook_title) ||
    isPresent(value.audiobook_chapter_uri) ||
    (typeof uri === 'string' && /^spotify:(?:episode|show|chapter):/.test(uri));
  return isSpoken ? 'podcast' : 'without-track';
}

function reasonOf(verdict: RowVerdict | null): string | null {
  if (verdict === 'incognito') return 'played in a private session';
  if (verdict === 'podcast') return 'a podcast or an audiobook';
  return verdict === 'without-track' ? 'it names no track of Spotify' : null;
}

function readWhatPlayed(row: ExportRow, value: Record<string, unknown>, uri: string | null): void {
  row.spotifyId = TRACK_URI.exec(uri ?? '')?.[1] ?? null;
  row.trackName = readText(value.master_metadata_track_name) ?? readText(value.episode_name);
  row.artistName = readText(value.master_metadata_album_artist_name) ?? readText(value.episode_show_name);
  row.albumName = readText(value.master_metadata_album_album_name);
  row.trackName ??= readText(value.audiobook_chapter_title) ?? readText(value.audiobook_title);
  if (row.verdict !== null || !uri?.startsWith('spotify:local:')) return;
  row.localUri = uri;
  const names = readLocalNames(uri);
  row.trackName ??= names.trackName;
  row.artistName ??= names.artistName;
  row.albumName ??= names.albumName;
  if (row.trackName === null) row.verdict = 'without-track';
}

function uriOf(value: Record<string, unknown>): unknown {
  return (
    value.spotify_track_uri ??
    value.spotify_episode_uri ??
    value.audiobook_chapter_uri ??
    value.audiobook_uri ??
    value.master_metadata_track_name
  );
}

function readOfflineTimestamp(value: unknown): number | null {
  return typeof value === 'number' && Number.isSafeInteger(value) ? value : null;
}

function isPresent(value: unknown): boolean {
  return typeof value === 'string' && value !== '';
}
