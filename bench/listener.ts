import { openAsBlob } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Import, ImportState } from '@analytics/contract/import';

/** Asking takes a few ms from the import each time. */
const LOOK_EVERY_MS = 50;

/** How long the parts of an import took, in ms, from the first byte of the upload on. */
export interface ImportTimes {
  uploadMs: number;
  analysisMs: number;
  executionMs: number;
}

/** A listener who is signed in. */
export class BenchListener {
  readonly username: string;
  readonly #address: string;
  readonly #cookie: string;

  /** What a browser sends. */
  get cookie(): string {
    return this.#cookie;
  }

  private constructor(address: string, username: string, cookie: string) {
    this.#address = address;
    this.username = username;
    this.#cookie = cookie;
  }

  static async signUp(address: string, username: string): Promise<BenchListener> {
    return BenchListener.#enter(address, '/api/accounts', username);
  }

  static async #enter(address: string, path: string, username: string): Promise<BenchListener> {
    const response = await fetch(`${address}${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ username, password: 'a password to measure with' }),
    });
    if (!response.ok) throw new Error(await response.text());
    return new BenchListener(address, username, response.headers.getSetCookie()[0]?.split(';')[0] ?? '');
  }

  /** Signs in to an account that was made by `signUp`. */
  static async signIn(address: string, username: string): Promise<BenchListener> {
    return BenchListener.#enter(address, '/api/session', username);
  }

  get<Answer>(path: string): Promise<Answer> {
    return this.#call<Answer>('GET', path);
  }

  /** Uploads an export; answers the id of the import, whose analysis begins. */
  async upload(path: string): Promise<number> {
    const form = new FormData();
    form.append('file', await openAsBlob(path), 'export.zip');
    const { id } = await this.#call<{ id: number }>('POST', '/api/imports', form);
    return id;
  }

  async execute(importId: number): Promise<void> {
    await this.#call('POST', `/api/imports/${importId}/execute`);
  }

  async undo(importId: number): Promise<void> {
    await this.#call('POST', `/api/imports/${importId}/undo`);
  }

  getImport(importId: number): Promise<Import> {
    return this.get<Import>(`/api/imports/${importId}`);
  }

  /** Waits until an import has come to a state; asks for it every so many ms. */
  async waitFor(importId: number, wanted: ImportState, everyMs = LOOK_EVERY_MS): Promise<Import> {
    for (;;) {
      const answer = await this.getImport(importId);
      if (answer.state === wanted) return answer;
      if (answer.state === 'failed') throw new Error(answer.error ?? 'the import failed');
      await sleep(everyMs);
    }
  }

  /** Uploads an export and imports it at once. */
  async import(path: string): Promise<{ done: Import; times: ImportTimes }> {
    const begunAt = performance.now();
    const id = await this.upload(path);
    const uploadedAt = performance.now();
    await this.waitFor(id, 'analysed');
    const analysedAt = performance.now();
    await this.execute(id);
    const done = await this.waitFor(id, 'imported');
    const times = {
      uploadMs: uploadedAt - begunAt,
      analysisMs: analysedAt - uploadedAt,
      executionMs: performance.now() - analysedAt,
    };
    return { done, times };
  }

  /** Takes an import back; answers how long that took, in ms. */
  async undoAndWait(importId: number): Promise<number> {
    const begunAt = performance.now();
    await this.undo(importId);
    await this.waitFor(importId, 'undone');
    return performance.now() - begunAt;
  }

  async #call<Answer>(method: string, path: string, body?: FormData): Promise<Answer> {
    const response = await fetch(`${this.#address}${path}`, {
      method,
      headers: { cookie: this.#cookie },
      ...(body && { body }),
    });
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${await response.text()}`);
    return (await response.json()) as Answer;
  }
}
