import type { ImportState } from '@analytics/contract/import';
import type { ListenerId } from '../database/listener-id.ts';
import { importStages } from '../metrics.ts';
import { analyseImport, clearAway, type ImportContext } from './analyse-import.ts';
import { executeImport } from './execute-import.ts';
import { failUndo, countFault, findState, updateState } from './imports.queries.ts';
import { undoImport } from './undo-import.ts';

const STAGES = { analyse: analyseImport, execute: executeImport, undo: undoImport };
export type ImportStage = keyof typeof STAGES;

/** A fault may pass (a lock, a restart of the database); one that comes back this often will not. */
const MOST_FAULTS = 3;

/**
 * Runs a stage of an import. A killed process runs it again from its start; a fault is thrown, for the queue to try again,
 * until it has come back so often that the import is given up.
 */
export async function runStage(
  context: ImportContext,
  listenerId: ListenerId,
  importId: number,
  stage: ImportStage,
): Promise<void> {
  // Its listener has deleted their account, before the stage began or meanwhile.
  const clearIfGone = async () => {
    const isGone = (await findState(context.database, listenerId, importId)) === undefined;
    if (isGone) await clearAway(context, listenerId, importId);
    return isGone;
  };
  if (await clearIfGone()) return;
  const endTimer = importStages.startTimer({ stage });
  try {
    await STAGES[stage](context, listenerId, importId);
    endTimer();
  } catch (error) {
    if (await clearIfGone()) return;
    if ((await countFault(context.database, listenerId, importId)) < MOST_FAULTS) throw error;
    await giveUp(context, listenerId, importId);
    throw error;
  }
}

/** Says in the import that it could not be finished, so that it never hangs. An undo leaves it imported. */
export async function giveUp(
  context: Pick<ImportContext, 'database' | 'uploads'>,
  listenerId: ListenerId,
  importId: number,
): Promise<void> {
  const { database } = context;
  const fail = (from: readonly ImportState[]) =>
    updateState(database, listenerId, importId, {
      from,
      to: 'failed',
      error:
        'This could not be finished after several tries. Nothing was imported; the log of the server says why.',
    });
  if (await fail(['uploaded', 'analysing'])) await clearAway(context, listenerId, importId);
  else if (!(await fail(['importing']))) await failUndo(database, listenerId, importId);
}
