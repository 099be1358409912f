import { type Archive, MAX_ENTRIES, openArchive } from './read-archive.ts';
import type { ExportRow } from './export-row.ts';
import type { HistoryKind } from './formats/export-formats.ts';
import { readHistory } from './read-history.ts';
import {
  inspect,
  MAX_TOTAL_BYTES,
  plainSource,
  shownName,
  type FileProblem,
  type Source,
} from './read-source.ts';

/** A file as it was uploaded: where it lies now and what the listener's browser called it. */
export interface UploadFile {
  path: string;
  name: string;
}

/** What became of one file of an upload. */
export interface FileReport {
  /** Without folders, fit to be shown. */
  name: string;
  /** `other` is a file without plays: ignored, and no problem by itself. */
  kind: HistoryKind;
  rows: number;
  problem: FileProblem | null;
}

/** One step of reading an upload: some rows of one file, or its end, or both. */
export interface UploadStep {
  rows: ExportRow[];
  /** The report of a file of which nothing more comes. Its place among all reports is its rows' `file`. */
  finished: FileReport | null;
  /** Uncompressed bytes behind this step, of `bytesTotal`. */
  bytesDone: number;
  bytesTotal: number;
}

/** What one upload may hold, all files together; of rows ten times a heavy listener's life. */
const LIMITS = { bytes: MAX_TOTAL_BYTES, rows: 5_000_000 };

/**
 * Reads uploaded exports, ZIP archives or bare files told apart by their content, step by step in constant memory. The same upload always gives the same rows in the same order. No file stops the rest.
 */
export async function* readUpload(
  files: readonly UploadFile[],
  now = Date.now(),
  limits = LIMITS,
): AsyncGenerator<UploadStep> {
  const archives: Archive[] = [];
  try {
    const sources = await listSources(files, archives);
    const bytesTotal = sources.reduce((sum, source) => sum + readableBytes(source), 0);
    let bytesBefore = 0;
    let bytesLeft = limits.bytes;
    let rowsLeft = limits.rows;
    for (const [file, listed] of sources.entries()) {
      const source = listed.size > bytesLeft ? { ...listed, problem: listed.problem ?? 'too-large' } : listed;
      const reading = { file, now, maxRows: rowsLeft };
      for await (const { rows, outcome, bytesDone } of readHistory(source, reading)) {
        yield {
          rows,
          finished: outcome && { name: source.name, ...outcome },
          bytesDone: bytesBefore + (outcome ? readableBytes(listed) : bytesDone),
          bytesTotal,
        };
        rowsLeft -= rows.length;
        if (outcome) bytesLeft -= bytesDone;
      }
      bytesBefore += readableBytes(listed);
    }
  } finally {
    for (const archive of archives) archive.close();
  }
}

/** A size that is declared may be any number, and that of a file that is not read counts for nothing. */
const readableBytes = ({ problem, size }: Source) => (problem === null ? size : 0);

async function listSources(files: readonly UploadFile[], archives: Archive[]): Promise<Source[]> {
  const sources: Source[] = [];
  for (const { path, name } of files) {
    const { size, isArchive } = await inspect(path);
    if (!isArchive) {
      sources.push(plainSource(path, name, size));
      continue;
    }
    const archive = await openArchive(path, MAX_ENTRIES - sources.length);
    archives.push(archive);
    sources.push(...archive.sources);
    if (archive.problem) sources.push(unreadable(name, archive.problem));
  }
  return sources;
}

function unreadable(name: string, problem: FileProblem): Source {
  return {
    name: shownName(name),
    size: 0,
    problem,
    read: () => {
      throw new Error('a file with a problem is not read');
    },
  };
}
