import type { Answer, Body, Endpoint, Params, Query } from '@analytics/contract/endpoint';
import { type EndpointName, type Endpoints, endpoints } from '@analytics/contract/endpoints';
import type { FastifyInstance, FastifyReply, FastifyRequest, FastifySchema, HTTPMethods } from 'fastify';
import { ErrorAnswer } from '@analytics/contract/error';
import type { ListenerId } from '../database/listener-id.ts';
import { DomainError } from '../errors.ts';
import { answerByVersion } from './revalidate.ts';
import type { SignedIn } from './signed-in.ts';

/** What a handler is given: validated input, and the listener where the contract asks for one. */
export interface Call<N extends EndpointName> {
  readonly params: Params<Endpoints[N]>;
  readonly query: Query<Endpoints[N]>;
  readonly body: Body<Endpoints[N]>;
  readonly listener: Endpoints[N]['access'] extends 'public' ? SignedIn | null : SignedIn;
  readonly listenerId: Endpoints[N]['access'] extends 'public' ? undefined : ListenerId;
  readonly request: FastifyRequest;
  readonly reply: FastifyReply;
}

type Result<N extends EndpointName> = Answer<Endpoints[N]> | FastifyReply;

/** Binds a handler to an entry of the contract, which brings its validation, access check and documentation. */
export function implement<N extends EndpointName>(
  app: FastifyInstance,
  name: N,
  handler: (call: Call<N>) => Promise<Result<N>> | Result<N>,
): void {
  const endpoint: Endpoint = endpoints[name];
  const [method, path] = name.split(' ') as [HTTPMethods, string];
  app.route({
    method,
    url: path.replaceAll(/\{(\w+)\}/g, ':$1'),
    schema: toSchema(endpoint),
    // Before the body is read: a stranger must not be able to make the server take in an upload.
    onRequest: async (request) => requireAccess(endpoint, request),
    async handler(request, reply) {
      // What a listener is told is for nobody else, shared caches included.
      if (endpoint.access !== 'public') reply.header('cache-control', 'no-store');
      const call = {
        params: request.params,
        query: request.query,
        body: request.body,
        listener: request.signedIn,
        listenerId: request.signedIn?.id,
        request,
        reply,
      } as Call<N>;
      if (endpoint.revalidated && request.signedIn) {
        return answerByVersion(request.signedIn, request, reply, async () => handler(call));
      }
      const result = await handler(call);
      if (reply.sent || result === reply) return reply;
      reply.status(endpoint.status ?? 200);
      return result === undefined ? reply.send() : result;
    },
  });
}

function requireAccess(endpoint: Endpoint, request: FastifyRequest) {
  if (endpoint.access === 'public') return;
  if (!request.signedIn) throw new DomainError('not-signed-in', 'Sign in first.');
  if (endpoint.access === 'host' && !request.signedIn.isHost) {
    throw new DomainError('not-allowed', 'Only the host of this instance may do this.');
  }
  const { access } = request.signedIn;
  if (access === 'session') return;
  if (endpoint.sessionOnly) throw new DomainError('not-allowed', 'A token may not do this: sign in for it.');
  if (access === 'read' && request.method !== 'GET' && request.method !== 'HEAD') {
    throw new DomainError('not-allowed', 'This token is for reading only.');
  }
}

function toSchema(endpoint: Endpoint): FastifySchema {
  const success = String(endpoint.status ?? 200);
  return {
    summary: endpoint.summary,
    ...(endpoint.params && { params: endpoint.params }),
    querystring: endpoint.query ?? { type: 'object', properties: {}, additionalProperties: false },
    ...(endpoint.body && { body: endpoint.body }),
    ...(endpoint.upload && { consumes: ['multipart/form-data'] }),
    security: describeSecurity(endpoint),
    response: {
      ...(endpoint.answer && { [success]: endpoint.answer }),
      ...(endpoint.produces && { [success]: describeFile(endpoint.produces) }),
      ...(!endpoint.answer && endpoint.status === 204 && { 204: { type: 'null', description: 'Done' } }),
      ...(endpoint.mayBeEmpty && { 204: { type: 'null', description: 'Nothing' } }),
      '4xx': ErrorAnswer,
    },
  };
}

function describeSecurity({ access, sessionOnly }: Endpoint): Record<string, string[]>[] {
  if (access === 'public') return [];
  return sessionOnly ? [{ session: [] }] : [{ session: [] }, { token: [] }];
}

/** For the documentation alone: a file goes out as the handler streams it. */
function describeFile(mediaTypes: readonly string[]) {
  return {
    description: 'A file',
    content: Object.fromEntries(mediaTypes.map((type) => [type, { schema: { type: 'string' } }])),
  };
}
