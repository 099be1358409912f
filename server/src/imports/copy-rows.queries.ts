import { finished } from 'node:stream/promises';
import type { Pool, PoolClient } from 'pg';
import { type CopyStreamQuery, from as copyFrom } from 'pg-copy-streams';
import type { ListenerId } from '../database/listener-id.ts';
import { ROW_COLUMNS, TRACK_COLUMNS } from './row-lines.ts';

const COPY_ROWS = `copy import_rows (user_id, import_id, ${ROW_COLUMNS}) from stdin`;
const COPY_TRACKS = `copy import_tracks (user_id, import_id, ${TRACK_COLUMNS}) from stdin`;

/** Lines of tracks wait in memory up to this, since a connection copies into one table at a time. */
const MOST_WAITING_BYTES = 8 * 1024 * 1024;

/** The import was cancelled, or its listener is gone: there is nothing more to do. */
export class ImportCancelled extends Error {}

/** Takes the lines of an upload in; waits while the database is slower than the reader. */
export type WriteLines = (lines: { rows: Uint8Array; tracks: Uint8Array }) => Promise<void>;

/** What every line of an import begins with. */
export const linePrefix = (listenerId: ListenerId, importId: number) => `${listenerId}\t${importId}\t`;

/**
 * Runs a copy of an upload's rows in a transaction of its own: what an earlier run left is removed first, and nothing stays
 * of a copy that breaks off.
 */
export async function replaceRows<T>(
  pool: Pool,
  listenerId: ListenerId,
  importId: number,
  fill: (write: WriteLines) => Promise<T>,
): Promise<T> {
  const client = await pool.connect();
  try {
    await client.query('begin');
    for (const table of ['import_rows', 'import_tracks']) {
      await client.query(`delete from ${table} where user_id = $1 and import_id = $2`, [
        listenerId,
        importId,
      ]);
    }
    const copy = new RowCopy(client);
    const result = await fill((lines) => copy.write(lines));
    await copy.finish();
    // Without fresh statistics the planner takes the new rows for a handful.
    await client.query('analyze import_rows (user_id, import_id, position, verdict, track, played_at)');
    await client.query('analyze import_tracks (user_id, import_id, number, spotify_id)');
    // Cancelled, or gone with its listener, while it was read: nothing of it may stay.
    const wanted = await client.query(
      "select from imports where user_id = $1 and id = $2 and state = 'analysing' for key share",
      [listenerId, importId],
    );
    if (wanted.rowCount === 0) throw new ImportCancelled();
    await client.query('commit');
    client.release();
    return result;
  } catch (error) {
    // The connection may be in the middle of a COPY and of no further use.
    client.release(true);
    throw error;
  }
}

/** Streams lines into the staging tables by COPY, the fastest way in. */
class RowCopy {
  readonly #client: PoolClient;
  #rows: TableCopy | undefined;
  #tracks: Uint8Array[] = [];
  #waitingBytes = 0;

  constructor(client: PoolClient) {
    this.#client = client;
  }

  async write({ rows, tracks }: { rows: Uint8Array; tracks: Uint8Array }): Promise<void> {
    this.#tracks.push(tracks);
    this.#waitingBytes += tracks.length;
    this.#rows ??= new TableCopy(this.#client, COPY_ROWS);
    await this.#rows.write(rows);
    if (this.#waitingBytes > MOST_WAITING_BYTES) await this.finish();
  }

  /** Waits until every line is stored. */
  async finish(): Promise<void> {
    await this.#rows?.finish();
    this.#rows = undefined;
    const tracks = new TableCopy(this.#client, COPY_TRACKS);
    for (const lines of this.#tracks) await tracks.write(lines);
    await tracks.finish();
    this.#tracks = [];
    this.#waitingBytes = 0;
  }
}

/** One COPY that is under way. */
class TableCopy {
  readonly #stream: CopyStreamQuery;
  readonly #failures: Error[] = [];
  #resume = () => {};

  constructor(client: PoolClient, statement: string) {
    this.#stream = client.query(copyFrom(statement));
    // Without a listener an error between two writes would end the process; `write` and `finish` report it.
    this.#stream.on('error', (error: Error) => {
      this.#failures.push(error);
      this.#resume();
    });
    this.#stream.on('drain', () => this.#resume());
  }

  async write(lines: Uint8Array): Promise<void> {
    this.#throwFailure();
    if (lines.length === 0 || this.#stream.write(lines)) return;
    await new Promise<void>((resolve) => {
      this.#resume = resolve;
    });
    this.#throwFailure();
  }

  async finish(): Promise<void> {
    this.#throwFailure();
    this.#stream.end();
    await finished(this.#stream);
  }

  #throwFailure(): void {
    const [failure] = this.#failures;
    if (failure) throw failure;
  }
}
