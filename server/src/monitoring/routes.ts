import type { Monitoring } from '@analytics/contract/monitoring';
import type { FastifyInstance } from 'fastify';
import { findConnection } from '../accounts/connections.queries.ts';
import type { DatabaseTransaction } from '../database/database.ts';
import { lockHistory } from '../database/locks.queries.ts';
import { notifyListener } from '../database/notifications.ts';
import type { ListenerId } from '../database/listener-id.ts';
import { DomainError } from '../errors.ts';
import { implement } from '../http/endpoint.ts';
import type { Queue } from '../queue/queue.ts';
import { closeWatch } from './close-watch.ts';
import { pollRecentlyPlayed, watchListeners } from './jobs.ts';
import { getMonitoring } from './monitoring-state.ts';
import { upsertMonitor } from './monitors.queries.ts';
import { type NowPlayingContext, nowPlayingFinder } from './now-playing.ts';
import { shareOf } from './watches.queries.ts';

type Change = Pick<Monitoring, 'enabled' | 'mode'>;

/** Start and stop of the monitoring, how it is doing, and what plays now. */
export function addMonitoringRoutes(
  app: FastifyInstance,
  context: NowPlayingContext & { readonly queue: Queue },
): void {
  const { clock, database, queue } = context;
  const findNowPlaying = nowPlayingFinder(context);

  implement(app, 'GET /api/monitoring', ({ listenerId }) => getMonitoring(database, listenerId));

  implement(app, 'PUT /api/monitoring', async ({ body, listenerId }) => {
    if (!(await findConnection(database, listenerId))) {
      throw new DomainError('not-connected', 'Connect with Spotify first: there is nothing to watch yet.');
    }
    const before = await getMonitoring(database, listenerId);
    const { enabled = before.enabled, mode = before.mode } = body;
    await database.transaction().execute(async (trx) => {
      const isLeft = isWatched(before) && !isWatched({ enabled, mode });
      // Whoever writes plays takes it before rows of the monitoring. Nothing else here has to wait for an import of the listener.
      if (isLeft) await lockHistory(trx, listenerId);
      await upsertMonitor(trx, listenerId, { enabled, mode });
      if (isLeft) await closeWatch(trx, listenerId, clock.now());
      await order(trx, listenerId, before, { enabled, mode });
      await notifyListener(trx, listenerId, { type: 'monitoring' });
    });
    return getMonitoring(database, listenerId);
  });

  implement(app, 'GET /api/now-playing', async ({ listenerId, reply }) => {
    const playing = await findNowPlaying(listenerId);
    return playing ?? reply.status(204).send();
  });

  async function order(trx: DatabaseTransaction, userId: ListenerId, before: Change, after: Change) {
    // Where polls end, a last one brings what has been played since the one before.
    if (isPolled(before) !== isPolled(after) && after.enabled) {
      await queue.send(pollRecentlyPlayed, { userId }, trx);
    }
    if (isWatched(after)) await queue.send(watchListeners, { share: shareOf(userId) }, trx);
  }
}

const isPolled = ({ enabled, mode }: Change) => enabled && mode !== 'realtime';
const isWatched = ({ enabled, mode }: Change) => enabled && mode !== 'history';
