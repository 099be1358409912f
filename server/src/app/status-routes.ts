import type { Worker } from '@analytics/contract/status';
import type { FastifyInstance } from 'fastify';
import { countRows, isReachable } from '../database/health.queries.ts';
import type { Database } from '../database/database.ts';
import { implement } from '../http/endpoint.ts';
import { countListenersByWorker } from '../monitoring/monitors.queries.ts';
import type { Queue } from '../queue/queue.ts';
import { listCoolDowns } from '../spotify/cool-downs.queries.ts';

interface StatusContext {
  readonly database: Database;
  readonly queue: Queue;
  readonly version: string;
}

/** Liveness, readiness, and what the host wants to know of the engine. */
export function addStatusRoutes(app: FastifyInstance, context: StatusContext): void {
  const { database, queue, version } = context;

  async function describeStatus(isHost: boolean) {
    if (!isHost) return { status: 'ready', version, database: 'up' } as const;
    const coolDowns = await listCoolDowns(database);
    return {
      status: 'ready',
      version,
      database: 'up',
      tables: await countRows(database),
      workers: await listWorkers(context),
      queue: await queue.listQueues(),
      coolDowns: coolDowns.map(({ family, until }) => ({ family, until: until.toISOString() })),
    } as const;
  }

  implement(app, 'GET /api/health', () => ({ status: 'ok' as const }));

  implement(app, 'GET /api/status', async ({ listener, reply }) => {
    if (!(await isReachable(database))) {
      return reply.status(503).send({ status: 'not-ready', version, database: 'down' });
    }
    return describeStatus(listener?.isHost === true);
  });

  implement(app, 'GET /api/workers', async () => ({ items: await listWorkers(context) }));

  // Orchestrators of the original probe these two; a probe does not follow a redirect everywhere.
  for (const [old, current] of [
    ['/analytics/health/', '/api/health'],
    ['/analytics/health', '/api/health'],
    ['/analytics/status/', '/api/status'],
    ['/analytics/status', '/api/status'],
  ] as const) {
    app.get(old, { schema: { hide: true } }, async (_request, reply) => {
      const answer = await app.inject(current);
      return reply.status(answer.statusCode).type('application/json; charset=utf-8').send(answer.body);
    });
  }
}

async function listWorkers({ database, queue, version }: StatusContext): Promise<Worker[]> {
  const listeners = await countListenersByWorker(database);
  const instances = await queue.listInstances();
  return instances
    .filter((instance) => instance.live && instance.workers.length > 0)
    .map((instance) => ({
      name: instance.name ?? instance.id,
      version,
      startedAt: instance.startedOn.toISOString(),
      lastHeartbeatAt: instance.heartbeatOn.toISOString(),
      listeners: listeners.get(instance.name ?? '') ?? 0,
      jobs: instance.workers.reduce((sum, worker) => sum + worker.active, 0),
    }));
}
