import type { ErrorAnswer } from '@analytics/contract/error';

/** An answer that is not a success, or none at all: then `status` is 0 and `code` is `unreachable`. */
export class ApiError extends Error {
  override readonly name = 'ApiError';
  readonly status: number;
  readonly code: string;

  constructor(status: number, code: string, message: string, options?: ErrorOptions) {
    super(message, options);
    this.status = status;
    this.code = code;
  }
}

/** Reads the error that the server sent; a proxy in between may have sent something else than JSON. */
export function readApiError(status: number, text: string): ApiError {
  try {
    const { error } = JSON.parse(text) as ErrorAnswer;
    return new ApiError(status, error.code, error.message);
  } catch {
    return new ApiError(
      status,
      'unreadable',
      `The server answered with the status ${status} and no explanation.`,
    );
  }
}

/** For a request that got no answer. */
export const unreachable = (cause: unknown): ApiError =>
  new ApiError(0, 'unreachable', 'The server cannot be reached. Check the connection and try again.', {
    cause,
  });
