import type { FastifyRequest } from 'fastify';
import { DomainError } from '../errors.ts';
import { bearerToken } from './bearer-token.ts';

const READING = new Set(['GET', 'HEAD', 'OPTIONS']);

/**
 * Refuses a request that would change something and that another site made the browser send (CSRF). Browsers say so in
 * `Sec-Fetch-Site`, older ones in `Origin`; programs that send neither are not browsers and carry no foreign cookie.
 * @throws DomainError `foreign-origin`
 */
export function refuseForeignOrigin(request: FastifyRequest, publicOrigin: string): void {
  if (READING.has(request.method)) return;
  // With a token no cookie counts, and another site can send none: it may not set the header.
  if (bearerToken(request) !== undefined) return;
  const site = request.headers['sec-fetch-site'];
  const origin = request.headers.origin;
  const foreignSite = site !== undefined && site !== 'same-origin' && site !== 'none';
  const foreignOrigin = origin !== undefined && origin !== publicOrigin && origin !== ownOrigin(request);
  if (foreignSite || foreignOrigin) {
    throw new DomainError('foreign-origin', 'This request came from another site and was refused.');
  }
}

const ownOrigin = (request: FastifyRequest) => `${request.protocol}://${request.host}`;
