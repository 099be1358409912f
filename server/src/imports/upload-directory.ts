import { mkdir, readdir, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { randomUUID } from 'node:crypto';
import type { ListenerId } from '../database/listener-id.ts';

const ABANDONED_AFTER_MS = 24 * 3_600_000;

/** Where uploads lie until they are analysed: `uploads/<listener>/<import>/<number of the file>`. */
export class UploadDirectory {
  readonly #root: string;

  constructor(dataDir: string) {
    this.#root = join(dataDir, 'uploads');
  }

  /** A folder for files that are still coming in. */
  async makeIncoming(): Promise<string> {
    const path = join(this.#root, `incoming-${randomUUID()}`);
    await mkdir(path, { recursive: true, mode: 0o700 });
    return path;
  }

  /** Gives files that have come in whole to their import. */
  async keep(incoming: string, listenerId: ListenerId, importId: number): Promise<void> {
    await mkdir(join(this.#root, String(listenerId)), { recursive: true, mode: 0o700 });
    const path = this.path(listenerId, importId);
    await rm(path, { recursive: true, force: true });
    await rename(incoming, path);
  }

  path(listenerId: ListenerId, importId: number): string {
    return join(this.#root, String(listenerId), String(importId));
  }

  async remove(listenerId: ListenerId, importId: number): Promise<void> {
    await rm(this.path(listenerId, importId), { recursive: true, force: true });
  }

  /** Removes everything that a listener has uploaded. */
  async removeAll(listenerId: ListenerId): Promise<void> {
    await rm(join(this.#root, String(listenerId)), { recursive: true, force: true });
  }

  /** Removes what a killed process left of uploads that never came in whole. */
  async removeAbandoned(): Promise<void> {
    const names = await readdir(this.#root).catch(() => []);
    for (const name of names.filter((entry) => entry.startsWith('incoming-'))) {
      const path = join(this.#root, name);
      const { mtimeMs } = await stat(path).catch(() => ({ mtimeMs: Number.POSITIVE_INFINITY }));
      if (Date.now() - mtimeMs > ABANDONED_AFTER_MS) await rm(path, { recursive: true, force: true });
    }
  }
}
