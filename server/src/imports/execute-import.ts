import { insertNamedTracks } from '../catalog/insert-named-tracks.queries.ts';
import type { DatabaseTransaction } from '../database/database.ts';
import type { ListenerId } from '../database/listener-id.ts';
import { notifyListener } from '../database/notifications.ts';
import { refreshStatistics } from '../database/planner.queries.ts';
import { matchIncoming } from '../plays/match-incoming.ts';
import { recordPlays } from '../plays/record-plays.ts';
import type { ImportContext } from './analyse-import.ts';
import {
  areMatchesCurrent,
  countVerdicts,
  deleteImportedRows,
  importedRows,
  keptMatches,
  replaceMatches,
} from './import-rows.queries.ts';
import { getImport, updateProgress, updateState } from './imports.queries.ts';

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
  const progress = { state: 'importing', stage: 'importing', done: 0, total: statistics.toImport } as const;
  await updateProgress(database, listenerId, importId, progress);
  const incoming = importedRows(listenerId, importId);
  await database.transaction().execute(async (trx) => {
    // Before the plays and by itself: other imports wait for names that this transaction adds.
    const tracks = await insertNamedTracks(trx, incoming.relation);
    await refreshStatistics(trx, 'catalogue', tracks);
  });
  await database.transaction().execute(async (trx) => {
    let figures: Awaited<ReturnType<typeof countVerdicts>> = statistics;
    const inserted = await recordPlays(trx, listenerId, incoming, async () => {
      if (!(await areMatchesCurrent(trx, listenerId, importId))) figures = await matchAgain(trx);
      return keptMatches(listenerId, importId);
    });
    await refreshStatistics(trx, 'plays', inserted);
    await deleteImportedRows(trx, listenerId, importId);
    await updateState(trx, listenerId, importId, {
      from: ['importing'],
      to: 'imported',
      statistics: { ...figures, files: statistics.files },
    });
    await notifyListener(trx, listenerId, { type: 'play', plays: inserted });
  });

  async function matchAgain(trx: DatabaseTransaction) {
    await replaceMatches(trx, listenerId, importId, await matchIncoming(trx, listenerId, incoming));
    return countVerdicts(trx, listenerId, importId);
  }
}
