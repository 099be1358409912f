import type { ExportRow, RowPlace } from '../export-row.ts';

/** What a file is written in. JSON may be an array, a value a line, or lists inside one or more objects. */
export type Framing = 'json' | 'csv';

/** A kind of export that can be read: to add one, write one of these and name it in `export-formats.ts`. */
export interface ExportFormat {
  /** Its name in the report of an upload. */
  readonly kind: string;
  readonly framing: Framing;
  /** What such files are called; decides only where the content can not. */
  readonly fileName: RegExp;
  /** What the times of an export are that does not say how long each play ran, so that it has to be estimated. */
  readonly times?: 'starts' | 'ends';
  /** The names of the columns of a table whose first line is a row already; null if this one is not. */
  nameColumns?(firstCells: readonly string[]): readonly string[] | null;
  /** Whether an object is a row of this format. */
  recognises(value: Record<string, unknown>): boolean;
  /** Reads one row; the values of a CSV file are texts, and null where a cell is empty. Never throws. */
  read(value: Record<string, unknown>, place: RowPlace, now: number): ExportRow;
}
