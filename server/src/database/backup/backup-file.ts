import { createHash } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { PassThrough, type Readable, Transform, type TransformCallback } from 'node:stream';
import { text } from 'node:stream/consumers';
import { pipeline } from 'node:stream/promises';
import { type Entry, openPromise, type ZipFile } from 'yauzl';
import yazl from 'yazl';
import { StartError } from '../../errors.ts';
import type { AppliedMigration } from '../migrate.ts';

const MANIFEST = 'manifest.json';
const FORMAT = 'analytics-for-spotify backup 1';

export interface SavedTable {
  readonly name: string;
  readonly columns: readonly string[];
  readonly rows: number;
  /** Of the rows in whatever order, as `describeRows` computes it. */
  readonly checksum: string;
  /** Of the table's file. */
  readonly sha256: string;
}

/** What is in a backup. `sequences` are the last ids that were given out. */
export interface Manifest {
  readonly version: string;
  readonly createdAt: string;
  readonly migrations: readonly AppliedMigration[];
  readonly tables: readonly SavedTable[];
  readonly sequences: Readonly<Record<string, number>>;
}

/** Passes bytes on and knows in the end what they were. */
class Fingerprint extends Transform {
  readonly #hash = createHash('sha256');

  override _transform(chunk: Buffer, _encoding: BufferEncoding, done: TransformCallback): void {
    this.#hash.update(chunk);
    done(null, chunk);
  }

  digest(): string {
    return this.#hash.digest('hex');
  }
}

/** Adds the file of a table; answers its SHA-256. */
type AddTable = (name: string, rows: Readable) => Promise<string>;

/** Writes a backup: a ZIP with a file per table and, at the end, the manifest. Only its owner may read it. */
export async function writeBackupFile(
  path: string,
  fill: (add: AddTable) => Promise<Manifest>,
): Promise<void> {
  const zip = new yazl.ZipFile();
  // An error of a file's rows reaches whoever hands them in.
  zip.on('error', () => {});
  const output = createWriteStream(path, { mode: 0o600, flush: true });
  const written = pipeline(zip.outputStream, output);
  // Of a full disk whoever waits below is told.
  written.catch(() => {});
  try {
    const manifest = await fill(async (name, rows) => {
      const fingerprint = new Fingerprint();
      const file = new PassThrough();
      zip.addReadStream(file, fileOf(name), { forceZip64Format: true });
      await Promise.race([pipeline(rows, fingerprint, file), written]);
      return fingerprint.digest();
    });
    zip.addBuffer(Buffer.from(JSON.stringify({ format: FORMAT, ...manifest }, null, 2)), MANIFEST);
    zip.end();
  } catch (error) {
    output.destroy();
    throw error;
  }
  await written;
}

const fileOf = (table: string) => `tables/${table}.copy`;

/** A backup that is open for reading; whoever opened it closes it. */
export class BackupFile {
  readonly path: string;
  readonly manifest: Manifest;
  readonly #zip: ZipFile;
  readonly #entries: ReadonlyMap<string, Entry>;

  private constructor(path: string, manifest: Manifest, zip: ZipFile, entries: ReadonlyMap<string, Entry>) {
    this.path = path;
    this.manifest = manifest;
    this.#zip = zip;
    this.#entries = entries;
  }

  /** @throws StartError when it cannot be read or is no backup */
  static async open(path: string): Promise<BackupFile> {
    const zip = await openPromise(path, { autoClose: false }).catch((error: unknown) => {
      throw new StartError(`${path} cannot be read as a backup: ${(error as Error).message}`);
    });
    try {
      const entries = new Map<string, Entry>();
      for await (const entry of zip.eachEntry()) entries.set(entry.fileName, entry);
      const entry = entries.get(MANIFEST);
      const manifest =
        entry &&
        (JSON.parse(await text(await zip.openReadStreamPromise(entry))) as Manifest & { format: string });
      if (manifest?.format !== FORMAT) throw new Error('it is of another kind');
      return new BackupFile(path, manifest, zip, entries);
    } catch (error) {
      zip.close();
      throw new StartError(`${path} is not a backup of this program: ${(error as Error).message}.`);
    }
  }

  async read(table: SavedTable): Promise<Readable> {
    const entry = this.#entries.get(fileOf(table.name));
    if (!entry) throw new StartError(`${this.path} is damaged: the table ${table.name} is missing.`);
    return this.#zip.openReadStreamPromise(entry);
  }

  /**
   * Reads everything and compares it with what was written.
   * @throws StartError when anything differs
   */
  async verify(): Promise<void> {
    for (const table of this.manifest.tables) {
      const fingerprint = new Fingerprint();
      const rows = await this.read(table);
      try {
        await pipeline(rows, fingerprint.resume());
      } catch (error) {
        throw new StartError(
          `${this.path} is damaged in the table ${table.name}: ${(error as Error).message}.`,
        );
      }
      if (fingerprint.digest() !== table.sha256) {
        throw new StartError(`${this.path} is damaged: the table ${table.name} is not as it was written.`);
      }
    }
  }

  close(): void {
    this.#zip.close();
  }
}
