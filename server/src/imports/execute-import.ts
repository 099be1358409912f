import { groupRecordingsOf } from '../catalog/group-recordings.ts';
import { insertNamedTracks } from '../catalog/insert-named-tracks.queries.ts';
import type { Database, DatabaseTransaction } from '../database/database.ts';
import type { ListenerId } from '../database/listener-id.ts';
import { lockHistory } from '../database/locks.queries.ts';
import { notifyListener } from '../database/notifications.ts';
import { refreshStatistics } from '../database/planner.queries.ts';
import { recordedPlays } from '../metrics.ts';
import { recordPlays } from '../plays/record-plays.ts';
import { listJoinedTracks } from '../plays/recording-joins.queries.ts';
import type { ImportContext } from './analyse-import.ts';
import { areMatchesCurrent, keptMatches, replaceMatches } from './import-matches.queries.ts';
import { countVerdicts, deleteImportedRows, type Figures, importedRows } from './import-rows.queries.ts';
import { resolveTracks, unresolvedTracks } from './import-tracks.queries.ts';
import { findState, getImport, updateProgress, updateState } from './imports.queries.ts';

/**
 * Turns the staged rows of an analysed upload into plays. What is new is decided again if the history has changed since the
 * analysis. It takes effect in one transaction: all of it or, when the process is killed, nothing, and then it is run again.
 */
export async function executeImport(
  { database }: Pick<ImportContext, 'database'>,
  listenerId: ListenerId,
  importId: number,
): Promise<void> {
  const { state, statistics } = await getImport(database, listenerId, importId);
  if (state !== 'importing' || !statistics) return;
  const total = statistics.totalRows;
  const tellProgress = async (done: number) => {
    await updateProgress(database, listenerId, importId, {
      state: 'importing',
      stage: 'importing',
      done,
      total,
    });
  };
  await tellProgress(0);
  await insertTracks(database, listenerId, importId);
  const incoming = importedRows(listenerId, importId, total);
  const recorded = await database.transaction().execute(async (trx) => {
    await lockHistory(trx, listenerId);
    // While this worker stood still, another may have taken the import over and finished it.
    if ((await findState(trx, listenerId, importId)) !== 'importing') return 0;
    let figures: Figures = statistics;
    const findMatches = async () => {
      if (!(await areMatchesCurrent(trx, listenerId, importId))) figures = await matchAgain(trx);
      return keptMatches(listenerId, importId);
    };
    const inserted = await recordPlays(trx, listenerId, incoming, { findMatches, onProgress: tellProgress });
    await refreshStatistics(trx, 'plays', inserted);
    await deleteImportedRows(trx, listenerId, importId);
    await updateState(trx, listenerId, importId, {
      from: ['importing'],
      to: 'imported',
      statistics: { ...figures, files: statistics.files },
    });
    await notifyListener(trx, listenerId, { type: 'play', plays: inserted });
    return inserted;
  });
  recordedPlays.inc({ source: 'import' }, recorded);
  await groupRecordingsOf(database, await listJoinedTracks(database, listenerId, importId));

  async function matchAgain(trx: DatabaseTransaction) {
    await replaceMatches(trx, listenerId, importId, incoming);
    return countVerdicts(trx, listenerId, importId);
  }
}

/** Brings what an upload plays into the catalogue; by itself, since other imports wait for names that an open transaction adds. */
async function insertTracks(database: Database, listenerId: ListenerId, importId: number): Promise<void> {
  await database.transaction().execute(async (trx) => {
    await resolveTracks(trx, listenerId, importId);
    const inserted = await insertNamedTracks(trx, unresolvedTracks(listenerId, importId));
    await refreshStatistics(trx, 'catalogue', inserted);
    if (inserted > 0) await resolveTracks(trx, listenerId, importId);
  });
}
