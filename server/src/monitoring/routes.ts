import type { Monitoring } from '@analytics/contract/monitoring';
import type { FastifyInstance } from 'fastify';
import { findConnection } from '../accounts/connections.queries.ts';
import type { Database } from '../database/database.ts';
import { notifyListener } from '../database/notifications.ts';
import { DomainError } from '../errors.ts';
import { implement } from '../http/endpoint.ts';
import type { Queue } from '../queue/queue.ts';
import { pollRecentlyPlayed } from './jobs.ts';
import { findMonitoring, upsertMonitor } from './monitors.queries.ts';

const STOPPED: Monitoring = {
  enabled: false,
  mode: 'history',
  state: 'stopped',
  worker: null,
  lastPollAt: null,
  nextPollAt: null,
  lastError: null,
};

/** Start and stop of the monitoring, and how it is doing. */
export function addMonitoringRoutes(
  app: FastifyInstance,
  { database, queue }: { database: Database; queue: Queue },
): void {
  implement(
    app,
    'GET /api/monitoring',
    async ({ listenerId }) => (await findMonitoring(database, listenerId)) ?? STOPPED,
  );

  implement(app, 'PUT /api/monitoring', async ({ body, listenerId }) => {
    if (!(await findConnection(database, listenerId))) {
      throw new DomainError('not-connected', 'Connect with Spotify first: there is nothing to watch yet.');
    }
    const before = (await findMonitoring(database, listenerId)) ?? STOPPED;
    const { enabled = before.enabled, mode = before.mode } = body;
    if (mode !== 'history') {
      throw new DomainError('mode-not-available', `The mode "${mode}" is not available yet; use "history".`);
    }
    await database.transaction().execute(async (trx) => {
      await upsertMonitor(trx, listenerId, { enabled, mode });
      if (enabled && !before.enabled) await queue.send(pollRecentlyPlayed, { userId: listenerId }, trx);
      await notifyListener(trx, listenerId, { type: 'monitoring' });
    });
    return (await findMonitoring(database, listenerId)) ?? STOPPED;
  });
}
