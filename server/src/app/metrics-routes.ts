import { createHash, timingSafeEqual } from 'node:crypto';
import { isIP } from 'node:net';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { Registry } from 'prom-client';
import { DomainError } from '../errors.ts';
import { bearerToken } from '../http/bearer-token.ts';
import { implement } from '../http/endpoint.ts';
import { ofProcess, requestDurations } from '../metrics.ts';
import { type InstanceContext, readInstance } from './instance-metrics.ts';
import { readWork, type WorkContext } from './work-metrics.ts';

interface MetricsContext extends InstanceContext, Omit<WorkContext, 'config'> {
  readonly config: WorkContext['config'] & { readonly metricsToken: string | undefined };
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
    if (timingSafeEqual(digest(bearerToken(request) ?? ''), digest(token))) return;
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
