import type { ErrorAnswer } from '@analytics/contract/error';
import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { DomainError, type DomainErrorCode } from '../errors.ts';
import { SpotifyError } from '../spotify/spotify-error.ts';

const STATUS: Record<DomainErrorCode, number> = {
  'invalid-request': 400,
  'not-signed-in': 401,
  'wrong-credentials': 401,
  'wrong-password': 403,
  'not-allowed': 403,
  'registration-closed': 403,
  'invitation-ended': 403,
  'foreign-origin': 403,
  'not-found': 404,
  'method-not-allowed': 405,
  'username-taken': 409,
  'not-connected': 409,
  'wrong-state': 409,
  'too-large': 413,
  'unsupported-type': 415,
  'too-many-requests': 429,
  'not-ready': 503,
};

/** PostgreSQL stores every character but NUL. */
const INVALID_TEXT = '22021';

/** The words of PostgreSQL and the network for "the database is away". */
const DATABASE_AWAY = /^(57P0[123]|08\w{3}|53300|ECONNREFUSED|ECONNRESET|ENOENT|EPIPE|ETIMEDOUT)$/;

/** The words of the file system and of PostgreSQL for "no space left". */
const DISK_FULL = /^(ENOSPC|EDQUOT|53100)$/;

/** What the caller is told, and with which status. Nothing of an unexpected fault but its request id leaves the house. */
function describeError(error: unknown, requestId: string): { status: number; answer: ErrorAnswer } {
  if (error instanceof DomainError) {
    const details = error.details === undefined ? {} : { details: error.details };
    return {
      status: STATUS[error.code],
      answer: { error: { code: error.code, message: error.message, ...details } },
    };
  }
  if (error instanceof SpotifyError) {
    return { status: 503, answer: { error: { code: `spotify-${error.kind}`, message: error.message } } };
  }
  const fault = error as Partial<FastifyError>;
  if (fault.validation) return invalid(fault.validationContext, fault.validation);
  if (fault.statusCode !== undefined && fault.statusCode >= 400 && fault.statusCode < 500)
    return fromFastify(fault);
  if ((error as NodeJS.ErrnoException).code === INVALID_TEXT) {
    const message = 'A text holds a character that cannot be stored (NUL).';
    return { status: 400, answer: { error: { code: 'invalid-request', message } } };
  }
  if (DISK_FULL.test((error as NodeJS.ErrnoException).code ?? '')) {
    const message = 'The disk of the server is full. Nothing was kept; tell the host of this instance.';
    return { status: 507, answer: { error: { code: 'disk-full', message } } };
  }
  if (isDatabaseAway(error)) {
    const message = 'The database cannot be reached at the moment. Try again shortly.';
    return { status: 503, answer: { error: { code: 'not-ready', message } } };
  }
  const message = `Something went wrong here. The log says more under the request id ${requestId}.`;
  return { status: 500, answer: { error: { code: 'internal-error', message } } };
}

/** Maps every error to its answer, in one place. */
export function addErrorHandler(app: FastifyInstance): void {
  app.setErrorHandler(sendError);
}

/** Answers a request that failed. */
export function sendError(error: unknown, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const { status, answer } = describeError(error, request.id);
  // Whoever has gone away meanwhile waits for no answer, and nothing is wrong here.
  if (status >= 500 && !reply.raw.destroyed) request.log.error({ err: error }, 'request failed');
  const mayComeBack = status === 429 || status === 503;
  if (mayComeBack && !reply.hasHeader('retry-after')) reply.header('retry-after', retryAfter(error));
  return reply.status(status).send(answer);
}

function retryAfter(error: unknown): number {
  const details = error instanceof DomainError ? error.details : undefined;
  const { retryAfterSeconds } = (details ?? {}) as { retryAfterSeconds?: number };
  return retryAfterSeconds ?? 5;
}

function invalid(where: string | undefined, validation: NonNullable<FastifyError['validation']>) {
  const faults = validation.map(({ instancePath, message }) => `${instancePath.slice(1) || 'it'} ${message}`);
  const part = where === 'querystring' ? 'query' : (where ?? 'request');
  const answer = {
    error: {
      code: 'invalid-request',
      message: `The ${part} is not valid: ${faults.join('; ')}.`,
      details: faults,
    },
  };
  return { status: 400, answer };
}

const FASTIFY_CODES: Record<number, [code: string, message: string]> = {
  404: ['not-found', 'There is nothing at this address.'],
  413: ['too-large', 'The request is too large.'],
  415: ['unsupported-type', 'This content type is not accepted here.'],
  429: ['too-many-requests', 'Too many requests. Try again shortly.'],
};

function fromFastify({ statusCode = 400, message }: Partial<FastifyError>) {
  const [code, text] = FASTIFY_CODES[statusCode] ?? [
    'invalid-request',
    message ?? 'The request is not valid.',
  ];
  return {
    status: statusCode in FASTIFY_CODES ? statusCode : 400,
    answer: { error: { code, message: text } },
  };
}

function isDatabaseAway(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const { code } = error as NodeJS.ErrnoException;
  if (code !== undefined && DATABASE_AWAY.test(code)) return true;
  return /Connection terminated|timeout exceeded when trying to connect|the database system is/i.test(
    error.message,
  );
}
