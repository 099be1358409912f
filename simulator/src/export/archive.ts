import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { Readable } from 'node:stream';
import { finished } from 'node:stream/promises';
import yazl from 'yazl';

/** Where the files of an export go, one after the other, so that only one is in memory. */
export interface Archive {
  /** The content comes in pieces, which lets a slow disk hold back the writer. */
  add(path: string, content: Iterable<string>): Promise<void>;
  close(): Promise<void>;
}

/** Time stamp of every entry, so that equal exports are equal bytes. */
const MODIFIED_AT = new Date('2026-01-01T12:00:00Z');

/** A ZIP file. */
export function zipArchive(outPath: string): Archive {
  const zip = new yazl.ZipFile();
  const file = createWriteStream(outPath);
  zip.outputStream.pipe(file);
  return {
    async add(path, content) {
      const entry = Readable.from(content, { objectMode: false });
      zip.addReadStream(entry, path, { mtime: MODIFIED_AT });
      await once(entry, 'close');
    },
    async close() {
      zip.end();
      await finished(file);
    },
  };
}

/** Loose files in a folder, as they lie after unpacking. */
export async function folderArchive(outPath: string): Promise<Archive> {
  await mkdir(outPath, { recursive: true });
  return {
    add: (path, content) => writeFile(join(outPath, basename(path)), Readable.from(content)),
    close: async () => {},
  };
}
