import type { ListenerId } from '../database/listener-id.ts';
import { analyseImport, clearAway, type ImportContext } from './analyse-import.ts';
import { executeImport } from './execute-import.ts';
import { clearProgress, countFault, findState, updateState } from './imports.queries.ts';
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
  // Its listener has deleted their account meanwhile.
  if ((await findState(context.database, listenerId, importId)) === undefined) {
    await clearAway(context, listenerId, importId);
    return;
  }
  try {
    await STAGES[stage](context, listenerId, importId);
  } catch (error) {
    if ((await countFault(context.database, listenerId, importId)) < MOST_FAULTS) throw error;
    await giveUp(context, listenerId, importId);
    throw error;
  }
}

/** Says in the import that it could not be finished, so that it never hangs. An undo leaves it imported. */
export async function giveUp(
  { database }: Pick<ImportContext, 'database'>,
  listenerId: ListenerId,
  importId: number,
): Promise<void> {
  const failed = await updateState(database, listenerId, importId, {
    from: ['uploaded', 'analysing', 'importing'],
    to: 'failed',
    error:
      'This could not be finished after several tries. Nothing was imported; the log of the server says why.',
  });
  if (!failed) await clearProgress(database, listenerId, importId);
}
