import type { FastifyRequest } from 'fastify';

/** What the request carries as a bearer token, empty if nothing follows the word; undefined when it does not use any. */
export function bearerToken({ headers }: FastifyRequest): string | undefined {
  const [scheme = '', token = ''] = (headers.authorization ?? '').split(/ +/, 2);
  return scheme.toLowerCase() === 'bearer' ? token : undefined;
}
