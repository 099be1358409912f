import { type ExportRow, malformedRow, ODD_MS_PLAYED, ODD_TIME, type RowPlace } from '../export-row.ts';
import { readBoolean, readCountry, readInstant, readMsPlayed, readText } from '../read-values.ts';
import type { ExportFormat } from './export-format.ts';
import { isLocalUri, readLocalUri } from './local-uri.ts';

const SPOTIFY_ID = /^[0-9A-Za-z]{22}$/;
const MINUTE_MS = 60_000;

const recognises = (value: Record<string, unknown>) =>
  'playedAt' in value && 'msPlayed' in value && 'ordinal' in value && 'trackName' in value;

/** What this program itself exports, one JSON object a line. */
export const ownJsonLines = {
  kind: 'own-export',
  framing: 'json',
  fileName: /^listening-history.*\.jsonl$/i,
  recognises,
  read,
} as const satisfies ExportFormat;

/** The same as a table; the names and texts in it are guarded against being taken for formulas. */
export const ownCsv = {
  kind: 'own-export',
  framing: 'csv',
  fileName: /^listening-history.*\.csv$/i,
  recognises,
  read: (cells, place, now) => read(typed(cells), place, now),
} as const satisfies ExportFormat;

function read(value: Record<string, unknown>, place: RowPlace, now: number): ExportRow {
  const playedAt = readInstant(value.playedAt, now);
  const msPlayed = readMsPlayed(value.msPlayed);
  const known = {
    playedAt,
    msPlayed,
    trackName: readText(value.trackName),
    artistName: readText(value.artistName),
  };
  if (playedAt === null) return malformedRow(place, ODD_TIME, known);
  if (msPlayed === null) return malformedRow(place, ODD_MS_PLAYED, known);
  const { ordinal, localUri } = value;
  if (!(Number.isSafeInteger(ordinal) && Number(ordinal) >= 0))
    return malformedRow(place, 'its ordinal is not a possible number', known);
  const spotifyId = readText(value.spotifyId);
  const local = spotifyId === null && isLocalUri(localUri) ? readLocalUri(localUri) : null;
  const isOdd =
    spotifyId === null ? local === null && readText(localUri) !== null : !SPOTIFY_ID.test(spotifyId);
  if (isOdd) return malformedRow(place, 'its id is none of a track', known);
  const trackName = known.trackName ?? local?.trackName ?? null;
  const artistName = known.artistName ?? local?.artistName ?? null;
  const isTrack = spotifyId !== null || (trackName !== null && (local !== null || artistName !== null));
  return {
    file: place.file,
    row: place.row,
    verdict: isTrack ? null : 'without-track',
    reason: isTrack ? null : 'it names no track',
    playedAt,
    precisionMs: value.playedAtPrecisionMs === MINUTE_MS ? MINUTE_MS : 1,
    msPlayed,
    msPlayedIsEstimate: value.msPlayedIsEstimate === true,
    spotifyId,
    localUri: local?.localUri ?? null,
    trackName,
    artistName,
    albumName: readText(value.albumName) ?? local?.albumName ?? null,
    platform: readText(value.platform, 200),
    country: readCountry(value.country),
    reasonStart: readText(value.reasonStart, 100),
    reasonEnd: readText(value.reasonEnd, 100),
    shuffle: readBoolean(value.shuffle),
    skipped: readBoolean(value.skipped),
    offline: readBoolean(value.offline),
    identity: [
      playedAt,
      msPlayed,
      ordinal,
      spotifyId ?? local?.localUri ?? `${artistName}\0${trackName}`,
    ].join('\0'),
  };
}

const NUMBERS = ['msPlayed', 'playedAtPrecisionMs', 'ordinal'];
const FLAGS = ['msPlayedIsEstimate', 'shuffle', 'skipped', 'offline'];
const TEXTS = ['localUri', 'trackName', 'artistName', 'albumName', 'platform', 'reasonStart', 'reasonEnd'];

/** A text that a spreadsheet would take for a formula is exported with one more apostrophe before it. */
const GUARDED = /^'+[=+\-@\t\r]/;

/** What the cells of a row say, as the other format says it. */
function typed(cells: Record<string, unknown>): Record<string, unknown> {
  const value = { ...cells };
  for (const name of NUMBERS) {
    const cell = value[name];
    if (typeof cell === 'string' && /^\d{1,9}$/.test(cell)) value[name] = Number(cell);
  }
  for (const name of FLAGS) {
    const cell = value[name];
    value[name] = cell === 'true' ? true : cell === 'false' ? false : null;
  }
  for (const name of TEXTS) {
    const cell = value[name];
    if (typeof cell === 'string' && GUARDED.test(cell)) value[name] = cell.slice(1);
  }
  return value;
}
