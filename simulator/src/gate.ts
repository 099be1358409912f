import { setTimeout as sleep } from 'node:timers/promises';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { replyInstead } from './fault-reply.ts';
import { type AnswerFault, type Fault, isAnswerFault } from './faults.ts';
import { familyOf } from './limits.ts';
import type { LoggedRequest } from './request-log.ts';
import { formOf } from './token-endpoint.ts';
import { ApiError } from './web-api/api-error.ts';
import { queryOf } from './web-api/endpoint.ts';
import type { World } from './world.ts';

declare module 'fastify' {
  interface FastifyRequest {
    /** The fault that struck this request and leaves the answer to its endpoint. */
    fault: AnswerFault | undefined;
    logged: LoggedRequest | undefined;
  }
}

/** What every request to Spotify passes first: the request log, faults, quota locks and the rate limit. */
export function gate(app: FastifyInstance, world: World): void {
  app.decorateRequest('fault', undefined);
  app.decorateRequest('logged', undefined);
  app.addHook('preHandler', async (request, reply) => {
    if (isOurOwn(request.url)) return;
    request.logged = logRequest(world, request);
    const faults = world.faults.strike(request.logged.path, request.logged.listenerId ?? undefined);
    request.logged.fault = faults.at(-1)?.kind ?? null;
    for (const fault of faults) await apply(fault, request, reply);
    if (!reply.sent) limit(world, request.logged.path);
  });
  app.addHook('onSend', async (request, _reply, payload) => {
    if (request.fault?.kind !== 'truncated-json' || typeof payload !== 'string') return payload;
    return payload.slice(0, Math.floor(payload.length / 2));
  });
  app.addHook('onResponse', async (request, reply) => {
    if (request.logged !== undefined) request.logged.status = reply.statusCode;
  });
}

function isOurOwn(url: string): boolean {
  return url.startsWith('/control') || url.startsWith('/image/');
}

function logRequest(world: World, request: FastifyRequest): LoggedRequest {
  const [path = ''] = request.url.split('?');
  const logged: LoggedRequest = {
    method: request.method,
    path,
    query: queryOf(request),
    listenerId: listenerIdOf(world, request),
    status: null,
    fault: null,
    at: world.clock.now(),
    realAt: Date.now(),
  };
  world.requests.add(logged);
  return logged;
}

function listenerIdOf(world: World, request: FastifyRequest): string | null {
  const bearer = /^Bearer (\S+)$/i.exec(request.headers.authorization ?? '')?.[1];
  if (bearer !== undefined) return world.accounts.findAccess(bearer)?.listenerId ?? null;
  const form = formOf(request);
  const grant = form.get('refresh_token') ?? form.get('code');
  return (grant === null ? undefined : world.accounts.findListenerId(grant)) ?? null;
}

function limit(world: World, path: string): void {
  if (!path.startsWith('/v1/')) return;
  const now = world.clock.now();
  world.limits.countCall(familyOf(path), now);
  const locked = world.limits.quotaLockSeconds(familyOf(path), now);
  if (locked !== undefined) {
    throw new ApiError(429, 'Too many requests', { reason: 'QUOTA_EXCEEDED', retryAfterSeconds: locked });
  }
  const retryAfterSeconds = world.limits.retryAfterSeconds(now);
  if (retryAfterSeconds !== undefined) {
    throw new ApiError(429, 'API rate limit exceeded', { retryAfterSeconds });
  }
}

async function apply(fault: Fault, request: FastifyRequest, reply: FastifyReply): Promise<void> {
  if (isAnswerFault(fault)) {
    request.fault = fault;
  } else if (fault.kind === 'timeout') {
    if (fault.delayMs === undefined) reply.hijack();
    else await sleep(fault.delayMs, undefined, { ref: false });
  } else if (fault.kind === 'reset') {
    reply.hijack();
    request.raw.socket.resetAndDestroy();
  } else {
    await replyInstead(fault, reply);
  }
}
