import { setTimeout as sleep } from 'node:timers/promises';
import type { Config } from '../config.ts';
import type { Database } from '../database/database.ts';
import type { ListenerId } from '../database/listener-id.ts';
import { DomainError } from '../errors.ts';
import { refreshAccess } from '../spotify/oauth.ts';
import { SpotifyError } from '../spotify/spotify-error.ts';
import {
  claimRefresh,
  findConnection,
  listConnectedUsers,
  markRefused,
  releaseRefresh,
  updateTokens,
} from './connections.queries.ts';
import type { Seal } from './seal.ts';
import { findSpotifyApp } from './spotify-app.ts';

/** A token is renewed this long before it ends, so that it does not end on the way. */
const MARGIN_MS = 60_000;
const WAIT_FOR_OTHER_MS = 200;
const LONGEST_WAIT_MS = 15_000;

export interface AccessContext {
  readonly database: Database;
  readonly seal: Seal;
  readonly spotify: Config['spotify'];
}

/**
 * Calls Spotify with a good access token of the listener. When Spotify refuses it before its time, or by mistake, it is renewed
 * once and tried once more.
 * @throws SpotifyError, or DomainError `not-connected`
 */
export async function withAccessToken<T>(
  context: AccessContext,
  listenerId: ListenerId,
  call: (accessToken: string) => Promise<T>,
): Promise<T> {
  const token = await getAccessToken(context, listenerId, undefined);
  try {
    return await call(token);
  } catch (error) {
    if (!(error instanceof SpotifyError) || error.kind !== 'unauthorized') throw error;
    return call(await getAccessToken(context, listenerId, token));
  }
}

/** For calls that anyone may make: as one listener after the other, until a connection works. @throws as `withAccessToken` */
export async function withAnyAccessToken<T>(
  context: AccessContext,
  call: (accessToken: string) => Promise<T>,
): Promise<T> {
  let failure: unknown = new DomainError('not-connected', 'Nobody is connected with Spotify.');
  for (const listenerId of await listConnectedUsers(context.database)) {
    try {
      return await withAccessToken(context, listenerId, call);
    } catch (error) {
      if (!isOfConnection(error)) throw error;
      failure = error;
    }
  }
  throw failure;
}

/** Whether the connection of another listener may do better. */
export function isOfConnection(error: unknown): boolean {
  if (error instanceof DomainError) return error.code === 'not-connected';
  if (!(error instanceof SpotifyError)) return false;
  return ['unauthorized', 'consent-ended', 'app-refused'].includes(error.kind);
}

/** The stored token, renewed when it is about to end or is the refused one. One refresh at a time per listener. */
async function getAccessToken(
  context: AccessContext,
  listenerId: ListenerId,
  refusedToken: string | undefined,
): Promise<string> {
  const deadline = Date.now() + LONGEST_WAIT_MS;
  while (Date.now() < deadline) {
    const connection = await findConnection(context.database, listenerId);
    if (!connection) throw new DomainError('not-connected', 'Connect with Spotify first.');
    const { state, retryRefreshAt } = connection;
    const isEnded = state === 'needs-reconnection';
    if (isEnded && !(retryRefreshAt && retryRefreshAt.getTime() <= Date.now())) {
      throw consentEnded(retryRefreshAt);
    }
    const token = open(context.seal, connection.sealedAccessToken);
    const isGood = connection.accessTokenExpiresAt.getTime() > Date.now() + MARGIN_MS;
    if (!isEnded && isGood && token !== refusedToken) return token;
    const sealedRefreshToken = await claimRefresh(context.database, listenerId, connection.sealedAccessToken);
    if (sealedRefreshToken) return refresh(context, listenerId, sealedRefreshToken);
    await sleep(WAIT_FOR_OTHER_MS);
  }
  throw new SpotifyError('unavailable', 'The access token is not renewed in time.');
}

/** Ended consents and, in an outage, good ones are refused alike; so the token is tried once more, at `retryAt`. */
function consentEnded(retryAt: Date | null, cause?: SpotifyError): SpotifyError {
  const message = 'Spotify no longer accepts the consent. Connect with Spotify again.';
  return retryAt
    ? new SpotifyError(
        'consent-ended',
        `${message} In case that was a mistake, it is tried once more by itself.`,
        {
          retryAt,
          cause,
        },
      )
    : new SpotifyError('consent-ended', message, { cause });
}

function open(seal: Seal, envelope: Buffer): string {
  const token = seal.open(envelope);
  if (token !== undefined) return token;
  throw new SpotifyError(
    'consent-ended',
    'The stored tokens were sealed with another SECRET_KEY and cannot be read. Connect with Spotify again.',
  );
}

async function refresh(
  context: AccessContext,
  listenerId: ListenerId,
  sealedRefreshToken: Buffer,
): Promise<string> {
  const { database, seal } = context;
  const refreshToken = open(seal, sealedRefreshToken);
  try {
    const app = await findSpotifyApp(database, seal, context.spotify);
    if (!app) throw new SpotifyError('app-refused', 'This instance has no Spotify app any more.');
    const grant = await refreshAccess({ ...app, accountsUrl: context.spotify.accountsUrl }, refreshToken);
    await updateTokens(database, listenerId, sealedRefreshToken, {
      sealedAccessToken: seal.seal(grant.accessToken),
      accessTokenExpiresAt: grant.accessTokenExpiresAt,
      sealedRefreshToken: grant.refreshToken === undefined ? undefined : seal.seal(grant.refreshToken),
    });
    return grant.accessToken;
  } catch (error) {
    if (error instanceof SpotifyError && error.kind === 'consent-ended') {
      throw consentEnded(await markRefused(database, listenerId, sealedRefreshToken), error);
    }
    await releaseRefresh(database, listenerId);
    throw error;
  }
}
