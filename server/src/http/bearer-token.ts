import type { FastifyRequest } from 'fastify';

/** What the request carries as a bearer token, empty if nothing follows the word; undefined when it does not use any. */
export function bearerToken({ headers }: FastifyRequest): string | undefined {
  const found = /^bearer(?: +(.*))?$/i.exec(headers.authorization ?? '');
  return found ? (found[1] ?? '') : undefined;
}
