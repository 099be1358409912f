/** An error that the Web API answers as JSON. */
export class ApiError extends Error {
  readonly status: number;
  readonly reason: string | undefined;
  readonly retryAfterSeconds: number | undefined;

  constructor(status: number, message: string, more: { reason?: string; retryAfterSeconds?: number } = {}) {
    super(message);
    this.status = status;
    this.reason = more.reason;
    this.retryAfterSeconds = more.retryAfterSeconds;
  }

  /** The body as Spotify words it. */
  get body(): { error: { status: number; message: string; reason?: string } } {
    const { status, message, reason } = this;
    return { error: reason === undefined ? { status, message } : { status, message, reason } };
  }
}

export const forbidden = () => new ApiError(403, 'Forbidden');
export const notFound = () => new ApiError(404, 'Resource not found');
