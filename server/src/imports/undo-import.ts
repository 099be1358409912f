import type { ListenerId } from '../database/listener-id.ts';
import { notifyListener } from '../database/notifications.ts';
import { lockHistory } from '../database/history-lock.queries.ts';
import type { ImportContext } from './analyse-import.ts';
import { deleteRows } from './import-rows.queries.ts';
import { findState, undoPlays, updateState } from './imports.queries.ts';

/** Takes an import back: what it added goes, what it made more exact is as before. All of it in one transaction. */
export async function undoImport(
  { database }: Pick<ImportContext, 'database'>,
  listenerId: ListenerId,
  importId: number,
): Promise<void> {
  await database.transaction().execute(async (trx) => {
    await lockHistory(trx, listenerId);
    if ((await findState(trx, listenerId, importId)) !== 'imported') return;
    await undoPlays(trx, listenerId, importId);
    await deleteRows(trx, listenerId, importId);
    await updateState(trx, listenerId, importId, { from: ['imported'], to: 'undone' });
    await notifyListener(trx, listenerId, { type: 'play', plays: 0 });
  });
}
