import { openAsBlob } from 'node:fs';
import { Browser } from '../browser.ts';
import type { Cluster } from './cluster.ts';

/**
 * A listener without Spotify who imports an export and takes the import back, on and on until told that it is enough, and then
 * keeps it.
 */
export class ClusterImporter {
  imports = 0;
  readonly #cluster: Cluster;
  readonly #exportPath: string;

  constructor(cluster: Cluster, exportPath: string) {
    this.#cluster = cluster;
    this.#exportPath = exportPath;
  }

  /** Answers how many plays there should be at the end, and how many there are. */
  async run(isEnough: () => boolean): Promise<{ expected: number; recorded: number }> {
    const browser = await Browser.signUp(this.#cluster.address, 'importer');
    const files = [{ name: 'my_spotify_data.zip', content: await openAsBlob(this.#exportPath) }];
    for (;;) {
      const { id, statistics } = await browser.upload(files);
      await this.#order(browser, id, 'execute', 'imported');
      this.imports += 1;
      if (isEnough()) {
        const expected = (statistics as { toImport: number }).toImport;
        return { expected, recorded: await this.#countPlays(browser) };
      }
      await this.#order(browser, id, 'undo', 'undone');
    }
  }

  async #order(browser: Browser, id: number, what: 'execute' | 'undo', state: string): Promise<void> {
    const response = await browser.post(`/api/imports/${id}/${what}`);
    if (response.status !== 202) throw new Error(`${what}: ${response.status} ${await response.text()}`);
    const done = await browser.waitForImport(id, [state, 'failed']);
    if (done['state'] !== state) throw new Error(`${what}: ${JSON.stringify(done)}`);
  }

  async #countPlays(browser: Browser): Promise<number> {
    const { user } = await browser.json<{ user: { id: number } }>('/api/session');
    const { rows } = await this.#cluster.fleet.database.pool.query<{ plays: number }>(
      'select count(*) as plays from plays where user_id = $1',
      [user.id],
    );
    return rows[0]?.plays ?? 0;
  }
}
