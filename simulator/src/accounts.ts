import { createHash } from 'node:crypto';
import type { Clock } from './clock.ts';
import { Random, seedOf } from './random.ts';

/** The app that is registered in the developer dashboard. */
export interface RegisteredApp {
  clientId: string;
  /** Null: the app has no secret to send, only PKCE is accepted. */
  clientSecret: string | null;
  redirectUris: string[];
}

/** What a listener agreed to. */
export interface Consent {
  listenerId: string;
  scopes: string[];
  /** Simulated instant; refresh tokens die six months later. */
  consentedAt: number;
  /** Whether the code was asked for with a PKCE challenge and no secret. */
  pkce: boolean;
}

interface Code extends Omit<Consent, 'pkce'> {
  redirectUri: string;
  challenge: string | undefined;
}

interface AccessToken {
  listenerId: string;
  scopes: string[];
  expiresAt: number;
}

interface RefreshToken extends Consent {
  state: 'active' | 'revoked' | 'expired';
}

/** The body of a successful answer of the token endpoint. */
export interface TokenReply {
  access_token: string;
  token_type: 'Bearer';
  expires_in: number;
  refresh_token?: string;
  scope: string;
}

/** An OAuth error, answered with 400. */
export class GrantError extends Error {
  readonly code: string;

  constructor(code: string, description: string) {
    super(description);
    this.code = code;
  }
}

const CODE_LIFETIME_MS = 10 * 60_000;
const TOKEN_LIFETIME_SECONDS = 3600;

/** Codes and tokens of Spotify's accounts service, in memory. */
export class Accounts {
  rotateRefreshTokens: boolean;
  readonly app: RegisteredApp;
  readonly #clock: Clock;
  readonly #random: Random;
  #codes = new Map<string, Code>();
  #accessTokens = new Map<string, AccessToken>();
  #refreshTokens = new Map<string, RefreshToken>();

  constructor(app: RegisteredApp, clock: Clock, seed: number, rotateRefreshTokens: boolean) {
    this.app = app;
    this.rotateRefreshTokens = rotateRefreshTokens;
    this.#clock = clock;
    this.#random = new Random(seedOf(seed, 'accounts'));
  }

  /** The listener allows; the code comes back to the app in the redirect. */
  allow(listenerId: string, scopes: string[], redirectUri: string, challenge: string | undefined): string {
    const code = `AQ${this.#random.id(120)}`;
    this.#codes.set(code, { listenerId, scopes, redirectUri, challenge, consentedAt: this.#clock.now() });
    return code;
  }

  /** Exchanges a code, once. `withSecret` says that the app proved itself by its secret. */
  exchange(code: string, redirectUri: string, verifier: string | undefined, withSecret: boolean): TokenReply {
    const known = this.#codes.get(code);
    this.#codes.delete(code);
    if (known === undefined || known.consentedAt + CODE_LIFETIME_MS <= this.#clock.now()) {
      throw new GrantError('invalid_grant', 'Invalid authorization code');
    }
    if (known.redirectUri !== redirectUri) throw new GrantError('invalid_grant', 'Invalid redirect URI');
    if (known.challenge === undefined && !withSecret)
      throw new GrantError('invalid_client', 'Invalid client');
    if (known.challenge !== undefined && !isVerifierOf(verifier, known.challenge)) {
      throw new GrantError('invalid_grant', 'code_verifier was incorrect');
    }
    return this.issue({ ...known, pkce: !withSecret });
  }

  /** A new access token; with rotation a new refresh token too, and the old one is revoked. */
  refresh(token: string, withSecret: boolean): TokenReply {
    const known = this.#refreshTokens.get(token);
    if (known === undefined) throw new GrantError('invalid_grant', 'Invalid refresh token');
    if (known.state === 'revoked') throw new GrantError('invalid_grant', 'Refresh token revoked');
    if (known.state === 'expired' || this.#clock.now() >= consentEndAt(known.consentedAt)) {
      throw new GrantError('invalid_grant', 'Refresh token expired');
    }
    if (!known.pkce && !withSecret) throw new GrantError('invalid_client', 'Invalid client');
    if (!this.rotateRefreshTokens) return this.#issueAccess(known);
    known.state = 'revoked';
    return this.issue(known);
  }

  /** Tokens for a consent, as after a sign-in. */
  issue(consent: Consent): Required<TokenReply> {
    const refreshToken = `AQ${this.#random.id(129)}`;
    const { listenerId, scopes, consentedAt, pkce } = consent;
    this.#refreshTokens.set(refreshToken, { listenerId, scopes, consentedAt, pkce, state: 'active' });
    return { ...this.#issueAccess(consent), refresh_token: refreshToken };
  }

  #issueAccess({ listenerId, scopes }: Consent): TokenReply {
    const accessToken = `BQ${this.#random.id(150)}`;
    const expiresAt = this.#clock.now() + TOKEN_LIFETIME_SECONDS * 1000;
    this.#accessTokens.set(accessToken, { listenerId, scopes, expiresAt });
    const scope = scopes.join(' ');
    return { access_token: accessToken, token_type: 'Bearer', expires_in: TOKEN_LIFETIME_SECONDS, scope };
  }

  /** Whom an access token stands for; undefined when it is unknown or revoked. */
  findAccess(token: string): { listenerId: string; scopes: string[]; expired: boolean } | undefined {
    const known = this.#accessTokens.get(token);
    if (known === undefined) return undefined;
    const expired = known.expiresAt <= this.#clock.now();
    return { listenerId: known.listenerId, scopes: known.scopes, expired };
  }

  /** Whom a code or refresh token stands for. */
  findListenerId(codeOrRefreshToken: string): string | undefined {
    return (this.#refreshTokens.get(codeOrRefreshToken) ?? this.#codes.get(codeOrRefreshToken))?.listenerId;
  }

  /** The listener removes the app from their account. */
  revokeConsent(listenerId: string): void {
    this.#setRefreshTokens(listenerId, 'revoked');
    for (const [token, known] of this.#accessTokens) {
      if (known.listenerId === listenerId) this.#accessTokens.delete(token);
    }
  }

  expireAccessTokens(listenerId: string): void {
    for (const known of this.#accessTokens.values()) {
      if (known.listenerId === listenerId) known.expiresAt = this.#clock.now();
    }
  }

  expireRefreshTokens(listenerId: string): void {
    this.#setRefreshTokens(listenerId, 'expired');
  }

  #setRefreshTokens(listenerId: string, state: 'revoked' | 'expired'): void {
    for (const known of this.#refreshTokens.values()) {
      if (known.listenerId === listenerId && known.state === 'active') known.state = state;
    }
  }
}

function isVerifierOf(verifier: string | undefined, challenge: string): boolean {
  if (verifier === undefined || !/^[A-Za-z0-9._~-]{43,128}$/.test(verifier)) return false;
  return createHash('sha256').update(verifier).digest('base64url') === challenge;
}

/** Six calendar months after the consent, at the same time of day (UTC); 31 March gives 30 September. */
export function consentEndAt(consentedAt: number): number {
  const end = new Date(consentedAt);
  const day = end.getUTCDate();
  end.setUTCMonth(end.getUTCMonth() + 6);
  if (end.getUTCDate() !== day) end.setUTCDate(0);
  return end.getTime();
}
