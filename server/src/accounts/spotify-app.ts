import type { SpotifyApp } from '@analytics/contract/account';
import type { Config } from '../config.ts';
import type { Database } from '../database/database.ts';
import { DomainError } from '../errors.ts';
import type { Seal } from './seal.ts';
import { findSetting, upsertSealedSetting } from './settings.queries.ts';

const SETTING = 'spotify-app';

/** The id and secret of the Spotify app that listeners sign in through. */
export interface SpotifyAppCredentials {
  readonly clientId: string;
  /** Absent: PKCE alone proves who we are. */
  readonly clientSecret: string | undefined;
}

/** The app of this instance: from the environment, else what the host entered; undefined when there is none. */
export async function findSpotifyApp(
  database: Database,
  seal: Seal,
  spotify: Config['spotify'],
): Promise<SpotifyAppCredentials | undefined> {
  if (spotify.clientId !== undefined) {
    return { clientId: spotify.clientId, clientSecret: spotify.clientSecret };
  }
  const sealed = await findSetting(database, SETTING);
  const opened = sealed && seal.open(sealed);
  if (opened === undefined) return undefined;
  const stored = JSON.parse(opened) as { clientId: string; clientSecret?: string };
  return { clientId: stored.clientId, clientSecret: stored.clientSecret };
}

/** Stores the app that the host entered, sealed; without a secret, the one that is stored for the same app stays. @throws DomainError `wrong-state` when the environment names one. */
export async function saveSpotifyApp(
  database: Database,
  seal: Seal,
  spotify: Config['spotify'],
  app: { clientId: string; clientSecret?: string },
): Promise<void> {
  if (spotify.clientId !== undefined) {
    throw new DomainError(
      'wrong-state',
      'The Spotify app comes from SPOTIFY_CLIENT_ID in the environment; change it there.',
    );
  }
  const before = await findSpotifyApp(database, seal, spotify);
  const keptSecret = before?.clientId === app.clientId ? before.clientSecret : undefined;
  const { clientId, clientSecret = keptSecret } = app;
  await upsertSealedSetting(database, SETTING, seal.seal(JSON.stringify({ clientId, clientSecret })));
}

/** The app as its host may see it. */
export async function describeSpotifyApp(
  database: Database,
  seal: Seal,
  spotify: Config['spotify'],
): Promise<SpotifyApp> {
  const app = await findSpotifyApp(database, seal, spotify);
  return {
    clientId: app?.clientId ?? null,
    hasClientSecret: app?.clientSecret !== undefined,
    redirectUri: spotify.redirectUri,
    source: app === undefined ? 'none' : spotify.clientId === undefined ? 'settings' : 'environment',
  };
}
