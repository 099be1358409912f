import { Readable } from 'node:stream';
import { stringify } from 'csv-stringify/sync';
import type { ExportedPlay } from './exported-plays.queries.ts';

const COLUMNS: (keyof ExportedPlay)[] = [
  'playedAt',
  'msPlayed',
  'msPlayedIsEstimate',
  'playedAtPrecisionMs',
  'ordinal',
  'source',
  'spotifyId',
  'localUri',
  'trackName',
  'artistName',
  'artistNames',
  'albumName',
  'platform',
  'country',
  'shuffle',
  'skipped',
  'offline',
  'reasonStart',
  'reasonEnd',
  'counted',
];

/** What a spreadsheet would take for a formula, and what reads like one that was made safe. */
const FORMULA = /^'*[=+\-@\t\r]/;

/** One more apostrophe than there was, so that a reader knows what to take away. */
const safe = (text: string) => (FORMULA.test(text) ? `'${text}` : text);

const OPTIONS = {
  columns: COLUMNS,
  record_delimiter: '\r\n',
  quote_record_delimiter: true,
  cast: {
    string: safe,
    boolean: String,
    date: (instant: Date) => instant.toISOString(),
    // Only the names of the artists are a list.
    object: (names: unknown) => safe((names as string[]).join('; ')),
  },
};

/** A table with a header, by RFC 4180; what is not known is an empty cell. */
export const toCsv = (plays: AsyncIterable<ExportedPlay[]>): Readable =>
  Readable.from(records(plays), { objectMode: false });

async function* records(plays: AsyncIterable<ExportedPlay[]>) {
  yield stringify([COLUMNS], OPTIONS);
  for await (const rows of plays) yield stringify(rows, OPTIONS);
}
