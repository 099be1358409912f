import { pipeline, type Readable } from 'node:stream';
import { crc32, createInflateRaw } from 'node:zlib';
import { openPromise, type Entry, type ZipFile } from 'yauzl';
import { DamagedSource, MAX_TOTAL_BYTES, shownName, type FileProblem, type Source } from './read-source.ts';

/** Entries that the archives of one upload may list; a real export has about thirty. */
export const MAX_ENTRIES = 2_000;

/** How much an entry may shrink in the archive; a real one shrinks about 20 times. */
export const MAX_RATIO = 200;

/** Below this size the ratio does not matter. */
const RATIO_FROM_BYTES = 1024 * 1024;

const CHUNK_BYTES = 256 * 1024;
const STORED = 0;
const DEFLATED = 8;

/** An open archive; whoever opened it closes it. */
export interface Archive {
  /** In the order of the archive's directory. */
  sources: Source[];
  problem: FileProblem | null;
  close(): void;
}

/**
 * Lists an archive's files, unless it has more than `mostEntries`. A damaged directory leaves what was listed before the
 * damage.
 */
export async function openArchive(path: string, mostEntries = MAX_ENTRIES): Promise<Archive> {
  let zip: ZipFile;
  try {
    // The names are shown and never used as paths, so that odd ones need not make the archive unreadable.
    zip = await openPromise(path, { autoClose: false, decodeStrings: false, validateEntrySizes: false });
  } catch {
    return { sources: [], problem: 'damaged', close: () => {} };
  }
  // Errors reach whoever lists or reads; this one is for those that come when nobody does.
  zip.on('error', () => {});
  const archive: Archive = { sources: [], problem: null, close: () => zip.close() };
  if (zip.entryCount > mostEntries) return { ...archive, problem: 'too-many-entries' };
  try {
    for await (const entry of zip.eachEntry()) {
      const source = entrySource(zip, entry);
      if (source) archive.sources.push(source);
    }
  } catch (error) {
    archive.problem = error instanceof Error && /encryption/.test(error.message) ? 'encrypted' : 'damaged';
  }
  return archive;
}

function entrySource(zip: ZipFile, entry: Entry): Source | null {
  const path = nameOf(entry);
  const name = shownName(path);
  if (/[/\\]$/.test(path) || /(?:^|[/\\])__MACOSX[/\\]/.test(path) || name.startsWith('.')) return null;
  // Two hundred kilobytes at most, and two thousand entries of that would stay in memory; none of it is needed to read.
  Object.assign(entry, NO_TEXTS);
  return { name, size: entry.uncompressedSize, problem: problemOf(entry), read: () => readEntry(zip, entry) };
}

const NOTHING = Buffer.alloc(0);
const NO_TEXTS: Partial<Entry> = {
  fileNameRaw: NOTHING,
  fileCommentRaw: NOTHING,
  extraFieldRaw: NOTHING,
  extraFields: [],
  fileName: '',
  fileComment: '',
  comment: '',
};

function nameOf(entry: Entry): string {
  const utf8 = entry.fileNameRaw.toString('utf8');
  return utf8.includes('\uFFFD') ? entry.fileNameRaw.toString('latin1') : utf8;
}

function problemOf(entry: Entry): FileProblem | null {
  if (entry.isEncrypted()) return 'encrypted';
  if (entry.compressionMethod !== STORED && entry.compressionMethod !== DEFLATED) {
    return 'unsupported-compression';
  }
  if (entry.uncompressedSize > MAX_TOTAL_BYTES) return 'too-large';
  const isTight = entry.uncompressedSize > entry.compressedSize * MAX_RATIO;
  return isTight && entry.uncompressedSize > RATIO_FROM_BYTES ? 'too-compressed' : null;
}

async function* readEntry(zip: ZipFile, entry: Entry): AsyncGenerator<Buffer> {
  let size = 0;
  let checksum = 0;
  try {
    const packed = await zip.openReadStreamPromise(entry, { decodeFileData: false });
    for await (const chunk of unpack(packed, entry)) {
      size += chunk.length;
      checksum = crc32(chunk, checksum);
      if (size > entry.uncompressedSize) break;
      yield chunk;
    }
  } catch (error) {
    throw new DamagedSource('an entry of the archive cannot be read', { cause: error });
  }
  if (size !== entry.uncompressedSize || checksum !== entry.crc32) {
    throw new DamagedSource('an entry of the archive is not what was packed');
  }
}

function unpack(packed: Readable, entry: Entry): AsyncIterable<Buffer> {
  if (entry.compressionMethod === STORED) return packed;
  const inflate = createInflateRaw({ chunkSize: CHUNK_BYTES });
  // An error of either stream ends the inflated one, whose reader sees it.
  pipeline(packed, inflate, () => {});
  return inflate;
}
