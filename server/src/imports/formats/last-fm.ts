import type { ExportRow, RowPlace } from '../export-row.ts';
import { readEpochSeconds, readFields, readInstant, readText } from '../read-values.ts';
import type { ExportFormat } from './export-format.ts';
import { trackedRow } from './tracked-row.ts';

const MINUTE_MS = 60_000;

/** `31 May 2016 20:46`, with or without a comma, in UTC. */
const DAY_FIRST = /^(\d\d?) ([A-Z][a-z]{2}) (\d{4}),? (\d\d:\d\d)$/;
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** Scrobbles as Last.fm's interface lists them (`user.getRecentTracks`), in the pages that tools have saved. */
export const lastFmJson = {
  kind: 'last-fm',
  framing: 'json',
  fileName: /^(?:recent-?tracks|scrobbles|last\.?fm).*\.json$/i,
  times: 'starts',
  recognises: (value) => 'artist' in value && 'name' in value && ('date' in value || '@attr' in value),
  read,
} as const satisfies ExportFormat;

/**
 * The same as a table. That of lastfm-to-csv has no heading and a comma less in its dates; its first row may be a track that was
 * only playing and has no date.
 */
export const lastFmCsv = {
  kind: 'last-fm',
  framing: 'csv',
  fileName: /^(?:recent-?tracks|scrobbles|last\.?fm).*\.csv$/i,
  times: 'starts',
  nameColumns: (cells) =>
    cells.length === 4 && (cells[3] === '' || DAY_FIRST.test(cells[3] ?? ''))
      ? ['artist', 'album', 'name', 'date']
      : null,
  recognises: (value) =>
    'artist' in value && ('name' in value || 'track' in value) && ('date' in value || 'uts' in value),
  read,
} as const satisfies ExportFormat;

function read(value: Record<string, unknown>, place: RowPlace, now: number): ExportRow {
  const date = readFields(value.date);
  const second = readEpochSeconds(value.uts ?? date.uts, now);
  const at = second ?? readDayFirst(date['#text'] ?? value.date ?? value.utc_time, now);
  const row = trackedRow(place, {
    at,
    precisionMs: second === null ? MINUTE_MS : 1,
    lengthMs: null,
    spotifyId: null,
    trackName: readText(value.name ?? value.track),
    artistName: readName(value.artist),
    albumName: readName(value.album),
  });
  // Within a minute nothing is scrobbled twice, and the tools tell of one scrobble to the second or to the minute.
  const minute = Math.floor((at ?? 0) / MINUTE_MS);
  return at === null ? row : { ...row, identity: `${minute}\0${row.artistName}\0${row.trackName}` };
}

/** A name by itself, or in an object, whose layout depends on what was asked for. */
function readName(value: unknown): string | null {
  const fields = readFields(value);
  return readText(value) ?? readText(fields['#text']) ?? readText(fields.name);
}

function readDayFirst(value: unknown, now: number): number | null {
  const [, day = '', month = '', year, time] =
    (typeof value === 'string' ? DAY_FIRST.exec(value) : null) ?? [];
  const number = String(MONTHS.indexOf(month) + 1).padStart(2, '0');
  return readInstant(`${year}-${number}-${day.padStart(2, '0')} ${time}`, now);
}
