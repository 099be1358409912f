import type { ExportRow, RowPlace } from '../export-row.ts';
import { readEpochSeconds, readFields, readLength, readList, readText } from '../read-values.ts';
import type { ExportFormat } from './export-format.ts';
import { trackedRow } from './tracked-row.ts';

/** Maloja's export. */
export const maloja = {
  kind: 'maloja',
  framing: 'json',
  fileName: /^maloja.*\.json$/i,
  times: 'starts',
  recognises: (value) => 'time' in value && 'track' in value && 'origin' in value,
  read,
} as const satisfies ExportFormat;

function read(value: Record<string, unknown>, place: RowPlace, now: number): ExportRow {
  const track = readFields(value.track);
  const album = readFields(track.album);
  return trackedRow(place, {
    at: readEpochSeconds(value.time, now),
    precisionMs: 1,
    // How long it was played, where the client has said so; else how long it is.
    lengthMs: readLength(value.duration, 1_000) ?? readLength(track.length, 1_000),
    spotifyId: null,
    trackName: readText(track.title),
    artistName: readText(readList(track.artists)[0]),
    albumName: readText(album.albumtitle) ?? readText(album.name),
  });
}
