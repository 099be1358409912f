import { createWriteStream } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import { ZipFile } from 'yazl';
import type { ExportRow } from '../src/imports/export-row.ts';
import { type FileReport, readUpload, type UploadFile, type UploadStep } from '../src/imports/read-upload.ts';

/** The day on which the tests read their uploads. */
export const UPLOADED_AT = Date.UTC(2026, 10, 24);

/** Files as a listener uploads them, in a folder that goes with the test. */
export class UploadFolder {
  private readonly folder: string;
  private written = 0;

  private constructor(folder: string) {
    this.folder = folder;
  }

  static async make(): Promise<UploadFolder> {
    return new UploadFolder(await mkdtemp(path.join(tmpdir(), 'upload-')));
  }

  async file(content: string | Buffer, name: string): Promise<UploadFile> {
    this.written += 1;
    const at = path.join(this.folder, String(this.written));
    await writeFile(at, content);
    return { path: at, name };
  }

  /** An archive of the given files, whose bytes `alter` may damage. */
  async archive(
    entries: Record<string, unknown>,
    alter: (bytes: Buffer) => Buffer = (bytes) => bytes,
  ): Promise<UploadFile> {
    const upload = await this.file('', 'my_spotify_data.zip');
    const zip = new ZipFile();
    for (const [name, content] of Object.entries(entries)) {
      zip.addBuffer(content instanceof Buffer ? content : Buffer.from(JSON.stringify(content)), name);
    }
    zip.end();
    await pipeline(zip.outputStream, createWriteStream(upload.path));
    await writeFile(upload.path, alter(await readFile(upload.path)));
    return upload;
  }

  async remove(): Promise<void> {
    await rm(this.folder, { recursive: true });
  }
}

/** Rows of an Extended streaming history, four minutes apart. */
export function extendedRows(count: number, changes: Record<string, unknown> = {}) {
  return Array.from({ length: count }, (_, at) => ({
    ts: new Date(Date.UTC(2024, 0, 1) + at * 240_000).toISOString().replace('.000', ''),
    ms_played: 180_000 + at,
    master_metadata_track_name: `Träck ${at}`,
    master_metadata_album_artist_name: 'An Artist',
    spotify_track_uri: `spotify:track:${String(at).padStart(22, '0')}`,
    incognito_mode: false,
    ...changes,
  }));
}

/** Reads an upload to its end. */
export async function readAll(
  ...files: UploadFile[]
): Promise<{ rows: ExportRow[]; reports: FileReport[]; steps: UploadStep[] }> {
  const steps: UploadStep[] = [];
  for await (const step of readUpload(files, UPLOADED_AT)) steps.push(step);
  return {
    rows: steps.flatMap((step) => step.rows),
    reports: steps.flatMap((step) => step.finished ?? []),
    steps,
  };
}
