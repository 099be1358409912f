import { findCoolDown, upsertCoolDown } from './cool-downs.queries.ts';
import type { Database } from '../database/database.ts';
import { SpotifyError } from './spotify-error.ts';

/** Without a usable `Retry-After`: the length of Spotify's rolling window. */
const DEFAULT_WAIT_SECONDS = 30;
const LONGEST_WAIT_SECONDS = 7 * 24 * 3_600;

/**
 * Endpoints that Spotify limits together. A 429 closes one family only, for every worker of the instance, and stays closed
 * across restarts.
 */
export type EndpointFamily = 'me' | 'player' | 'playlists' | 'catalogue' | 'search';

/** Refuses a call while its family cools down. @throws SpotifyError `rate-limited` */
export async function requireBudget(database: Database, family: EndpointFamily): Promise<void> {
  const until = await findCoolDown(database, family);
  if (until) throw rateLimited(until);
}

/** Notes a 429, so that nobody asks this family again before `Retry-After` (in seconds) is over. */
export async function coolDown(
  database: Database,
  family: EndpointFamily,
  retryAfter: string | null,
): Promise<SpotifyError> {
  const seconds = Number(retryAfter ?? Number.NaN);
  const wait = Number.isFinite(seconds) && seconds >= 0 ? Math.max(seconds, 1) : DEFAULT_WAIT_SECONDS;
  const until = await upsertCoolDown(database, family, Math.min(wait, LONGEST_WAIT_SECONDS));
  return rateLimited(until);
}

const rateLimited = (retryAt: Date) =>
  new SpotifyError('rate-limited', 'Spotify asks for a pause; it is tried again by itself.', { retryAt });
