import type { AccountPatch } from '@analytics/contract/account';
import type { Database } from '../database/database.ts';
import type { ListenerId } from '../database/listener-id.ts';
import { type FigureSettings, upsertPendingSettings } from './pending-settings.queries.ts';
import { renewFewFigures } from './renew-figures.ts';
import { updateDisplayName } from './users.queries.ts';

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
  await renewFewFigures(database, listenerId);
}
