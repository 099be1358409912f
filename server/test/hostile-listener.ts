import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Import, ImportRow } from '@analytics/contract/import';
import type { Play } from '@analytics/contract/play';
import { expect } from 'vitest';
import { Browser } from './browser.ts';
import { extendedRow, jsonFile, listAllPlays, sumVerdicts } from './exports.ts';
import { compareTotals } from './play-totals.ts';
import type { TestDatabase } from './test-database.ts';
import type { TestServer } from './test-server.ts';

/** What came of an upload, after its import if it could be imported. */
interface Outcome {
  import: Import;
  /** Those that it added, newest first. */
  plays: Play[];
  receipt: ImportRow[];
}

/** A file as a listener uploads it. */
interface UploadedFile {
  name: string;
  content: Blob;
}

/** A listener who uploads what may be anything. */
export class HostileListener {
  readonly browser: Browser;
  readonly #server: TestServer;
  readonly #database: TestDatabase;
  #plays = new Set<number>();
  #honestDays = 0;

  private constructor(server: TestServer, database: TestDatabase, browser: Browser) {
    this.#server = server;
    this.#database = database;
    this.browser = browser;
  }

  static async signUp(server: TestServer, database: TestDatabase): Promise<HostileListener> {
    const { rows } = await database.pool.query<{ count: string }>('select count(*) from users');
    const browser = await Browser.signUp(server.address, `hostile${rows[0]?.count}`, 'Pacific/Kiritimati');
    return new HostileListener(server, database, browser);
  }

  /**
   * Uploads files and imports them if that is offered. Whatever they are, the state is a clear one, the figures agree with each
   * other and with the history, and no file stays.
   */
  async import(...files: UploadedFile[]): Promise<Outcome> {
    const { id, state } = (await this.browser.upload(files)) as unknown as Import;
    if (state === 'analysed') {
      expect(await this.#newPlays()).toEqual([]);
      expect((await this.browser.post(`/api/imports/${id}/execute`)).status).toBe(202);
      await this.browser.waitForImport(id, ['imported', 'failed']);
    }
    const done = await this.browser.json<Import>(`/api/imports/${id}`);
    const plays = await this.#newPlays();
    const receipt = await listReceipt(this.browser, id);
    const { statistics } = done;
    expect(done.progress).toBeNull();
    expect(done.error === null).toBe(done.state === 'imported');
    if (statistics) {
      expect(sumVerdicts(statistics)).toBe(statistics.totalRows);
      expect(statistics.files.reduce((rows, file) => rows + file.rows, 0)).toBe(statistics.totalRows);
      expect(receipt).toHaveLength(statistics.totalRows - statistics.toImport);
    }
    expect(plays).toHaveLength(done.state === 'imported' ? (statistics?.toImport ?? 0) : 0);
    for (const play of plays) this.#plays.add(play.id);
    await expect.poll(() => listUploads(this.#server)).toEqual([]);
    return { import: done, plays, receipt };
  }

  /** After all of that the server answers, the totals are right and the listener’s next import is as good as any. */
  async importHonestly(): Promise<void> {
    expect((await fetch(`${this.#server.address}/api/health`)).status).toBe(200);
    this.#honestDays += 1;
    const honest = [1, 2].map((hour) =>
      extendedRow({ ts: new Date(Date.UTC(2007, 0, this.#honestDays, hour)).toISOString() }),
    );
    const next = await this.import(jsonFile(honest));
    expect(next.import.statistics).toMatchObject({ totalRows: 2, toImport: 2 });
    const { kept, computed } = await compareTotals(this.#database.database);
    expect(kept).toEqual(computed);
  }

  async #newPlays(): Promise<Play[]> {
    return (await listAllPlays(this.browser)).filter(({ id }) => !this.#plays.has(id));
  }
}

/** The whole receipt of an import, page by page. */
export async function listReceipt(browser: Browser, id: number, limit = 200): Promise<ImportRow[]> {
  const rows: ImportRow[] = [];
  let cursor: string | null = '';
  while (cursor !== null) {
    const page: { items: ImportRow[]; nextCursor: string | null } = await browser.json(
      `/api/imports/${id}/rows?limit=${limit}${cursor && `&cursor=${cursor}`}`,
    );
    rows.push(...page.items);
    cursor = page.nextCursor;
  }
  return rows;
}

/** Every file that lies among the uploads. */
export async function listUploads({ dataDir }: TestServer): Promise<string[]> {
  const entries = await readdir(join(dataDir, 'uploads'), { recursive: true, withFileTypes: true });
  return entries.filter((entry) => entry.isFile()).map(({ parentPath, name }) => join(parentPath, name));
}
