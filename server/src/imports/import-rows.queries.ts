import type { ImportRow, ImportStatistics, ImportVerdict } from '@analytics/contract/import';
import { sql } from 'kysely';
import type { Database, DatabaseTransaction } from '../database/database.ts';
import type { ListenerId } from '../database/listener-id.ts';
import type { IncomingRows } from '../plays/incoming-rows.ts';
import type { RowMatch } from '../plays/match-incoming.ts';

/** The rows of an upload that have no verdict against them, as they may become plays. */
export function importedRows(listenerId: ListenerId, importId: number): IncomingRows {
  const relation = sql`
    select position as row, spotify_id, local_uri, track_name, artist_name, album_name, played_at, ms_played,
      false as ms_played_is_estimate, platform, country, shuffle, skipped, offline, reason_start, reason_end
    from import_rows
    where user_id = ${listenerId} and import_id = ${importId} and verdict is null`;
  return { source: 'import', importId, relation };
}

/** Of rows that are one and the same, all but the first are repeated. */
export async function markRepeatedRows(
  trx: DatabaseTransaction,
  listenerId: ListenerId,
  importId: number,
): Promise<void> {
  await sql`
    update import_rows r set verdict = 'repeated-in-file', reason = 'the same row stands in the upload before'
    from (
      select position, row_number() over (partition by identity order by position) as occurrence
      from import_rows
      where user_id = ${listenerId} and import_id = ${importId} and verdict is null
    ) o
    where r.user_id = ${listenerId} and r.import_id = ${importId} and r.position = o.position and o.occurrence > 1`.execute(
    trx,
  );
}

const REASONS = {
  'exact-duplicate': 'the same track ended at the same second',
  'window-duplicate': 'the same recording ended within a few minutes',
  'sequence-duplicate': 'the same title stands at the same place between the same plays, under another id',
};

/** Notes which rows are stored plays already. */
export async function markDuplicates(
  trx: DatabaseTransaction,
  listenerId: ListenerId,
  importId: number,
  matches: readonly RowMatch[],
): Promise<void> {
  if (matches.length === 0) return;
  await sql`
    update import_rows r set verdict = m.verdict, reason = m.reason, matched_play_id = m.play_id
    from unnest(
      ${matches.map(({ row }) => row)}::bigint[],
      ${matches.map(({ verdict }) => verdict)}::text[],
      ${matches.map(({ verdict }) => REASONS[verdict])}::text[],
      ${matches.map(({ playId }) => playId)}::bigint[]
    ) as m (position, verdict, reason, play_id)
    where r.user_id = ${listenerId} and r.import_id = ${importId} and r.position = m.position`.execute(trx);
}

/** Forgets the matches of an earlier look, because the history may have changed since. */
export async function unmarkDuplicates(
  trx: DatabaseTransaction,
  listenerId: ListenerId,
  importId: number,
): Promise<void> {
  await sql`
    update import_rows set verdict = null, reason = null, matched_play_id = null
    where user_id = ${listenerId} and import_id = ${importId} and verdict = any(${Object.keys(REASONS)}::text[])`.execute(
    trx,
  );
}

/** Removes the rows of an upload: all of them, or those that have become plays, which leaves the receipt. */
export async function deleteRows(
  trx: Database | DatabaseTransaction,
  listenerId: ListenerId,
  importId: number,
  { importedOnly }: { importedOnly: boolean },
): Promise<void> {
  await trx
    .deleteFrom('import_rows')
    .where('user_id', '=', listenerId)
    .where('import_id', '=', importId)
    .$if(importedOnly, (query) => query.where('verdict', 'is', null))
    .execute();
}

type Figures = Omit<ImportStatistics, 'files'>;

/** Counts the rows per verdict; years and what counts follow the listener's time zone and rule. */
export async function countVerdicts(
  trx: DatabaseTransaction,
  listenerId: ListenerId,
  importId: number,
): Promise<Figures> {
  const { rows } = await sql<{
    verdict: ImportVerdict | null;
    year: string | null;
    rows: number;
    counted: number;
    first: Date | null;
    last: Date | null;
  }>`
    select r.verdict, to_char(r.played_at at time zone u.timezone, 'YYYY') as year, count(*) as rows,
      count(*) filter (where is_counted(u.counting_rule, r.ms_played, k.duration_ms, r.reason_end)) as counted,
      min(r.played_at) as first, max(r.played_at) as last
    from import_rows r
    join users u on u.id = r.user_id
    left join tracks k on k.spotify_id = r.spotify_id
    where r.user_id = ${listenerId} and r.import_id = ${importId}
    group by 1, 2 order by 2`.execute(trx);
  const sum = (verdict: ImportVerdict | null) =>
    rows.reduce((total, row) => (row.verdict === verdict ? total + row.rows : total), 0);
  const toImport = rows.filter((row) => row.verdict === null);
  const instants = rows.flatMap(({ first, last }) => [first, last]).filter((instant) => instant !== null);
  const times = instants.map((instant) => instant.getTime());
  return {
    totalRows: rows.reduce((total, row) => total + row.rows, 0),
    toImport: sum(null),
    repeatedInFile: sum('repeated-in-file'),
    exactDuplicates: sum('exact-duplicate'),
    windowDuplicates: sum('window-duplicate'),
    sequenceDuplicates: sum('sequence-duplicate'),
    short: toImport.reduce((total, row) => total + row.rows - row.counted, 0),
    incognito: sum('incognito'),
    podcasts: sum('podcast'),
    withoutTrack: sum('without-track'),
    malformed: sum('malformed'),
    byYear: Object.fromEntries(
      toImport.filter((row) => row.counted > 0).map((row) => [row.year ?? '', row.counted]),
    ),
    firstPlayedAt: times.length === 0 ? null : new Date(Math.min(...times)).toISOString(),
    lastPlayedAt: times.length === 0 ? null : new Date(Math.max(...times)).toISOString(),
  };
}

/** The receipt: the rows that were not, or will not be, imported, in file order. `cursor` is a position. */
export async function listReceipt(
  database: Database,
  listenerId: ListenerId,
  importId: number,
  page: { verdict: ImportVerdict | undefined; after: number; limit: number; fileNames: readonly string[] },
): Promise<{ items: ImportRow[]; nextCursor: string | null }> {
  const rows = await database
    .selectFrom('import_rows')
    .selectAll()
    .where('user_id', '=', listenerId)
    .where('import_id', '=', importId)
    .where('position', '>', page.after)
    .where('verdict', page.verdict === undefined ? 'is not' : '=', page.verdict ?? null)
    .orderBy('position')
    .limit(page.limit + 1)
    .execute();
  const items = rows.slice(0, page.limit);
  return {
    items: items.map((row) => ({
      file: page.fileNames[row.file] ?? '',
      row: row.row,
      verdict: row.verdict as ImportVerdict,
      reason: row.reason,
      playedAt: row.played_at?.toISOString() ?? null,
      msPlayed: row.ms_played,
      trackName: row.track_name,
      artistName: row.artist_name,
      spotifyId: row.spotify_id,
      matchedPlayId: row.matched_play_id,
    })),
    nextCursor: rows.length > page.limit ? String(items.at(-1)?.position) : null,
  };
}
