import { finished } from 'node:stream/promises';
import { Client, type PoolConfig } from 'pg';
import { type CopyStreamQuery, from as copyFrom } from 'pg-copy-streams';
import { type Lines, ROW_COLUMNS, TRACK_COLUMNS } from './row-lines.ts';

const COPY_ROWS = `copy import_rows (user_id, import_id, ${ROW_COLUMNS}) from stdin`;
const COPY_TRACKS = `copy import_tracks (user_id, import_id, ${TRACK_COLUMNS}) from stdin`;

/** So many characters of tracks wait in memory at most, since a connection copies into one table at a time. */
const MOST_WAITING = 8 * 1024 * 1024;

/** So much may be under way to the database before the reader waits: with less, it waits while the database has nothing to do. */
const UNDER_WAY_BYTES = 1024 * 1024;

/** Takes lines in; waits while the database is slower than the reader. */
export type WriteLines = (lines: Lines) => Promise<void>;

/** What every line of an import begins with. */
export const linePrefix = (userId: number, importId: number) => `${userId}\t${importId}\t`;

/**
 * Runs a copy of an upload's rows in a transaction of its own, on a connection of its own: what an earlier run left is removed first,
 * and nothing stays of a copy that breaks off. False when nobody wants it any more: then nothing stays either.
 */
export async function replaceRows(
  connection: PoolConfig,
  userId: number,
  importId: number,
  fill: (write: WriteLines) => Promise<void>,
): Promise<boolean> {
  const client = new Client({ ...connection, application_name: 'analytics-for-spotify staging' });
  // Queries tell of a connection that breaks; unheard, its event would end the thread without a word.
  client.on('error', () => {});
  await client.connect();
  try {
    await client.query('begin');
    for (const table of ['import_rows', 'import_tracks']) {
      await client.query(`delete from ${table} where user_id = $1 and import_id = $2`, [userId, importId]);
    }
    const copy = new RowCopy(client);
    await fill((lines) => copy.write(lines));
    await copy.finish();
    // Without fresh statistics the planner takes the new rows for a handful.
    await client.query('set local default_statistics_target = 30');
    await client.query('analyze import_rows (user_id, import_id, position, verdict, track, played_at)');
    await client.query('analyze import_tracks (user_id, import_id, number, is_track, spotify_id, track_id)');
    // Cancelled, or gone with its listener, while it was read: nothing of it may stay. Who cancels it from now on waits for the
    // lock, and so finds the rows that are to be cleared away.
    const wanted = await client.query(
      "select from imports where user_id = $1 and id = $2 and state = 'analysing' for update",
      [userId, importId],
    );
    await client.query(wanted.rowCount === 0 ? 'rollback' : 'commit');
    return wanted.rowCount !== 0;
  } finally {
    await client.end();
  }
}

/** Streams lines into the staging tables by COPY, the fastest way in. */
class RowCopy {
  readonly #client: Client;
  #rows: TableCopy | undefined;
  #tracks: string[] = [];
  #waiting = 0;

  constructor(client: Client) {
    this.#client = client;
  }

  async write({ rows, tracks }: Lines): Promise<void> {
    this.#tracks.push(tracks);
    this.#waiting += tracks.length;
    this.#rows ??= new TableCopy(this.#client, COPY_ROWS);
    await this.#rows.write(rows);
    if (this.#waiting > MOST_WAITING) await this.finish();
  }

  /** Waits until every line is stored. */
  async finish(): Promise<void> {
    await this.#rows?.finish();
    this.#rows = undefined;
    const tracks = new TableCopy(this.#client, COPY_TRACKS);
    for (const lines of this.#tracks) await tracks.write(lines);
    await tracks.finish();
    this.#tracks = [];
    this.#waiting = 0;
  }
}

/** One COPY that is under way. */
class TableCopy {
  readonly #stream: CopyStreamQuery;
  readonly #failures: Error[] = [];
  #resume = () => {};

  constructor(client: Client, statement: string) {
    this.#stream = client.query(copyFrom(statement, { highWaterMark: UNDER_WAY_BYTES }));
    // Without a listener an error between two writes would end the process; `write` and `finish` report it.
    this.#stream.on('error', (error: Error) => {
      this.#failures.push(error);
      this.#resume();
    });
    this.#stream.on('drain', () => this.#resume());
  }

  async write(lines: string): Promise<void> {
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
