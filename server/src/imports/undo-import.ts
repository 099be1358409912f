import type { ImportStatistics } from '@analytics/contract/import';
import { deleteUnusedTracks } from '../catalog/delete-unused-tracks.queries.ts';
import { groupRecordingsOf } from '../catalog/group-recordings.ts';
import type { DatabaseTransaction } from '../database/database.ts';
import { keepCatalogue, lockHistory } from '../database/locks.queries.ts';
import type { ListenerId } from '../database/listener-id.ts';
import { notifyListener } from '../database/notifications.ts';
import { enrichPlays } from '../plays/enrich-plays.queries.ts';
import type { DuplicateVerdict } from '../plays/match-plays.ts';
import { recordPlays } from '../plays/record-plays.ts';
import { joinSameRecordings, splitJoinedRecordings } from '../plays/recording-joins.queries.ts';
import { undoPlays } from '../plays/undo-plays.queries.ts';
import type { ImportContext } from './analyse-import.ts';
import {
  insertMatches,
  keptMatches,
  LOST_ROWS,
  openMatches,
  takeLostMatches,
} from './import-matches.queries.ts';
import {
  countVerdicts,
  deleteImportedRows,
  deleteRows,
  type Figures,
  importedRows,
} from './import-rows.queries.ts';
import { importedTracks } from './import-tracks.queries.ts';
import { findState, listImported, updateState, updateStatistics } from './imports.queries.ts';

/**
 * Takes an import back: the history is as if it had never been. What it shares with other imports becomes theirs, what a poll
 * has reported too becomes the poll's, and what it made more exact is as before. All of that in one transaction; then what only
 * it had shown to be one recording parts, and the tracks go that nobody else has played. Killed in between, it is run again and
 * finds nothing left to take back.
 */
export async function undoImport(
  { database }: Pick<ImportContext, 'database'>,
  listenerId: ListenerId,
  importId: number,
): Promise<void> {
  if ((await findState(database, listenerId, importId)) !== 'imported') return;
  const split = await database.transaction().execute(async (trx) => {
    await lockHistory(trx, listenerId);
    await keepCatalogue(trx);
    await undoPlays(trx, listenerId, importId);
    const trackIds = await splitJoinedRecordings(trx, listenerId, importId);
    for (const other of await listImported(trx, listenerId)) {
      if (other.id !== importId) await giveToImport(trx, listenerId, other.id, other.statistics);
    }
    await notifyListener(trx, listenerId, { type: 'play', plays: 0 });
    return trackIds;
  });
  await groupRecordingsOf(database, split);
  await database.transaction().execute(async (trx) => {
    await deleteUnusedTracks(trx, importedTracks(listenerId, importId));
    await deleteRows(trx, listenerId, importId);
    await updateState(trx, listenerId, importId, { from: ['imported'], to: 'undone' });
  });
}

/** Lets an import have again what it shared with the one that was undone: the rows whose plays are gone, and what it knows better. */
async function giveToImport(
  trx: DatabaseTransaction,
  listenerId: ListenerId,
  importId: number,
  statistics: ImportStatistics,
): Promise<void> {
  const end = statistics.totalRows;
  await enrichPlays(
    trx,
    listenerId,
    importedRows(listenerId, importId, end),
    openMatches(listenerId, importId),
  );
  await joinSameRecordings(
    trx,
    listenerId,
    importedRows(listenerId, importId, end),
    keptMatches(listenerId, importId),
  );
  const lost = await takeLostMatches(trx, listenerId, importId);
  if (lost.size === 0) return;
  const rows = importedRows(listenerId, importId, end, LOST_ROWS);
  await insertMatches(trx, listenerId, importId, rows);
  const found = await countVerdicts(trx, listenerId, importId, LOST_ROWS);
  await recordPlays(trx, listenerId, rows, { findMatches: async () => keptMatches(listenerId, importId) });
  await deleteImportedRows(trx, listenerId, importId, LOST_ROWS);
  await updateStatistics(trx, listenerId, importId, { ...statistics, ...move(statistics, lost, found) });
}

/** The figures of an import after some of its duplicates have become what was found now. */
function move(
  before: ImportStatistics,
  lost: ReadonlyMap<DuplicateVerdict, number>,
  found: Figures,
): Partial<Figures> {
  const lostAs = (verdict: DuplicateVerdict) => lost.get(verdict) ?? 0;
  const byYear = { ...before.byYear };
  for (const [year, plays] of Object.entries(found.byYear)) byYear[year] = (byYear[year] ?? 0) + plays;
  return {
    toImport: before.toImport + found.toImport,
    exactDuplicates: before.exactDuplicates - lostAs('exact-duplicate') + found.exactDuplicates,
    windowDuplicates: before.windowDuplicates - lostAs('window-duplicate') + found.windowDuplicates,
    sequenceDuplicates: before.sequenceDuplicates - lostAs('sequence-duplicate') + found.sequenceDuplicates,
    short: before.short + found.short,
    excluded: before.excluded + found.excluded,
    byYear,
  };
}
