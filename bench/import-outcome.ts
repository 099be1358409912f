import { createHash } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import type { ImportRow } from '@analytics/contract/import';
import { compareTotals } from '../server/test/play-totals.ts';
import type { BenchListener } from './listener.ts';
import type { BenchServer } from './server.ts';

/** All that a stage of an import leaves behind, so that two runs of it can be compared. */
export interface ImportOutcome {
  state: string;
  error: string | null;
  statistics: unknown;
  /** Of the rows that were not imported, with their reasons and the plays that they are. */
  receipt: string;
  plays: string;
  summary: unknown;
}

/**
 * Looks at an import and its account between two stages.
 * @throws Error when the totals are not what the raw plays add up to
 */
export async function observe(
  server: BenchServer,
  listener: BenchListener,
  importId: number,
): Promise<ImportOutcome> {
  const { state, error, statistics } = await listener.getImport(importId);
  return {
    state,
    error,
    statistics,
    receipt: state === 'undone' ? '' : await hashReceipt(listener, importId),
    plays: await hashPlays(server, listener),
    summary: await listener.get('/api/stats/summary'),
  };
}

/** The names of what differs; empty when the outcomes are the same. */
export function differences(actual: ImportOutcome, expected: ImportOutcome): string[] {
  const names = Object.keys(expected) as (keyof ImportOutcome)[];
  return names.filter((name) => !isDeepStrictEqual(actual[name], expected[name]));
}

async function hashReceipt(listener: BenchListener, importId: number): Promise<string> {
  const hash = createHash('sha256');
  let count = 0;
  let cursor: string | null = '';
  while (cursor !== null) {
    const page: { items: ImportRow[]; nextCursor: string | null } = await listener.get(
      `/api/imports/${importId}/rows?limit=200${cursor && `&cursor=${encodeURIComponent(cursor)}`}`,
    );
    count += page.items.length;
    hash.update(JSON.stringify(page.items));
    cursor = page.nextCursor;
  }
  return `${count} rows ${hash.digest('hex')}`;
}

/** Every column of every play but those that number plays and imports, which differ from import to import. */
async function hashPlays(server: BenchServer, { username }: BenchListener): Promise<string> {
  const database = server.openDatabase();
  try {
    const { kept, computed } = await compareTotals(database.database);
    if (!isDeepStrictEqual(kept, computed)) throw new Error('the totals are not the sums of the raw plays');
    const { rows } = await database.pool.query<{ plays: string }>(
      `select count(*) || ' plays ' || coalesce(md5(string_agg(play, e'\n' order by play)), '') as plays
      from (
        select (to_jsonb(p) - array['id', 'import_id'])::text as play
        from plays p join users u on u.id = p.user_id
        where u.username = $1
      ) p`,
      [username],
    );
    return rows[0]?.plays ?? '';
  } finally {
    await database.close();
  }
}
