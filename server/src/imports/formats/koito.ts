import type { ExportRow, RowPlace } from '../export-row.ts';
import { readFields, readInstant, readLength, readList, readText } from '../read-values.ts';
import type { ExportFormat } from './export-format.ts';
import { trackedRow } from './tracked-row.ts';

/** Koito's export. */
export const koito = {
  kind: 'koito',
  framing: 'json',
  fileName: /^koito.*\.json$/i,
  times: 'starts',
  recognises: (value) => 'listened_at' in value && 'track' in value && 'artists' in value,
  read,
} as const satisfies ExportFormat;

function read(value: Record<string, unknown>, place: RowPlace, now: number): ExportRow {
  return trackedRow(place, {
    at: readInstant(value.listened_at, now),
    precisionMs: 1,
    lengthMs: readLength(readFields(value.track).duration, 1_000),
    spotifyId: null,
    trackName: readAlias(value.track),
    artistName: readAlias(findPrimary(value.artists)),
    albumName: readAlias(value.album),
  });
}

/** The name under which Koito shows something. */
const readAlias = (value: unknown) => readText(findPrimary(readFields(value).aliases).alias);

/** The element that is marked as the primary one; the first where none is. */
function findPrimary(value: unknown): Readonly<Record<string, unknown>> {
  const elements = readList(value).map(readFields);
  return elements.find(({ is_primary: isPrimary }) => isPrimary === true) ?? elements[0] ?? {};
}
