import { insertNamedTracks } from '../catalog/insert-named-tracks.queries.ts';
import { refreshStatistics } from '../catalog/statistics.queries.ts';
import type { ListenerId } from '../database/listener-id.ts';
import { notifyListener } from '../database/notifications.ts';
import { recordPlays } from '../plays/record-plays.ts';
import type { ImportContext } from './analyse-import.ts';
import {
  countVerdicts,
  deleteRows,
  importedRows,
  markDuplicates,
  unmarkDuplicates,
} from './import-rows.queries.ts';
import { getImport, updateProgress, updateState } from './imports.queries.ts';

/**
 * Turns the staged rows of an analysed upload into plays. What is new is decided again, because the history may have changed
 * since the analysis. It takes effect in one transaction: all of it or, when the process is killed, nothing, and then it is
 * run again.
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
    await unmarkDuplicates(trx, listenerId, importId);
    // Before the plays and by itself: other imports wait for names that this transaction adds.
    await insertNamedTracks(trx, incoming.relation);
    // The planner has to know of tracks by the thousand that were not there a moment ago.
    await refreshStatistics(trx);
  });
  await database.transaction().execute(async (trx) => {
    const { inserted, matches } = await recordPlays(trx, listenerId, incoming);
    await markDuplicates(trx, listenerId, importId, matches);
    const figures = await countVerdicts(trx, listenerId, importId);
    await deleteRows(trx, listenerId, importId, { importedOnly: true });
    await updateState(trx, listenerId, importId, {
      from: ['importing'],
      to: 'imported',
      statistics: { ...figures, files: statistics.files },
    });
    await notifyListener(trx, listenerId, { type: 'play', plays: inserted });
  });
}
