import { emptyRow, type ExportRow, type RowPlace } from './export-row.ts';
import { isAccountRow, readAccountRow } from './read-account-row.ts';
import { isExtendedRow, readExtendedRow } from './read-extended-row.ts';
import { RowReader, SLICE_ROWS, UnreadableRow } from './read-rows.ts';
import { DamagedSource, type FileProblem, type Source } from './read-source.ts';

/** Which kind of streaming history a file is. */
export type HistoryKind = 'extended' | 'account' | 'other';

/** What reading one file came to. */
interface HistoryOutcome {
  kind: HistoryKind;
  rows: number;
  problem: FileProblem | null;
}

/** Some rows of the file; the last step carries the outcome. */
interface HistoryStep {
  rows: ExportRow[];
  outcome: HistoryOutcome | null;
  bytesDone: number;
}

interface Reading {
  file: number;
  now: number;
  maxRows: number;
}

type ReadRow = (value: Record<string, unknown>, place: RowPlace, now: number) => ExportRow;

const READERS: Record<Exclude<HistoryKind, 'other'>, ReadRow> = {
  extended: readExtendedRow,
  account: readAccountRow,
};

/** Spotify's names for files of plays, in every layout since 2018. */
const HISTORY_NAME = /^(?:endsong|endvideo|streaming_?history).*\.json$/i;

/** Reads one file if its first rows show that it is a streaming history; any other file is let be. */
export async function* readHistory(source: Source, reading: Reading): AsyncGenerator<HistoryStep> {
  const rows = new HistoryRows(source, reading);
  let bytesDone = 0;
  if (!source.problem) {
    try {
      for await (const chunk of source.read()) {
        bytesDone += chunk.length;
        for (const slice of rows.push(chunk)) yield { rows: slice, outcome: null, bytesDone };
        if (rows.isDone) break;
      }
    } catch (error) {
      if (!(error instanceof DamagedSource)) throw error;
      rows.problem = 'damaged';
    }
  }
  yield { rows: rows.end(), outcome: rows.outcome(), bytesDone };
}

/** Turns the pieces of one file into export rows, once its kind is known. */
class HistoryRows {
  problem: FileProblem | null;
  private readonly reader = new RowReader();
  private readonly source: Source;
  private readonly reading: Reading;
  private kind: HistoryKind | null = null;
  private count = 0;
  /** Rows from before the first one that can be parsed shows the kind of file. */
  private waiting: unknown[] = [];

  constructor(source: Source, reading: Reading) {
    this.source = source;
    this.reading = reading;
    this.problem = source.problem;
  }

  /** Whether more bytes could change nothing. */
  get isDone(): boolean {
    return this.kind === 'other' || this.problem !== null || this.reader.problem !== null;
  }

  push(chunk: Buffer): ExportRow[][] {
    return this.reader
      .push(chunk)
      .map((slice) => this.read(slice))
      .filter((slice) => slice.length > 0);
  }

  end(): ExportRow[] {
    const rows = this.source.problem ? [] : this.read(this.reader.end());
    if (this.kind !== null || this.waiting.length === 0) return rows;
    this.kind = this.kindByName;
    return this.read([]);
  }

  outcome(): HistoryOutcome {
    const kind = this.kind ?? this.kindByName;
    return { kind, rows: this.count, problem: this.problem ?? this.problemOf(kind) };
  }

  /** Where no row can be parsed, only the name is left to tell a broken history from any other file. */
  private get kindByName(): HistoryKind {
    return HISTORY_NAME.test(this.source.name) ? 'extended' : 'other';
  }

  private problemOf(kind: HistoryKind): FileProblem | null {
    const { firstByte, problem } = this.reader;
    const isJson = firstByte === 0x5b || firstByte === 0x7b;
    if (!isJson) return this.source.name.toLowerCase().endsWith('.json') ? 'not-json' : null;
    if (kind === 'other') return null;
    return problem === 'not-an-array' ? 'not-json' : problem;
  }

  private read(slice: unknown[]): ExportRow[] {
    this.kind ??= kindOf(slice);
    if (this.kind === null && this.waiting.length + slice.length <= SLICE_ROWS) {
      this.waiting.push(...slice);
      return [];
    }
    this.kind ??= this.kindByName;
    if (this.kind === 'other') return [];
    const readRow = READERS[this.kind];
    const all = this.waiting.length > 0 ? [...this.waiting, ...slice] : slice;
    this.waiting = [];
    const room = this.reading.maxRows - this.count;
    if (all.length > room) this.problem = 'too-many-rows';
    return all.slice(0, room).map((value) => this.readOne(value, readRow));
  }

  private readOne(value: unknown, readRow: ReadRow): ExportRow {
    const place = { file: this.reading.file, row: this.count };
    this.count += 1;
    if (value instanceof UnreadableRow) return emptyRow(place, 'malformed', value.reason);
    if (!isObject(value)) return emptyRow(place, 'malformed', 'it is not an object');
    return readRow(value, place, this.reading.now);
  }
}

/** Any row of the first slice can tell; a slice without one readable value tells nothing. */
function kindOf(slice: readonly unknown[]): HistoryKind | null {
  const objects = slice.filter(isObject);
  if (objects.some(isExtendedRow)) return 'extended';
  if (objects.some(isAccountRow)) return 'account';
  return slice.every((value) => value instanceof UnreadableRow) ? null : 'other';
}

function isObject(value: unknown): value is Record<string, unknown> {
  return (
    typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof UnreadableRow)
  );
}
