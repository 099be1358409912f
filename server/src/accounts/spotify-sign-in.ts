import { randomBytes } from 'node:crypto';
import type { Config } from '../config.ts';
import type { Database, DatabaseTransaction } from '../database/database.ts';
import { type ListenerId, provenListenerId } from '../database/listener-id.ts';
import { DomainError } from '../errors.ts';
import type { SpotifyClient } from '../spotify/client.ts';
import { beginAuthorization, redeemCode, type TokenGrant } from '../spotify/oauth.ts';
import { SpotifyError } from '../spotify/spotify-error.ts';
import { parseProfile, type SpotifyProfile } from '../spotify/web-api.ts';
import { admit } from './admit.ts';
import { findConnectedUser, findConnection, upsertConnection } from './connections.queries.ts';
import type { Seal } from './seal.ts';
import { findSpotifyApp, type SpotifyAppCredentials } from './spotify-app.ts';
import { insertSpotifySignIn, type PendingSignIn, takeSpotifySignIn } from './spotify-sign-ins.queries.ts';
import { insertUser, updateHosts } from './users.queries.ts';

export interface SignInContext {
  readonly database: Database;
  readonly seal: Seal;
  readonly client: SpotifyClient;
  readonly config: Config;
}

/** Where to send the browser, and the token for the cookie that binds the sign-in to it. */
export async function beginSpotifySignIn(
  context: SignInContext,
  begun: Pick<PendingSignIn, 'userId' | 'returnTo' | 'invitation'>,
): Promise<{ url: string; browserToken: string }> {
  const app = await getApp(context);
  const { url, state, codeVerifier } = await beginAuthorization(
    { ...app, accountsUrl: context.config.spotify.accountsUrl },
    context.config.spotify.redirectUri,
  );
  const browserToken = randomBytes(32).toString('base64url');
  await insertSpotifySignIn(context.database, { ...begun, state, browserToken, codeVerifier });
  return { url, browserToken };
}

/**
 * Ends a sign-in with what Spotify sent back: connects the account that began it, or signs in the listener of that
 * Spotify account, made now when they are new.
 * @throws DomainError or SpotifyError, in words for a page
 */
export async function finishSpotifySignIn(
  context: SignInContext,
  callback: {
    parameters: URLSearchParams;
    browserToken: string | undefined;
    signedInId: ListenerId | undefined;
  },
): Promise<{ listenerId: ListenerId; returnTo: string | null }> {
  const { database, config } = context;
  const state = callback.parameters.get('state') ?? '';
  const pending =
    callback.browserToken === undefined
      ? undefined
      : await takeSpotifySignIn(database, state, callback.browserToken);
  if (!pending || (pending.userId !== null && pending.userId !== callback.signedInId)) {
    throw new DomainError(
      'invalid-request',
      'This sign-in was not begun in this browser, was used already or took too long. Begin it again.',
    );
  }
  const app = await getApp(context);
  const grant = await redeemCode(
    { ...app, accountsUrl: config.spotify.accountsUrl },
    {
      parameters: callback.parameters,
      state,
      redirectUri: config.spotify.redirectUri,
      codeVerifier: pending.codeVerifier,
    },
  );
  const profile = parseProfile(await context.client.get('me', '/v1/me', grant.accessToken));
  if (!profile) throw new SpotifyError('unavailable', "Spotify's answer cannot be read.");
  const tokens = sealTokens(context.seal, grant);
  // An account that its Spotify account does not sign in to must not be left behind, nor use up an invitation.
  const listenerId = await database.transaction().execute(async (trx) => {
    const id = await findListener(trx, config, profile, pending);
    await upsertConnection(trx, id, { ...profile, ...tokens });
    return id;
  });
  await updateHosts(database, config.admins);
  return { listenerId, returnTo: pending.returnTo };
}

async function getApp({ database, seal, config }: SignInContext): Promise<SpotifyAppCredentials> {
  const app = await findSpotifyApp(database, seal, config.spotify);
  if (app) return app;
  throw new DomainError(
    'not-ready',
    'This instance has no Spotify app yet. Its host can enter one on the set-up page.',
  );
}

async function findListener(
  trx: DatabaseTransaction,
  config: Config,
  profile: SpotifyProfile,
  { userId, invitationHash }: { userId: number | null; invitationHash: Buffer | null },
): Promise<ListenerId> {
  const connected = await findConnectedUser(trx, profile.spotifyUserId);
  if (userId !== null) {
    const listenerId = provenListenerId(userId);
    await requireLinkable(trx, listenerId, connected, profile.spotifyUserId);
    return listenerId;
  }
  if (connected !== undefined) return connected;
  const ids = [profile.spotifyUserId, profile.profileId].map((id) => id.toLowerCase());
  const isAdmin = ids.some((id) => config.admins?.spotifyIds.includes(id) === true);
  if (!isAdmin) await admit(trx, config, invitationHash);
  return insertUser(trx, {
    username: null,
    passwordHash: null,
    displayName: profile.displayName ?? profile.profileId,
    timezone: config.timezone,
    isAdmin,
    firstIsHost: config.admins === undefined,
  });
}

async function requireLinkable(
  database: Database,
  listenerId: ListenerId,
  connected: ListenerId | undefined,
  spotifyUserId: string,
) {
  if (connected !== undefined && connected !== listenerId) {
    throw new DomainError(
      'wrong-state',
      'This Spotify account belongs to another listener of this instance.',
    );
  }
  const existing = await findConnection(database, listenerId);
  if (existing && existing.spotifyUserId !== spotifyUserId) {
    throw new DomainError(
      'wrong-state',
      'You are connected to another Spotify account. Disconnect it in the settings first, so that two histories are not mixed.',
    );
  }
}

function sealTokens(seal: Seal, grant: TokenGrant) {
  if (grant.refreshToken === undefined)
    throw new SpotifyError('unavailable', 'Spotify gave no refresh token.');
  return {
    scope: grant.scope ?? '',
    sealedAccessToken: seal.seal(grant.accessToken),
    sealedRefreshToken: seal.seal(grant.refreshToken),
    accessTokenExpiresAt: grant.accessTokenExpiresAt,
  };
}
