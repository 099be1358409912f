import { type ExportRow, malformedRow } from './export-row.ts';
import type { ExportFormat, Framing } from './formats/export-format.ts';
import { EXPORT_FORMATS, type HistoryKind } from './formats/export-formats.ts';
import { CsvFraming } from './read-csv.ts';
import { JsonArrayFraming } from './read-json-array.ts';
import { JsonLinesFraming } from './read-json-lines.ts';
import { JsonListsFraming } from './read-json-lists.ts';
import { type Opening, OpeningReader } from './read-opening.ts';
import { type RowFraming, RowReader, UnreadableRow } from './read-rows.ts';
import { DamagedSource, type FileProblem, type Source } from './read-source.ts';

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

const FORMATS: readonly Format[] = EXPORT_FORMATS;
type Format = ExportFormat & (typeof EXPORT_FORMATS)[number];

const FRAMINGS: Record<Exclude<Opening['framing'], 'packed'>, () => RowFraming> = {
  'json-array': () => new JsonListsFraming(new JsonArrayFraming()),
  'json-lines': () => new JsonListsFraming(new JsonLinesFraming()),
  csv: () => new CsvFraming(nameColumns),
};

function nameColumns(firstCells: readonly string[]): readonly string[] | null {
  for (const format of FORMATS) {
    const columns = format.nameColumns?.(firstCells);
    if (columns) return columns;
  }
  return null;
}

/** Rows are handed on by so many: few enough to be short-lived, which is what is fast. */
const STEP_ROWS = 250;

/** So many rows that cannot be parsed are waited for one that shows what the file is. */
const MOST_WAITING = 1_000;

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
    for (const slice of rows.end()) yield { rows: slice, outcome: null, bytesDone };
  }
  yield { rows: [], outcome: rows.outcome(), bytesDone };
}

/** Turns the pieces of one file into export rows, once its format is known. */
class HistoryRows {
  problem: FileProblem | null;
  private readonly source: Source;
  private readonly reading: Reading;
  private readonly opening = new OpeningReader();
  private framing: Framing | null = null;
  private reader: RowReader | null = null;
  private format: Format | 'other' | null = null;
  private count = 0;
  /** Rows from before the first one that shows the format. */
  private waiting: unknown[] = [];
  private rows: ExportRow[] = [];

  constructor(source: Source, reading: Reading) {
    this.source = source;
    this.reading = reading;
    this.problem = source.problem;
  }

  /** Whether more bytes could change nothing. */
  get isDone(): boolean {
    return this.format === 'other' || this.problem !== null || (this.reader?.problem ?? null) !== null;
  }

  *push(chunk: Buffer): Generator<ExportRow[]> {
    const from = this.reader ? 0 : this.open(chunk);
    if (!this.reader) return;
    for (const values of this.reader.push(chunk.subarray(from))) yield* this.read(values);
  }

  *end(): Generator<ExportRow[]> {
    if (this.reader) for (const values of this.reader.end()) yield* this.read(values);
    if (this.waiting.length > 0) {
      this.format = this.formatByName ?? 'other';
      yield* this.read([]);
    }
    if (this.rows.length > 0) yield this.takeRows();
  }

  outcome(): HistoryOutcome {
    const format = this.format ?? this.formatByName ?? 'other';
    const kind = format === 'other' ? format : format.kind;
    return { kind, rows: this.count, problem: this.problem ?? this.problemOfContent() };
  }

  private problemOfContent(): FileProblem | null {
    const { name } = this.source;
    if (this.framing !== 'json' && name.toLowerCase().endsWith('.json')) return 'not-json';
    const format = this.format ?? this.formatByName ?? 'other';
    if (format !== 'other') return this.reader?.problem ?? null;
    return FORMATS.some(({ fileName }) => fileName.test(name)) ? 'unrecognised' : null;
  }

  /** Where no row shows the format, only the name is left to tell a broken history from any other file. */
  private get formatByName(): Format | null {
    const { name } = this.source;
    const isPossible = ({ framing }: Format) => this.framing === null || this.framing === framing;
    return FORMATS.find((format) => isPossible(format) && format.fileName.test(name)) ?? null;
  }

  /** Finds where the rows begin and how they stand in the file. */
  private open(chunk: Buffer): number {
    const opening = this.opening.read(chunk);
    if (opening?.framing === 'packed') this.problem = 'packed';
    else if (opening) {
      this.framing = opening.framing === 'csv' ? 'csv' : 'json';
      this.reader = new RowReader(FRAMINGS[opening.framing]());
    }
    return opening?.at ?? 0;
  }

  private *read(values: unknown[]): Generator<ExportRow[]> {
    this.format ??= this.recognise(values);
    const { format } = this;
    if (format === null) this.waiting = [...this.waiting, ...values];
    if (format === null || format === 'other') return;
    for (const value of this.waiting.length > 0 ? [...this.waiting, ...values] : values) {
      if (this.count === this.reading.maxRows) {
        this.problem = 'too-many-rows';
        return;
      }
      this.rows.push(this.readOne(value, format));
      if (this.rows.length === STEP_ROWS) yield this.takeRows();
    }
    this.waiting = [];
  }

  /** Any row of the first ones can tell; where none can be parsed, a later one has to. */
  private recognise(values: readonly unknown[]): Format | 'other' | null {
    const objects = values.filter(isObject);
    const format = FORMATS.find(
      (each) => each.framing === this.framing && objects.some((value) => each.recognises(value)),
    );
    if (format) return format;
    if (values.some((value) => !(value instanceof UnreadableRow))) return 'other';
    const isEnough = this.waiting.length + values.length > MOST_WAITING;
    return isEnough ? (this.formatByName ?? 'other') : null;
  }

  private readOne(value: unknown, format: Format): ExportRow {
    const place = { file: this.reading.file, row: this.count };
    this.count += 1;
    if (value instanceof UnreadableRow) return malformedRow(place, value.reason);
    return isObject(value)
      ? format.read(value, place, this.reading.now)
      : malformedRow(place, 'it is not an object');
  }

  private takeRows(): ExportRow[] {
    const { rows } = this;
    this.rows = [];
    return rows;
  }
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
