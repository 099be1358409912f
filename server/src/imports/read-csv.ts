import { type CutRows, type RowFraming, UnreadableRow } from './read-rows.ts';

const LINE_FEED = 0x0a;
const CARRIAGE_RETURN = 0x0d;
const QUOTE = 0x22;
const COMMA = 0x2c;

/** A table of more columns is none that can be read here; a hostile one may have as many as a line has bytes. */
const MOST_COLUMNS = 200;

type NameColumns = (firstCells: readonly string[]) => readonly string[] | null;

/**
 * The rows of a table by RFC 4180, as objects named by its first line, or by what `nameColumns` makes of that line if it is a row
 * already; an empty cell is null.
 */
export class CsvFraming implements RowFraming {
  readonly problem = null;
  private readonly nameColumns: NameColumns;
  private heading: readonly string[] | null = null;

  constructor(nameColumns: NameColumns = () => null) {
    this.nameColumns = nameColumns;
  }

  cut(window: Buffer): CutRows {
    const ends = lineEnds(window);
    return { rows: this.readLines(window, ends), used: ends.at(-1) ?? 0 };
  }

  /** Goes on at the next line, since a missing quote may be why the row was too long. */
  skip(window: Buffer): number {
    const end = window.indexOf(LINE_FEED);
    return end === -1 ? -1 : end + 1;
  }

  end(window: Buffer): unknown[] {
    return this.readLines(window, [window.length]);
  }

  private readLines(bytes: Buffer, ends: readonly number[]): unknown[] {
    const rows: unknown[] = [];
    let start = 0;
    for (const end of ends) {
      const line = withoutBreak(bytes.subarray(start, end));
      if (line.length > 0) {
        const cells = readCells(line, this.heading?.length ?? MOST_COLUMNS);
        rows.push(...(this.heading ? [nameCells(this.heading, cells)] : this.begin(cells)));
      }
      start = end;
    }
    return rows;
  }

  /** Takes the first line for the heading, unless it is a row. */
  private begin(cells: readonly string[] | null): unknown[] {
    const columns = cells && this.nameColumns(cells);
    this.heading = columns ?? (cells && cells.length <= MOST_COLUMNS ? cells : []);
    return columns ? [nameCells(columns, cells)] : [];
  }
}

/** Behind each line break that is not inside quotes. */
function lineEnds(bytes: Buffer): number[] {
  const ends: number[] = [];
  let isQuoted = false;
  for (let at = 0; at < bytes.length; at += 1) {
    const byte = bytes[at];
    if (byte === QUOTE) isQuoted = !isQuoted;
    else if (byte === LINE_FEED && !isQuoted) ends.push(at + 1);
  }
  return ends;
}

function withoutBreak(line: Buffer): Buffer {
  let end = line.length;
  if (line[end - 1] === LINE_FEED) end -= 1;
  if (line[end - 1] === CARRIAGE_RETURN) end -= 1;
  return line.subarray(0, end);
}

/** Null if a quote stands where none may. Of more cells than `most` one more is read, to show it. */
function readCells(line: Buffer, most: number): string[] | null {
  const cells: string[] = [];
  let at = 0;
  for (;;) {
    const isQuoted = line[at] === QUOTE;
    const start = isQuoted ? at + 1 : at;
    const end = isQuoted ? endOfQuoted(line, start) : endOfPlain(line, start);
    if (end === -1) return null;
    // Each cell is decoded by itself, so that none keeps its line in memory.
    const text = line.toString('utf8', start, end);
    cells.push(isQuoted ? text.replaceAll('""', '"') : text);
    at = isQuoted ? end + 1 : end;
    if (at === line.length || cells.length > most) return cells;
    if (line[at] !== COMMA) return null;
    at += 1;
  }
}

function endOfQuoted(line: Buffer, start: number): number {
  let end = line.indexOf(QUOTE, start);
  while (end !== -1 && line[end + 1] === QUOTE) end = line.indexOf(QUOTE, end + 2);
  return end;
}

function endOfPlain(line: Buffer, start: number): number {
  let end = start;
  while (end < line.length && line[end] !== COMMA && line[end] !== QUOTE) end += 1;
  return end;
}

function nameCells(heading: readonly string[], cells: readonly string[] | null): unknown {
  if (cells === null) return new UnreadableRow('it is not valid CSV');
  if (cells.length !== heading.length) return new UnreadableRow('it has not as many cells as the heading');
  const row: Record<string, string | null> = {};
  heading.forEach((name, at) => {
    row[name] = cells[at] || null;
  });
  return row;
}
