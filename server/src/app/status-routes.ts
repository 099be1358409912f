import type { Worker } from '@analytics/contract/status';
import type { FastifyInstance } from 'fastify';
import { getEnrichment } from '../catalog/enrichment.queries.ts';
import { countRows, isReachable, measureStorage } from '../database/health.queries.ts';
import type { Database } from '../database/database.ts';
import { implement } from '../http/endpoint.ts';
import { listWorkerReports } from '../monitoring/workers.queries.ts';
import type { Queue } from '../queue/queue.ts';
import { getBudget } from '../spotify/budget.queries.ts';
import { describeBudget } from '../spotify/budget-state.ts';
import { listCoolDowns } from '../spotify/cool-downs.queries.ts';
import { listListeners } from './listeners.queries.ts';

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
      storage: await measureStorage(database),
      workers: await listWorkers(context),
      queue: await queue.listQueues(),
      budget: describeBudget(await getBudget(database)),
      coolDowns: coolDowns.map((coolDown) => ({ ...coolDown, until: coolDown.until.toISOString() })),
      enrichment: await getEnrichment(database),
    } as const;
  }

  let isClosing = false;
  app.addHook('preClose', (done) => {
    isClosing = true;
    done();
  });

  implement(app, 'GET /api/health', () => ({ status: 'ok' as const }));

  implement(app, 'GET /api/status', async ({ listener, reply }) => {
    if (isClosing) return reply.status(503).send({ status: 'not-ready', version, database: 'up' });
    if (!(await isReachable(database))) {
      return reply.status(503).send({ status: 'not-ready', version, database: 'down' });
    }
    return describeStatus(listener?.isHost === true);
  });

  implement(app, 'GET /api/workers', async () => ({ items: await listWorkers(context) }));

  implement(app, 'GET /api/instance/listeners', async () => ({ items: await listListeners(database) }));

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
  const reports = new Map((await listWorkerReports(database)).map((report) => [report.name, report]));
  const instances = await queue.listInstances();
  return instances
    .filter((instance) => instance.live && instance.workers.length > 0)
    .map((instance) => {
      const name = instance.name ?? instance.id;
      const report = reports.get(name);
      return {
        name,
        version: report?.version ?? version,
        startedAt: instance.startedOn.toISOString(),
        lastHeartbeatAt: instance.heartbeatOn.toISOString(),
        listeners: report?.listeners ?? 0,
        polled: report?.polled ?? 0,
        watched: report?.watched ?? 0,
        jobs: instance.workers.reduce((sum, worker) => sum + worker.active, 0),
        jobsPerMinute: report?.jobsPerMinute ?? 0,
      };
    });
}
