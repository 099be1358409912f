import type { Monitoring } from '@analytics/contract/monitoring';
import type { Database } from '../database/database.ts';
import type { ListenerId } from '../database/listener-id.ts';
import { describePace, paceFactor } from '../spotify/budget.ts';
import { findMonitoring } from './monitors.queries.ts';
import { LOOK_MS } from './next-look.ts';

const NEVER_STARTED = {
  enabled: false,
  mode: 'history',
  state: 'stopped',
  worker: null,
  lastPollAt: null,
  nextPollAt: null,
  lastError: null,
} as const;

/** How the monitoring of a listener is doing. */
export async function getMonitoring(database: Database, listenerId: ListenerId): Promise<Monitoring> {
  const found = (await findMonitoring(database, listenerId)) ?? NEVER_STARTED;
  if (!found.enabled || found.mode === 'history') return { ...found, lookEveryMs: null, notice: null };
  const pace = await paceFactor(database);
  const notice = describePace(pace, LOOK_MS) ?? null;
  return { ...found, lookEveryMs: Math.round(LOOK_MS * pace), notice };
}
