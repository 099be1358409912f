import * as oauth from 'oauth4webapi';
import { readRetryAfter } from './retry-after.ts';
import { SpotifyError } from './spotify-error.ts';

/** What the product asks listeners to allow. Source: Spotify's list of scopes. */
const SCOPES =
  'user-read-recently-played user-read-currently-playing user-read-playback-state playlist-read-private playlist-read-collaborative';
const TIMEOUT_MS = 10_000;
/** Codes of OAuth by which a server says that it is not well. Source: RFC 6749. */
const PASSING_CODES = ['server_error', 'temporarily_unavailable'];

export interface OAuthApp {
  readonly accountsUrl: string;
  readonly clientId: string;
  readonly clientSecret: string | undefined;
}

/** Tokens as Spotify issues them. A refresh may bring no new refresh token: then the old one stays good. */
export interface TokenGrant {
  readonly accessToken: string;
  readonly accessTokenExpiresAt: Date;
  readonly refreshToken: string | undefined;
  readonly scope: string | undefined;
}

/** A sign-in to begin: where to send the browser, and what has to be remembered until it comes back. */
export interface AuthorizationRequest {
  readonly url: string;
  readonly state: string;
  readonly codeVerifier: string;
}

/** Begins the authorization code flow with PKCE and state. */
export async function beginAuthorization(app: OAuthApp, redirectUri: string): Promise<AuthorizationRequest> {
  const state = oauth.generateRandomState();
  const codeVerifier = oauth.generateRandomCodeVerifier();
  const url = new URL(`${app.accountsUrl}/authorize`);
  url.search = new URLSearchParams({
    client_id: app.clientId,
    response_type: 'code',
    redirect_uri: redirectUri,
    scope: SCOPES,
    state,
    code_challenge_method: 'S256',
    code_challenge: await oauth.calculatePKCECodeChallenge(codeVerifier),
  }).toString();
  return { url: url.href, state, codeVerifier };
}

/**
 * Turns the parameters that came back with the browser into tokens.
 * @throws SpotifyError `forbidden` when the listener declined, `app-refused`, `consent-ended`, `rate-limited` or `unavailable`
 */
export async function redeemCode(
  app: OAuthApp,
  callback: { parameters: URLSearchParams; state: string; redirectUri: string; codeVerifier: string },
): Promise<TokenGrant> {
  const [server, client, authentication] = describe(app);
  return translate(async () => {
    const parameters = oauth.validateAuthResponse(server, client, callback.parameters, callback.state);
    const response = await oauth.authorizationCodeGrantRequest(
      server,
      client,
      authentication,
      parameters,
      callback.redirectUri,
      callback.codeVerifier,
      requestOptions(),
    );
    requireNoLimit(response);
    return toGrant(await oauth.processAuthorizationCodeResponse(server, client, response));
  });
}

/** Gets a new access token. @throws SpotifyError `consent-ended`, `app-refused`, `rate-limited` or `unavailable` */
export async function refreshAccess(app: OAuthApp, refreshToken: string): Promise<TokenGrant> {
  const [server, client, authentication] = describe(app);
  return translate(async () => {
    const response = await oauth.refreshTokenGrantRequest(
      server,
      client,
      authentication,
      refreshToken,
      requestOptions(),
    );
    requireNoLimit(response);
    return toGrant(await oauth.processRefreshTokenResponse(server, client, response));
  });
}

function describe(app: OAuthApp): [oauth.AuthorizationServer, oauth.Client, oauth.ClientAuth] {
  const server = {
    issuer: app.accountsUrl,
    authorization_endpoint: `${app.accountsUrl}/authorize`,
    token_endpoint: `${app.accountsUrl}/api/token`,
  };
  const authentication =
    app.clientSecret === undefined ? oauth.None() : oauth.ClientSecretBasic(app.clientSecret);
  return [server, { client_id: app.clientId }, authentication];
}

const requestOptions = () => ({
  // Only the simulator speaks plain http, and only the configuration names it.
  [oauth.allowInsecureRequests]: true,
  signal: AbortSignal.timeout(TIMEOUT_MS),
});

/** A 429 here says nothing about the Web API, and is kept to the one who met it. */
function requireNoLimit(response: Response) {
  if (response.status !== 429) return;
  const seconds = readRetryAfter(response.headers.get('retry-after'), Date.now());
  throw new SpotifyError('rate-limited', "Spotify's sign-in service asks for a pause.", {
    retryAt: new Date(Date.now() + seconds * 1_000),
  });
}

function toGrant(answer: oauth.TokenEndpointResponse): TokenGrant {
  const lifetimeSeconds = answer.expires_in ?? 3_600;
  return {
    accessToken: answer.access_token,
    accessTokenExpiresAt: new Date(Date.now() + lifetimeSeconds * 1_000),
    refreshToken: answer.refresh_token,
    scope: answer.scope,
  };
}

async function translate(request: () => Promise<TokenGrant>): Promise<TokenGrant> {
  try {
    return await request();
  } catch (error) {
    throw toSpotifyError(error);
  }
}

function toSpotifyError(error: unknown): SpotifyError {
  if (error instanceof SpotifyError) return error;
  if (error instanceof oauth.AuthorizationResponseError) {
    const message =
      error.error === 'access_denied'
        ? 'You did not allow access to your listening history.'
        : `Spotify refused the sign-in: ${error.error_description ?? error.error}.`;
    return new SpotifyError('forbidden', message, { cause: error });
  }
  if (error instanceof oauth.ResponseBodyError || error instanceof oauth.WWWAuthenticateChallengeError) {
    const { code, description } = describeRefusal(error);
    if (code === 'invalid_grant') {
      return new SpotifyError('consent-ended', `Spotify no longer accepts the consent (${description}).`, {
        cause: error,
      });
    }
    if (code !== undefined && !PASSING_CODES.includes(code)) {
      return new SpotifyError(
        'app-refused',
        `Spotify refuses this app: ${description}. The host has to check its client id and secret.`,
        { cause: error },
      );
    }
  }
  return new SpotifyError('unavailable', "Spotify's sign-in service does not answer.", { cause: error });
}

function describeRefusal(error: oauth.ResponseBodyError | oauth.WWWAuthenticateChallengeError) {
  if (error instanceof oauth.ResponseBodyError) {
    return { code: error.error, description: error.error_description ?? error.error };
  }
  return {
    code: error.status === 401 ? 'invalid_client' : undefined,
    description: 'the client was not accepted',
  };
}
