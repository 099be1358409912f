/**
 * Why Spotify gave no answer, in the kinds that call for different reactions:
 * - `unauthorized`: the access token is not accepted
 * - `consent-ended`: the refresh token is not accepted; the listener has to sign in with Spotify again
 * - `app-refused`: the app is set up wrongly (its secret, its owner's subscription, its list of users)
 * - `forbidden`, `not-found`: this resource, for this listener
 * - `rate-limited`: too many calls; `retryAt` says when to come back
 * - `unavailable`: outage, time-out, broken connection, an answer that cannot be read
 */
export type SpotifyErrorKind =
  | 'unauthorized'
  | 'consent-ended'
  | 'app-refused'
  | 'forbidden'
  | 'not-found'
  | 'rate-limited'
  | 'unavailable';

/** A call that Spotify did not answer as hoped; the message may be shown to a person. */
export class SpotifyError extends Error {
  override name = 'SpotifyError';
  readonly kind: SpotifyErrorKind;
  /** For `rate-limited` always, for `consent-ended` at first: before this it is of no use to try again. */
  readonly retryAt: Date | undefined;

  constructor(kind: SpotifyErrorKind, message: string, options: { retryAt?: Date; cause?: unknown } = {}) {
    super(message, { cause: options.cause });
    this.kind = kind;
    this.retryAt = options.retryAt;
  }
}
