/** A fault that keeps the program from starting; its message is all that the host needs to read. */
export class StartError extends Error {
  override name = 'StartError';
}

/**
 * A request that cannot be granted, in words for the caller. `code` is stable and part of the interface;
 * `app/error-handler.ts` decides the HTTP status.
 */
export class DomainError extends Error {
  override name = 'DomainError';
  readonly code: DomainErrorCode;
  readonly details: unknown;

  constructor(code: DomainErrorCode, message: string, details?: unknown) {
    super(message);
    this.code = code;
    this.details = details;
  }
}

export type DomainErrorCode =
  | 'invalid-request'
  | 'not-signed-in'
  | 'wrong-credentials'
  | 'wrong-password'
  | 'not-allowed'
  | 'registration-closed'
  | 'invitation-ended'
  | 'foreign-origin'
  | 'not-found'
  | 'method-not-allowed'
  | 'username-taken'
  | 'not-connected'
  | 'wrong-state'
  | 'too-large'
  | 'unsupported-type'
  | 'too-many-requests'
  | 'not-ready';
