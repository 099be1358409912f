import type { FastifyRequest } from 'fastify';
import { DomainError } from '../errors.ts';

const ALWAYS = ['localhost', '127.0.0.1', '[::1]'];
/** Probes of an orchestrator call by the address of the container. */
const OPEN_PATHS = new Set([
  '/api/health',
  '/api/status',
  // Has a check of its own.
  '/metrics',
  '/analytics/health',
  '/analytics/health/',
  '/analytics/status',
  '/analytics/status/',
]);

/**
 * Makes the check of the `Host` header: a page that points its own name at our address (DNS rebinding) must not be able
 * to talk to us as if it were ours.
 */
export function hostCheck(publicUrl: string, allowedHosts: readonly string[]) {
  const names = new Set(
    [...ALWAYS, new URL(publicUrl).hostname, ...allowedHosts].map((name) => name.toLowerCase()),
  );
  return (request: FastifyRequest): void => {
    if (names.has('*') || OPEN_PATHS.has(request.url.split('?')[0] ?? '')) return;
    if (isAllowed(names, request.hostname.toLowerCase())) return;
    throw new DomainError(
      'not-allowed',
      'This host name is not known here. The host of this instance can add it to ALLOWED_HOSTS.',
    );
  };
}

function isAllowed(names: ReadonlySet<string>, hostname: string): boolean {
  if (names.has(hostname)) return true;
  return [...names].some((name) => name.startsWith('*.') && hostname.endsWith(name.slice(1)));
}
