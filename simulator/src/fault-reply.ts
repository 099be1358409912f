import type { FastifyReply } from 'fastify';
import { forbiddenTexts, type ReplacementFault } from './faults.ts';
import { ApiError, forbidden, notFound } from './web-api/api-error.ts';

const HTML =
  '<!doctype html><html><head><title>Error</title></head><body><h1>Upstream error</h1></body></html>';

/** Answers with a fault instead of the right answer. */
export function replyInstead(fault: ReplacementFault, reply: FastifyReply): FastifyReply {
  switch (fault.kind) {
    case 'rate-limit':
      reply.code(429).header('retry-after', fault.retryAfterSeconds);
      if (fault.text) return reply.type('text/plain').send('Too many requests');
      return reply.send(new ApiError(429, 'API rate limit exceeded').body);
    case 'quota':
      if (fault.retryAfterSeconds !== undefined) reply.header('retry-after', fault.retryAfterSeconds);
      return reply.code(429).send(new ApiError(429, 'Too many requests', { reason: 'QUOTA_EXCEEDED' }).body);
    case 'server-error':
      return reply.code(500).send(new ApiError(500, 'Server error.').body);
    case 'bad-gateway':
      return reply.code(502).type('text/html').send(HTML);
    case 'html':
      return reply.code(200).type('text/html').send(HTML);
    case 'forbidden-text':
      return reply.code(403).type('text/plain').send(forbiddenTexts[fault.text]);
    case 'unauthorized':
      return reply.code(401).send(new ApiError(401, 'The access token expired').body);
    case 'forbidden':
      return reply.code(403).send(forbidden().body);
    case 'not-found':
      return reply.code(404).send(notFound().body);
    case 'invalid-grant':
      break;
  }
  const error_description = fault.description ?? 'Invalid refresh token';
  return reply.code(400).send({ error: 'invalid_grant', error_description });
}
