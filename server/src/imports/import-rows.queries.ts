import type { ImportRow, ImportStatistics, ImportVerdict } from '@analytics/contract/import';
import { sql } from 'kysely';
import type { Database, DatabaseTransaction } from '../database/database.ts';
import type { ListenerId } from '../database/listener-id.ts';
import type { IncomingRows } from '../plays/incoming-rows.queries.ts';
import type { RowMatch } from '../plays/match-incoming.ts';
import { type RowMatches, rowMatches } from '../plays/row-matches.queries.ts';

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

/** Keeps which rows are stored plays already, with the version of the history that this was found against. */
export async function replaceMatches(
  trx: DatabaseTransaction,
  listenerId: ListenerId,
  importId: number,
  matches: readonly RowMatch[],
): Promise<void> {
  await trx
    .deleteFrom('import_matches')
    .where('user_id', '=', listenerId)
    .where('import_id', '=', importId)
    .execute();
  await sql`
    insert into import_matches (user_id, import_id, position, verdict, play_id)
    select ${listenerId}, ${importId}, m.row, m.verdict::import_verdict, m.play_id
    from (${rowMatches(matches)}) m`.execute(trx);
  await sql`
    update imports i set matched_version = u.history_version
    from users u
    where u.id = ${listenerId} and i.user_id = ${listenerId} and i.id = ${importId}`.execute(trx);
}

/** Whether the listener's plays are still those that the matches were found against. */
export async function areMatchesCurrent(
  trx: DatabaseTransaction,
  listenerId: ListenerId,
  importId: number,
): Promise<boolean> {
  const { rows } = await sql`
    select from imports i join users u on u.id = i.user_id and u.history_version = i.matched_version
    where i.user_id = ${listenerId} and i.id = ${importId}`.execute(trx);
  return rows.length === 1;
}

/** The matches as they are kept. */
export const keptMatches = (listenerId: ListenerId, importId: number): RowMatches => sql`
  select position as row, verdict, play_id
  from import_matches where user_id = ${listenerId} and import_id = ${importId}`;

/** Removes all rows of an upload. */
export async function deleteRows(
  trx: Database | DatabaseTransaction,
  listenerId: ListenerId,
  importId: number,
): Promise<void> {
  for (const table of ['import_rows', 'import_matches'] as const) {
    await trx.deleteFrom(table).where('user_id', '=', listenerId).where('import_id', '=', importId).execute();
  }
}

/** Removes the rows that have become plays; what is left is the receipt. */
export async function deleteImportedRows(
  trx: DatabaseTransaction,
  listenerId: ListenerId,
  importId: number,
): Promise<void> {
  await sql`
    delete from import_rows r
    where r.user_id = ${listenerId} and r.import_id = ${importId} and r.verdict is null
      and not exists (
        select from import_matches m
        where m.user_id = r.user_id and m.import_id = r.import_id and m.position = r.position)`.execute(trx);
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
    year: number | null;
    rows: number;
    counted: number;
    first: Date | null;
    last: Date | null;
  }>`
    select coalesce(m.verdict, r.verdict) as verdict, extract(year from r.played_at at time zone u.timezone)::int as year,
      count(*) as rows,
      count(*) filter (where is_counted(u.counting_rule, r.ms_played, k.duration_ms, r.reason_end)) as counted,
      min(r.played_at) as first, max(r.played_at) as last
    from import_rows r
    join users u on u.id = r.user_id
    left join tracks k on k.spotify_id = r.spotify_id
    left join import_matches m on m.user_id = r.user_id and m.import_id = r.import_id and m.position = r.position
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

const DUPLICATE_REASONS: Partial<Record<ImportVerdict, string>> = {
  'exact-duplicate': 'the same track ended at the same second',
  'window-duplicate': 'the same recording ended within a few minutes',
  'sequence-duplicate': 'the same title stands at the same place between the same plays, under another id',
};

interface ReceiptRow extends Omit<ImportRow, 'file' | 'playedAt'> {
  position: number;
  file: number;
  playedAt: Date | null;
}

/** The receipt: the rows that were not, or will not be, imported, in file order. `cursor` is a position. */
export async function listReceipt(
  database: Database,
  listenerId: ListenerId,
  importId: number,
  page: { verdict: ImportVerdict | undefined; after: number; limit: number; fileNames: readonly string[] },
): Promise<{ items: ImportRow[]; nextCursor: string | null }> {
  const { rows } = await sql<ReceiptRow>`
    select r.position, r.file, r.row, coalesce(m.verdict, r.verdict) as verdict, r.reason, r.played_at as "playedAt",
      r.ms_played as "msPlayed", r.track_name as "trackName", r.artist_name as "artistName", r.spotify_id as "spotifyId",
      m.play_id as "matchedPlayId"
    from import_rows r
    left join import_matches m on m.user_id = r.user_id and m.import_id = r.import_id and m.position = r.position
    where r.user_id = ${listenerId} and r.import_id = ${importId} and r.position > ${page.after}
      and ${page.verdict === undefined ? sql`coalesce(m.verdict, r.verdict) is not null` : sql`coalesce(m.verdict, r.verdict) = ${page.verdict}::import_verdict`}
    order by r.position
    limit ${page.limit + 1}`.execute(database);
  const items = rows.slice(0, page.limit);
  return {
    items: items.map(({ position: _position, file, reason, playedAt, ...row }) => ({
      ...row,
      file: page.fileNames[file] ?? '',
      reason: reason ?? DUPLICATE_REASONS[row.verdict] ?? null,
      playedAt: playedAt?.toISOString() ?? null,
    })),
    nextCursor: rows.length > page.limit ? String(items.at(-1)?.position) : null,
  };
}
