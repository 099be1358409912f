import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { AnswerFault } from '../faults.ts';
import type { Listener } from '../listener.ts';
import type { World } from '../world.ts';
import { ApiError } from './api-error.ts';

/** A call that may be answered: who calls, with which scopes and parameters. */
export interface Call {
  world: World;
  listener: Listener;
  scopes: string[];
  /** Value of a query parameter, the first one when repeated. */
  query: (name: string) => string | undefined;
  /** Part of the path. */
  param: (name: string) => string;
  /** A fault that changes the right answer. */
  fault: AnswerFault | undefined;
}

/** Serves one GET endpoint to bearers of a valid token with one of the scopes; an undefined body means 204. */
export function endpoint(
  app: FastifyInstance,
  world: World,
  path: string,
  scopes: string[],
  answer: (call: Call) => object | undefined,
): void {
  app.get(path, (request, reply) => {
    const access = authenticate(world, request.headers.authorization);
    if (scopes.length > 0 && !scopes.some((scope) => access.scopes.includes(scope))) {
      throw new ApiError(403, 'Insufficient client scope');
    }
    const body = answer({
      world,
      ...access,
      query: (name) => queryOf(request)[name],
      param: (name) => paramsOf(request)[name] ?? '',
      fault: request.fault,
    });
    return body === undefined ? reply.code(204).send() : reply.send(body);
  });
}

function authenticate(world: World, header: string | undefined): { listener: Listener; scopes: string[] } {
  if (header === undefined) throw new ApiError(401, 'No token provided');
  const token = /^Bearer (\S+)$/i.exec(header)?.[1];
  if (token === undefined) throw new ApiError(400, 'Only valid bearer authentication supported');
  const access = world.accounts.findAccess(token);
  const listener = access && world.listeners.get(access.listenerId);
  if (access === undefined || listener === undefined) throw new ApiError(401, 'Invalid access token');
  if (access.expired) throw new ApiError(401, 'The access token expired');
  return { listener, scopes: access.scopes };
}

/** Query parameters, each with its first value. */
export function queryOf(request: FastifyRequest): Record<string, string> {
  const query = request.query as Record<string, string | string[]>;
  return Object.fromEntries(Object.entries(query).map(([name, value]) => [name, [value].flat()[0] ?? '']));
}

function paramsOf(request: FastifyRequest): Record<string, string> {
  return request.params as Record<string, string>;
}

/** A whole number from the query within bounds, or 400. */
export function wholeNumber(call: Call, name: string, fallback: number, low: number, high: number): number {
  const text = call.query(name);
  if (text === undefined) return fallback;
  const number = Number(text);
  if (!/^\d+$/.test(text) || number < low || number > high) throw new ApiError(400, `Invalid ${name}`);
  return number;
}

/** A Spotify id from the path, or 400. */
export function spotifyId(id: string): string {
  if (!/^[0-9A-Za-z]{22}$/.test(id)) throw new ApiError(400, 'Invalid base62 id');
  return id;
}
