import { createHash, timingSafeEqual } from 'node:crypto';
import { isIP } from 'node:net';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { Pool } from 'pg';
import { AggregatorRegistry, Gauge, Registry } from 'prom-client';
import { countConnections } from '../accounts/connections.queries.ts';
import type { Database } from '../database/database.ts';
import { DomainError } from '../errors.ts';
import { implement } from '../http/endpoint.ts';
import { ofProcess, ofWork, requestDurations } from '../metrics.ts';
import { countMonitors } from '../monitoring/monitors.queries.ts';
import { listWorkerReports } from '../monitoring/workers.queries.ts';
import type { Queue } from '../queue/queue.ts';
import { getBudget } from '../spotify/budget.queries.ts';
import { describeBudget } from '../spotify/budget-state.ts';
import { listCoolDowns } from '../spotify/cool-downs.queries.ts';

interface MetricsContext {
  readonly database: Database;
  readonly pool: Pool;
  readonly queue: Queue;
  readonly config: { readonly metricsToken: string | undefined; readonly role: string };
  readonly worker: string;
}

/** What Prometheus asks for: this process, the work of all workers, and the instance as the database knows it. */
export function addMetricsRoutes(app: FastifyInstance, context: MetricsContext): void {
  app.addHook('onResponse', async (request, reply) => {
    const { method, routeOptions } = request;
    // A stream of events lasts as long as its page.
    if (routeOptions.url === undefined || routeOptions.url === '/api/events') return;
    const status = `${Math.floor(reply.statusCode / 100)}xx`;
    requestDurations.observe({ method, route: routeOptions.url, status }, reply.elapsedTime / 1_000);
  });

  implement(app, 'GET /metrics', async ({ request, reply }) => {
    requireProbe(request, context.config.metricsToken);
    const registries = [ofProcess, await readWork(context), await readInstance(context)];
    const texts = await Promise.all(registries.map((registry) => registry.metrics()));
    return reply.type(Registry.PROMETHEUS_CONTENT_TYPE).send(texts.join('\n'));
  });
}

/** Without a token only a program on this machine is told: nothing that a proxy or a page's own name has brought here. */
function requireProbe(request: FastifyRequest, token: string | undefined) {
  if (token !== undefined) {
    const [, given = ''] = /^Bearer (.+)$/i.exec(request.headers.authorization ?? '') ?? [];
    if (timingSafeEqual(digest(given), digest(token))) return;
    throw new DomainError('not-signed-in', 'Send the METRICS_TOKEN of this instance as a bearer token.');
  }
  const { 'x-forwarded-for': forwardedFor, forwarded } = request.headers;
  const isOurs =
    isLoopback(request.socket.remoteAddress) &&
    (request.hostname === 'localhost' || isIP(request.hostname.replace(/^\[|\]$/g, '')) > 0) &&
    forwardedFor === undefined &&
    forwarded === undefined;
  if (!isOurs) {
    throw new DomainError(
      'not-allowed',
      'Figures are told to this machine only. To read them from elsewhere, set METRICS_TOKEN and send it.',
    );
  }
}

const digest = (text: string) => createHash('sha256').update(text).digest();
const isLoopback = (address = '') => /^(?:::ffff:)?127\.|^::1$/.test(address);

type Metrics = Awaited<ReturnType<Registry['getMetricsAsJSON']>>;

/** What every living worker has counted, this process up to now and the others as they last reported, each under its name. */
async function readWork({ database, queue, worker, config }: MetricsContext): Promise<Registry> {
  const living = new Set((await queue.listInstances()).filter(({ live }) => live).map(({ name }) => name));
  const reports = (await listWorkerReports(database)).filter(
    ({ name }) => name !== worker && living.has(name),
  );
  const works: [string, Metrics][] = reports.map(({ name, metrics }) => [name, metrics as Metrics]);
  if (config.role !== 'web') works.push([worker, await ofWork.getMetricsAsJSON()]);
  const named = works.map(([name, metrics]) =>
    metrics.map((metric) => ({
      ...metric,
      values: metric.values.map((value) => ({ ...value, labels: { ...value.labels, worker: name } })),
    })),
  );
  return AggregatorRegistry.aggregate(named);
}

/** The same from whichever process it is asked. */
async function readInstance({ database, pool, queue }: MetricsContext): Promise<Registry> {
  const registry = new Registry();
  const gauge = (name: string, help: string, ...samples: [Record<string, string>, number][]) => {
    const [[labels] = [{}]] = samples;
    const made = new Gauge({ name, help, labelNames: Object.keys(labels), registers: [registry] });
    for (const [of, value] of samples) made.set(of, value);
  };
  const [monitors, connections, queues, budget, coolDowns] = await Promise.all([
    countMonitors(database),
    countConnections(database),
    queue.listQueues(),
    getBudget(database).then(describeBudget),
    listCoolDowns(database),
  ]);
  gauge(
    'analytics_monitored_listeners',
    'Listeners whose monitoring is on, by mode.',
    ...monitors.modes.map(({ mode, listeners }): [Record<string, string>, number] => [{ mode }, listeners]),
  );
  gauge('analytics_poll_overdue_seconds', 'How long the poll that is most overdue has been due.', [
    {},
    monitors.overdueSeconds,
  ]);
  gauge(
    'analytics_spotify_connections',
    'Listeners connected to Spotify, by state.',
    ...connections.map(({ state, listeners }): [Record<string, string>, number] => [{ state }, listeners]),
  );
  gauge(
    'analytics_queue_jobs',
    'Jobs of the queue, by kind and state.',
    ...queues.flatMap(({ name, queued, active, failed }): [Record<string, string>, number][] => [
      [{ queue: name, state: 'queued' }, queued],
      [{ queue: name, state: 'active' }, active],
      [{ queue: name, state: 'failed' }, failed],
    ]),
  );
  gauge(
    'analytics_spotify_budget_calls',
    'Calls that the instance may make, and has made, within the window of 30 seconds.',
    [{ of: 'capacity' }, budget.capacity],
    [{ of: 'used' }, budget.used],
  );
  gauge('analytics_spotify_pace_factor', 'How many times slower than wanted what is playing is looked at.', [
    {},
    budget.paceFactor,
  ]);
  gauge(
    'analytics_spotify_cool_down_seconds',
    'How long a family of endpoints stays closed.',
    ...coolDowns.map(({ family, until, reason }): [Record<string, string>, number] => [
      { family, reason },
      Math.max(0, (until.getTime() - Date.now()) / 1_000),
    ]),
  );
  gauge(
    'analytics_database_connections',
    'Connections of this process to the database, and requests that wait for one.',
    [{ state: 'busy' }, pool.totalCount - pool.idleCount],
    [{ state: 'idle' }, pool.idleCount],
    [{ state: 'waiting' }, pool.waitingCount],
  );
  return registry;
}
