import { Readable } from 'node:stream';
import type { ExportedPlay } from './exported-plays.queries.ts';

/** A line of JSON per play. */
export const toJsonLines = (plays: AsyncIterable<ExportedPlay[]>): Readable =>
  Readable.from(lines(plays), { objectMode: false });

async function* lines(plays: AsyncIterable<ExportedPlay[]>) {
  for await (const rows of plays) yield rows.map((play) => `${JSON.stringify(play)}\n`).join('');
}
