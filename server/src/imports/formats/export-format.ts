import type { ExportRow, RowPlace } from '../export-row.ts';

/** How the rows stand in a file. */
export type Framing = 'json-array' | 'json-lines' | 'csv';

/** A kind of export that can be read: to add one, write one of these and name it in `export-formats.ts`. */
export interface ExportFormat {
  /** Its name in the report of an upload. */
  readonly kind: string;
  readonly framing: Framing;
  /** What such files are called; decides only where the content can not. */
  readonly fileName: RegExp;
  /** Whether an object is a row of this format. */
  recognises(value: Record<string, unknown>): boolean;
  /** Reads one row; the values of a CSV file are texts, and null where a cell is empty. Never throws. */
  read(value: Record<string, unknown>, place: RowPlace, now: number): ExportRow;
}
