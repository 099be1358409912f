import { hash } from 'node:crypto';
import { finished } from 'node:stream/promises';
import type { Pool, PoolClient } from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import type { ListenerId } from '../database/listener-id.ts';
import type { ExportRow } from './export-row.ts';

const COLUMNS =
  'user_id, import_id, position, file, row, verdict, reason, identity, played_at, ms_played, spotify_id, local_uri, track_name, artist_name, album_name, platform, country, shuffle, skipped, offline, reason_start, reason_end';

/** The import was cancelled, or its listener is gone: there is nothing more to do. */
export class ImportCancelled extends Error {}

export interface RowSink {
  /** Takes rows in; waits while the database is slower than the reader. */
  write(rows: readonly ExportRow[]): Promise<void>;
}

interface RowCopy extends RowSink {
  /** Waits until every row is stored. */
  finish(): Promise<void>;
  /** Breaks off; nothing of it is kept. */
  abort(error: Error): void;
}

/**
 * Runs a copy of an upload's rows in a transaction of its own: what an earlier run left is removed first, and nothing stays
 * of a copy that breaks off.
 */
export async function replaceRows<T>(
  pool: Pool,
  listenerId: ListenerId,
  importId: number,
  fill: (rows: RowSink) => Promise<T>,
): Promise<T> {
  const client = await pool.connect();
  let copy: RowCopy | undefined;
  try {
    await client.query('begin');
    await client.query('delete from import_rows where user_id = $1 and import_id = $2', [
      listenerId,
      importId,
    ]);
    copy = copyRows(client, listenerId, importId);
    const result = await fill(copy);
    await copy.finish();
    // Without fresh statistics the planner takes the new rows for a handful.
    await client.query(
      'analyze import_rows (user_id, import_id, position, verdict, identity, spotify_id, played_at)',
    );
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
    copy?.abort(error as Error);
    // The connection is in the middle of a COPY and of no further use.
    client.release(true);
    throw error;
  }
}

/** Streams rows into the staging table by COPY, the fastest way in. */
function copyRows(client: PoolClient, listenerId: ListenerId, importId: number): RowCopy {
  const stream = client.query(copyFrom(`copy import_rows (${COLUMNS}) from stdin`));
  // Without a listener an error between two writes would end the process; `finish` and `write` report it.
  const failures: Error[] = [];
  let resume = () => {};
  stream.on('error', (error: Error) => {
    failures.push(error);
    resume();
  });
  stream.on('drain', () => resume());
  const prefix = `${listenerId}\t${importId}\t`;
  let position = 0;
  function throwFailure() {
    const [failure] = failures;
    if (failure) throw failure;
  }
  return {
    async write(rows) {
      throwFailure();
      let lines = '';
      for (const row of rows) {
        lines += prefix + toLine(row, position);
        position += 1;
      }
      if (stream.write(lines)) return;
      await new Promise<void>((resolve) => {
        resume = resolve;
      });
      throwFailure();
    },
    async finish() {
      stream.end();
      await finished(stream);
    },
    abort(error) {
      stream.destroy(error);
    },
  };
}

function toLine(row: ExportRow, position: number): string {
  return `${position}\t${row.file}\t${row.row}\t${text(row.verdict)}\t${text(row.reason)}\t${hash('md5', row.identity)}\t${instant(row.playedAt)}\t${row.msPlayed ?? '\\N'}\t${text(row.spotifyId)}\t${text(row.localUri)}\t${text(row.trackName)}\t${text(row.artistName)}\t${text(row.albumName)}\t${text(row.platform)}\t${text(row.country)}\t${flag(row.shuffle)}\t${flag(row.skipped)}\t${flag(row.offline)}\t${text(row.reasonStart)}\t${text(row.reasonEnd)}\n`;
}

const ESCAPED = /[\\\n\r\t]/g;
const ESCAPES: Record<string, string> = { '\\': '\\\\', '\n': '\\n', '\r': '\\r', '\t': '\\t' };

function text(value: string | null): string {
  if (value === null) return '\\N';
  return value.replace(ESCAPED, (character) => ESCAPES[character] ?? '');
}

const flag = (value: boolean | null) => (value === null ? '\\N' : value ? 't' : 'f');

const instant = (ms: number | null) => (ms === null ? '\\N' : new Date(ms).toISOString());
