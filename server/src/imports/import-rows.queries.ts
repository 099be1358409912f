import type { ImportStatistics, ImportVerdict } from '@analytics/contract/import';
import { sql } from 'kysely';
import type { Database, DatabaseTransaction } from '../database/database.ts';
import { isExcluded } from '../database/excluded-tracks.queries.ts';
import type { ListenerId } from '../database/listener-id.ts';
import type { IncomingRows } from '../plays/incoming-rows.queries.ts';

/** Which rows of an upload are meant, as a condition on `r.position`. */
export type Choice = ReturnType<typeof sql>;
const ALL: Choice = sql`true`;

/** The rows of an upload that have no verdict against them, as they may become plays. */
export function importedRows(
  listenerId: ListenerId,
  importId: number,
  end: number,
  choice = ALL,
): IncomingRows {
  const relation = sql`
    select r.position as row, t.track_id, coalesce(t.track_id, -1 - t.number) as track_key, r.played_at, r.precision_ms,
      r.ms_played, r.ms_played_is_estimate, r.platform, r.country, r.shuffle, r.skipped, r.offline, r.reason_start, r.reason_end
    from import_rows r
    join import_tracks t on t.user_id = r.user_id and t.import_id = r.import_id and t.number = r.track
    where r.user_id = ${listenerId} and r.import_id = ${importId} and r.verdict is null
      and ${choice}`;
  const newTracks = sql`
    select -1 - number as track_key, track_name, artist_name
    from import_tracks
    where user_id = ${listenerId} and import_id = ${importId} and track_id is null`;
  return { source: 'import', importId, end, relation, newTracks };
}

/** Removes all that is kept of an upload but its entry in the list. */
export async function deleteRows(
  trx: Database | DatabaseTransaction,
  listenerId: ListenerId,
  importId: number,
): Promise<void> {
  for (const table of ['import_rows', 'import_matches', 'import_tracks'] as const) {
    await trx.deleteFrom(table).where('user_id', '=', listenerId).where('import_id', '=', importId).execute();
  }
}

/** Removes the rows that have become plays; what is left is the receipt. */
export async function deleteImportedRows(
  trx: DatabaseTransaction,
  listenerId: ListenerId,
  importId: number,
  choice = ALL,
): Promise<void> {
  await sql`
    delete from import_rows r
    where r.user_id = ${listenerId} and r.import_id = ${importId} and r.verdict is null
      and ${choice}
      and not exists (
        select from import_matches m
        where m.user_id = r.user_id and m.import_id = r.import_id and m.position = r.position)`.execute(trx);
}

/** Whether a row is by an artist whom the listener excludes, where the catalogue does not know the track yet. */
const isByExcluded = (listenerId: ListenerId) =>
  sql<boolean>`coalesce(t.artist_name in (
    select a.name from exclusions e join artists a on a.id = e.artist_id where e.user_id = ${listenerId}), false)`;

export type Figures = Omit<ImportStatistics, 'files'>;

/** Counts the rows per verdict; years and what counts follow the listener's time zone, rule and exclusions. */
export async function countVerdicts(
  trx: DatabaseTransaction,
  listenerId: ListenerId,
  importId: number,
  choice = ALL,
): Promise<Figures> {
  const { rows } = await sql<{
    verdict: ImportVerdict | null;
    year: number | null;
    rows: number;
    counted: number;
    excluded: number;
    first: Date | null;
    last: Date | null;
  }>`
    select coalesce(m.verdict, r.verdict) as verdict, date_part('year', r.played_at at time zone u.timezone)::int as year,
      count(*) as rows,
      count(*) filter (where is_counted(u.counting_rule, r.ms_played, k.duration_ms, r.reason_end) and not x.is_excluded) as counted,
      count(*) filter (where x.is_excluded) as excluded,
      min(r.played_at) as first, max(r.played_at) as last
    from import_rows r
    join users u on u.id = r.user_id
    left join import_tracks t on t.user_id = r.user_id and t.import_id = r.import_id and t.number = r.track
    left join tracks k on k.id = t.track_id
    left join import_matches m on m.user_id = r.user_id and m.import_id = r.import_id and m.position = r.position
    cross join lateral (
      select case when k.id is null then ${isByExcluded(listenerId)} else ${isExcluded(listenerId, sql`k.id`)} end as is_excluded
    ) x
    where r.user_id = ${listenerId} and r.import_id = ${importId} and ${choice}
    group by 1, 2`.execute(trx);
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
    short: toImport.reduce((total, row) => total + row.rows - row.counted - row.excluded, 0),
    excluded: toImport.reduce((total, row) => total + row.excluded, 0),
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
