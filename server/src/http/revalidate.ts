import type { FastifyReply, FastifyRequest } from 'fastify';
import type { SignedIn } from './signed-in.ts';
import packageJson from '../../package.json' with { type: 'json' };

/**
 * Answers what holds until the version of the listener changes: with 304 when the browser has it, from the answers that are kept
 * when it was asked for before, and otherwise with what `compute` makes. The version was read before, so what is newer than it only
 * costs one more computation.
 */
export async function answerByVersion(
  signedIn: SignedIn,
  request: FastifyRequest,
  reply: FastifyReply,
  compute: () => Promise<unknown>,
): Promise<FastifyReply> {
  // Answers may look otherwise in another version of the program.
  const etag = `W/"${packageJson.version}-${signedIn.version}"`;
  const { keptAnswers } = request.server;
  const isKnown = request.headers['if-none-match']?.split(',').some((known) => known.trim() === etag);
  const key = `${etag} ${request.url}`;
  const text = isKnown ? undefined : (keptAnswers.find(key) ?? reply.serialize(await compute()));
  if (typeof text === 'string') keptAnswers.keep(key, text);
  reply.header('cache-control', 'private, no-cache').header('etag', etag);
  return isKnown ? reply.status(304).send() : reply.type('application/json; charset=utf-8').send(text);
}
