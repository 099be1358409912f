import { emptyRow, type ExportRow, type RowPlace } from './export-row.ts';
import { readInstant, readMsPlayed, readText } from './read-values.ts';

/** Whether an object looks like a row of the account data's streaming history. */
export function isAccountRow(value: Record<string, unknown>): boolean {
  return 'endTime' in value && 'msPlayed' in value;
}

/** Reads one row of the account data: about a year of plays, to the minute, with names but without ids. */
export function readAccountRow(value: Record<string, unknown>, place: RowPlace, now: number): ExportRow {
  const playedAt = readInstant(value.endTime, now);
  if (playedAt === null) return emptyRow(place, 'malformed', 'its time is not a date between 2006 and today');
  const msPlayed = readMsPlayed(value.msPlayed);
  if (msPlayed === null) return emptyRow(place, 'malformed', 'its time played is not a possible number');
  const row = emptyRow(place, null, null);
  row.playedAt = playedAt;
  row.precisionMs = 60_000;
  row.msPlayed = msPlayed;
  if ('podcastName' in value || 'episodeName' in value) {
    row.verdict = 'podcast';
    row.reason = 'a podcast or an audiobook';
    row.trackName = readText(value.episodeName);
    row.artistName = readText(value.podcastName);
  } else {
    row.trackName = readText(value.trackName);
    row.artistName = readText(value.artistName);
    if (row.trackName === null || row.artistName === null) {
      row.verdict = 'without-track';
      row.reason = 'it names no track';
    }
  }
  row.identity = `${playedAt / 60_000} ${msPlayed} ${row.artistName ?? ''} ${row.trackName ?? ''}`;
  return row;
}
