import { sql } from 'kysely';
import type { DatabaseTransaction } from '../database/database.ts';
import type { ListenerId } from '../database/listener-id.ts';
import { refreshStatistics } from '../database/planner.queries.ts';
import type { IncomingRows } from '../plays/incoming-rows.queries.ts';
import { matchIncoming } from '../plays/match-incoming.ts';
import type { DuplicateVerdict } from '../plays/match-plays.ts';
import type { RowMatch, RowMatches } from '../plays/row-matches.queries.ts';
import { twinMatches } from '../plays/twins.queries.ts';
import type { Choice } from './import-rows.queries.ts';

/** Finds which of the rows are stored plays already and keeps it, in place of what an earlier run found. */
export async function replaceMatches(
  trx: DatabaseTransaction,
  listenerId: ListenerId,
  importId: number,
  rows: IncomingRows,
): Promise<void> {
  await trx
    .deleteFrom('import_matches')
    .where('user_id', '=', listenerId)
    .where('import_id', '=', importId)
    .execute();
  await insertMatches(trx, listenerId, importId, rows);
}

/** Finds which of the rows, all without a match, are stored plays and keeps it. */
export async function insertMatches(
  trx: DatabaseTransaction,
  listenerId: ListenerId,
  importId: number,
  rows: IncomingRows,
): Promise<void> {
  if (!(await hasPlays(trx, listenerId))) return;
  const twins = await sql`
    insert into import_matches (user_id, import_id, position, verdict, play_id, enriches)
    select ${listenerId}, ${importId}, m.row, m.verdict, m.play_id, m.enriches
    from (${twinMatches(listenerId, rows)}) m
    order by m.row`.execute(trx);
  await refreshStatistics(trx, 'matches', Number(twins.numAffectedRows ?? 0n));
  let inserted = 0;
  for await (const matches of matchIncoming(trx, listenerId, rows, keptMatches(listenerId, importId))) {
    inserted += matches.length;
    const alike = Map.groupBy(matches, ({ verdict, enriches }) => `${verdict} ${enriches}`);
    for (const group of alike.values()) await insertAlike(trx, listenerId, importId, group);
  }
  await refreshStatistics(trx, 'matches', inserted);
}

/** Most people's first import meets none, and then no row has to be looked at. */
async function hasPlays(trx: DatabaseTransaction, listenerId: ListenerId): Promise<boolean> {
  const { rows } = await sql`select from plays where user_id = ${listenerId} limit 1`.execute(trx);
  return rows.length === 1;
}

/** Adds matches of one verdict; numbers alone travel several times as fast as whole matches. */
async function insertAlike(
  trx: DatabaseTransaction,
  listenerId: ListenerId,
  importId: number,
  matches: readonly RowMatch[],
): Promise<void> {
  const [first] = matches;
  if (!first) return;
  const positions = `{${matches.map(({ row }) => row).join()}}`;
  const plays = `{${matches.map(({ playId }) => playId).join()}}`;
  await sql`
    insert into import_matches (user_id, import_id, position, verdict, play_id, enriches)
    select ${listenerId}, ${importId}, m.position, ${first.verdict}::import_verdict, m.play_id, ${first.enriches}
    from unnest(${positions}::integer[], ${plays}::bigint[]) m (position, play_id)`.execute(trx);
}

/** The matches as they are kept. */
export const keptMatches = (listenerId: ListenerId, importId: number): RowMatches => sql`
  select position as row, verdict, play_id, enriches
  from import_matches where user_id = ${listenerId} and import_id = ${importId}`;

/** All matches, for the plays that have lost what made them exact: those that know it still are left alone (`enrichPlays`). */
export const openMatches = (listenerId: ListenerId, importId: number): RowMatches => sql`
  select position as row, verdict, play_id, true as enriches
  from import_matches where user_id = ${listenerId} and import_id = ${importId}`;

/**
 * Removes the matches whose plays are gone, and answers how many there were of each verdict. Their rows are those of `LOST_ROWS`
 * until the next call or the end of the transaction.
 */
export async function takeLostMatches(
  trx: DatabaseTransaction,
  listenerId: ListenerId,
  importId: number,
): Promise<Map<DuplicateVerdict, number>> {
  await sql`drop table if exists lost_rows`.execute(trx);
  await sql`
    create temporary table lost_rows on commit drop as
    select m.position, m.verdict from import_matches m
    where m.user_id = ${listenerId} and m.import_id = ${importId}
      and not exists (select from plays p where p.user_id = m.user_id and p.id = m.play_id)`.execute(trx);
  await sql`analyze lost_rows`.execute(trx);
  await sql`
    delete from import_matches
    where user_id = ${listenerId} and import_id = ${importId} and position in (select position from lost_rows)`.execute(
    trx,
  );
  const { rows } = await sql<{ verdict: DuplicateVerdict; count: number }>`
    select verdict, count(*) as count from lost_rows group by 1`.execute(trx);
  return new Map(rows.map(({ verdict, count }) => [verdict, count]));
}

/** The rows whose plays are gone. */
export const LOST_ROWS: Choice = sql`r.position in (select position from lost_rows)`;

/** Remembers which history the matches of an import were found against. */
export async function rememberVersion(
  trx: DatabaseTransaction,
  listenerId: ListenerId,
  importId: number,
): Promise<void> {
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
