import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { readText } from './read-values.ts';

/** What is wrong with a file of an upload; the rest of the upload is read all the same. */
export type FileProblem =
  | 'damaged'
  | 'encrypted'
  | 'unsupported-compression'
  | 'too-large'
  | 'too-compressed'
  | 'too-many-entries'
  | 'too-many-rows'
  | 'packed'
  | 'not-json'
  | 'unrecognised'
  | 'truncated'
  | 'trailing-text';

/** A file that may hold rows: an upload itself, or an entry of an archive. */
export interface Source {
  /** For people to read; never used as a path. */
  name: string;
  size: number;
  /** Known before any byte is read. */
  problem: FileProblem | null;
  /** The file's bytes; throws `DamagedSource` where they turn out not to be what was promised. */
  read(): AsyncIterable<Buffer>;
}

/** The bytes of a source cannot be had, or are not those that were packed. */
export class DamagedSource extends Error {}

/** Uncompressed bytes that one upload may hold, all files together. */
export const MAX_TOTAL_BYTES = 4 * 1024 ** 3;

const CHUNK_BYTES = 256 * 1024;

/** The uploaded file itself. */
export function plainSource(path: string, name: string, size: number): Source {
  return {
    name: shownName(name),
    size,
    problem: size > MAX_TOTAL_BYTES ? 'too-large' : null,
    read: () => createReadStream(path, { highWaterMark: CHUNK_BYTES }),
  };
}

/** The last part of a name from a foreign machine, without control and direction characters. */
export function shownName(name: string): string {
  const last = name.split(/[/\\]/).findLast((part) => part !== '') ?? '';
  return readText(last.replace(/[\p{Cc}\p{Cf}]/gu, ''), 200) ?? 'unnamed';
}

/** Size of a file, and whether its content is a ZIP archive. */
export async function inspect(path: string): Promise<{ size: number; isArchive: boolean }> {
  const file = await open(path);
  try {
    const { size } = await file.stat();
    const { buffer, bytesRead } = await file.read(Buffer.alloc(4), 0, 4, 0);
    const signature = bytesRead === 4 ? buffer.readUInt32LE(0) : 0;
    return { size, isArchive: signature === LOCAL_HEADER || signature === EMPTY_ARCHIVE };
  } finally {
    await file.close();
  }
}

const LOCAL_HEADER = 0x04034b50;
const EMPTY_ARCHIVE = 0x06054b50;
