import { Random, seedOf } from '../random.ts';
import type { Stream } from '../stream.ts';
import { type Archive, folderArchive, zipArchive } from './archive.ts';
import { type ExtendedRow, extendedRow, type RowSource } from './extended-row.ts';
import { type ExtendedLayout, type FileContent, fileNameOf, folderOf, isOlder } from './layout.ts';

/** What to export. */
export interface ExtendedExport extends Omit<RowSource, 'quirks'> {
  /** In order of their ends, such as `listener.timeline.between(from, to)`; read once, as far as needed. */
  streams: Iterable<Stream>;
  layout: ExtendedLayout;
  /** The oddities of real exports: repeated rows, relinked ids, rows without a URI, … Default true. */
  quirks?: boolean;
  /** Exactly so many rows; a RangeError when the streams do not suffice. Default: all. */
  rows?: number;
  /** A ZIP file, or loose JSON files in a folder. Default `zip`. */
  as?: 'zip' | 'files';
}

/** What was written, so that tests know what an import must find. */
export interface ExportReport {
  rows: number;
  files: { name: string; rows: number }[];
  /** Rows that repeat another row exactly. */
  repeated: number;
  /** Rows of 0 ms that no stream stands behind. */
  empty: number;
  tracks: number;
  incognito: number;
  episodes: number;
  audiobooks: number;
  /** Rows without a track URI that are neither episode nor audiobook. */
  withoutTrack: number;
  /** Track rows of less than 30 s. */
  short: number;
  relinked: number;
  offline: number;
}

const ROWS_PER_FILE = 15_500;
const MINIMAL_PDF =
  '%PDF-1.1\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj 2 0 obj<</Type/Pages/Count 0>>endobj\n%%EOF\n';

/** Writes an Extended streaming history; equal options give equal bytes. */
export async function writeExtendedExport(options: ExtendedExport, outPath: string): Promise<ExportReport> {
  const archive = options.as === 'files' ? await folderArchive(outPath) : zipArchive(outPath);
  const report: ExportReport = {
    rows: 0,
    files: [],
    repeated: 0,
    empty: 0,
    tracks: 0,
    incognito: 0,
    episodes: 0,
    audiobooks: 0,
    withoutTrack: 0,
    short: 0,
    relinked: 0,
    offline: 0,
  };
  const writing: Writing = {
    ...options,
    quirks: options.quirks ?? true,
    archive,
    report,
    open: new Map(),
    numbers: new Map(),
  };
  const wanted = options.rows ?? Number.POSITIVE_INFINITY;
  for (const row of rowsOf(writing)) {
    if (report.rows >= wanted) break;
    await write(writing, row);
  }
  if (options.rows !== undefined && report.rows < options.rows) {
    throw new RangeError(`the streams give only ${report.rows} rows`);
  }
  for (const key of Array.from(writing.open.keys())) await closeFile(writing, key);
  await archive.add(`${folderOf(options.layout)}/ReadMeFirst_ExtendedStreamingHistory.pdf`, [MINIMAL_PDF]);
  await archive.close();
  return report;
}

interface WrittenRow extends ExtendedRow {
  copyOf?: 'row' | 'nothing';
}

interface OpenFile {
  isVideo: boolean;
  firstYear: number;
  lastYear: number;
  rows: string[];
}

interface Writing extends RowSource {
  streams: Iterable<Stream>;
  archive: Archive;
  report: ExportReport;
  open: Map<string, OpenFile>;
  numbers: Map<string, number>;
}

function* rowsOf(writing: Writing): Iterable<WrittenRow> {
  const { quirks, layout, listener } = writing;
  const random = new Random(seedOf(listener.seed, 'quirks', layout));
  for (const stream of writing.streams) {
    const row = extendedRow(writing, stream);
    if (row === undefined) continue;
    yield row;
    if (!quirks) continue;
    if (random.chance(0.008)) yield { ...row, copyOf: 'row' };
    if (isOlder(layout) && row.kind === 'track' && random.chance(0.01)) {
      const fields = { ...row.fields, ms_played: 0, reason_start: '', reason_end: '', offline_timestamp: 0 };
      yield { ...row, fields, msPlayed: 0, isRelinked: false, copyOf: 'nothing' };
    }
  }
}

async function write(writing: Writing, row: WrittenRow): Promise<void> {
  const year = yearOf(writing, row);
  const key = `${row.isVideo ? 'video' : 'audio'}${writing.layout === '2026' ? year : ''}`;
  const file = writing.open.get(key) ?? { isVideo: row.isVideo, firstYear: year, lastYear: year, rows: [] };
  writing.open.set(key, file);
  file.firstYear = Math.min(file.firstYear, year);
  file.lastYear = Math.max(file.lastYear, year);
  file.rows.push(JSON.stringify(row.fields, undefined, isOlder(writing.layout) ? undefined : 2));
  count(writing.report, row);
  if (file.rows.length >= ROWS_PER_FILE) await closeFile(writing, key);
  if (writing.layout === '2026') await closeEarlierYears(writing, year);
}

/** Files of a year are cut at a midnight somewhere else, so that they overlap at their edges. */
function yearOf({ quirks, listener }: Writing, row: ExtendedRow): number {
  const shiftMs = quirks ? (seedOf(listener.seed, row.tsAt) % 24) * 3_600_000 : 0;
  return new Date(row.tsAt - shiftMs).getUTCFullYear();
}

async function closeEarlierYears(writing: Writing, year: number): Promise<void> {
  for (const [key, file] of Array.from(writing.open)) {
    if (file.lastYear < year - 1) await closeFile(writing, key);
  }
}

async function closeFile(writing: Writing, key: string): Promise<void> {
  const file = writing.open.get(key);
  if (file === undefined) return;
  writing.open.delete(key);
  const number = writing.numbers.get(key) ?? 0;
  writing.numbers.set(key, number + 1);
  const { layout, quirks, listener, archive, report } = writing;
  if (quirks && isOlder(layout)) shuffle(file.rows, new Random(seedOf(listener.seed, key, number)));
  const content: FileContent = { ...file, number };
  const name = `${folderOf(layout)}/${fileNameOf(layout, content)}`;
  report.files.push({ name, rows: file.rows.length });
  await archive.add(name, jsonArray(file.rows, isOlder(layout) ? ',' : ',\n'));
}

/** Empties the rows as it goes: the ZIP writer holds on to the source of every entry until the end. */
function* jsonArray(rows: string[], separator: string): Iterable<string> {
  let mark = '[';
  while (rows.length > 0) {
    yield mark + rows.splice(0, 100).join(separator);
    mark = separator;
  }
  yield ']';
}

function shuffle(rows: string[], random: Random): void {
  for (let last = rows.length - 1; last > 0; last -= 1) {
    const other = random.between(0, last + 1);
    [rows[last], rows[other]] = [rows[other] ?? '', rows[last] ?? ''];
  }
}

function count(report: ExportReport, row: WrittenRow): void {
  report.rows += 1;
  if (row.copyOf === 'row') {
    report.repeated += 1;
    return;
  }
  if (row.copyOf === 'nothing') report.empty += 1;
  if (row.isIncognito) report.incognito += 1;
  else if (row.kind === 'track') report.tracks += 1;
  else if (row.kind === 'episode') report.episodes += 1;
  else if (row.kind === 'audiobook') report.audiobooks += 1;
  else report.withoutTrack += 1;
  if (row.isOffline) report.offline += 1;
  if (row.isRelinked) report.relinked += 1;
  if (row.kind === 'track' && !row.isIncognito && row.msPlayed < 30_000) report.short += 1;
}
