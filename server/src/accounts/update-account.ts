import type { AccountPatch } from '@analytics/contract/account';
import type { Database } from '../database/database.ts';
import type { ListenerId } from '../database/listener-id.ts';
import {
  applyPendingSettings,
  countPlays,
  type FigureSettings,
  listPendingListeners,
  upsertPendingSettings,
} from './pending-settings.queries.ts';
import { updateDisplayName } from './users.queries.ts';

/** The figures of so many plays are made anew in some tenths of a second. */
const FEW_PLAYS = 20_000;

/** Changes what the patch names. Figures of a long history follow in the background (`renewFigures`), others at once. */
export async function updateAccount(
  database: Database,
  listenerId: ListenerId,
  { displayName, timezone, countingRule, weekStart }: AccountPatch,
): Promise<void> {
  if (displayName !== undefined) await updateDisplayName(database, listenerId, displayName);
  const settings: FigureSettings = {
    ...(timezone !== undefined && { timezone }),
    ...(countingRule !== undefined && { counting_rule: countingRule }),
    ...(weekStart !== undefined && { week_start: weekStart }),
  };
  if (Object.keys(settings).length === 0) return;
  await upsertPendingSettings(database, listenerId, settings);
  if ((await countPlays(database, listenerId)) <= FEW_PLAYS) await applyPendingSettings(database, listenerId);
}

/** Lets the settings hold that listeners wait for. One whose turn fails keeps nobody else waiting. */
export async function renewFigures(database: Database): Promise<void> {
  const errors: unknown[] = [];
  for (const listenerId of await listPendingListeners(database)) {
    await applyPendingSettings(database, listenerId).catch((error: unknown) => errors.push(error));
  }
  if (errors.length > 0) throw new AggregateError(errors, 'figures could not be made anew');
}
