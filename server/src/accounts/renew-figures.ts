import type { Database } from '../database/database.ts';
import type { ListenerId } from '../database/listener-id.ts';
import { applyPendingSettings, hasMorePlaysThan, listPendingListeners } from './pending-settings.queries.ts';

/** The figures of so many plays are made anew in some tenths of a second. */
const FEW_PLAYS = 20_000;

/** Lets the figures of a short history follow at once; those of a long one follow in the background. */
export async function renewFewFigures(database: Database, listenerId: ListenerId): Promise<void> {
  if (!(await hasMorePlaysThan(database, listenerId, FEW_PLAYS)))
    await applyPendingSettings(database, listenerId);
}

/** Lets figures follow that listeners wait for. One whose turn fails keeps nobody else waiting. */
export async function renewFigures(database: Database): Promise<void> {
  const errors: unknown[] = [];
  for (const listenerId of await listPendingListeners(database)) {
    await applyPendingSettings(database, listenerId).catch((error: unknown) => errors.push(error));
  }
  if (errors.length > 0) throw new AggregateError(errors, 'figures could not be made anew');
}
