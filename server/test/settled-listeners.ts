import type { MonitoringMode } from '@analytics/contract/monitoring';
import type { Simulator } from '@analytics/simulator/simulator';
import { sql } from 'kysely';
import type { Seal } from '../src/accounts/seal.ts';
import type { Database } from '../src/database/database.ts';
import { type ListenerId, provenListenerId } from '../src/database/listener-id.ts';

const TOKEN_LIFETIME_MS = 3_600_000;
/** Rows of one statement. */
const BATCH = 500;

/** A listener of the simulator who has an account. */
export interface SettledListener {
  readonly userId: ListenerId;
  readonly spotifyId: string;
  readonly mode: MonitoringMode;
}

/**
 * Gives every listener of the simulator an account that is connected and monitored, written into the database in bulk as
 * their sign-ins would have left it. Their tokens end one after the other over the next hour; they are due at once.
 */
export async function settleListeners(
  database: Database,
  seal: Seal,
  simulator: Simulator,
  modeOf: (index: number) => MonitoringMode,
): Promise<SettledListener[]> {
  const summaries = simulator.listListeners();
  const settled: SettledListener[] = [];
  for (let first = 0; first < summaries.length; first += BATCH) {
    const batch = summaries.slice(first, first + BATCH);
    const users = await database
      .insertInto('users')
      .values(batch.map(({ id }) => ({ display_name: id })))
      .returning(['id', 'display_name'])
      .execute();
    const ids = new Map(users.map(({ id, display_name }) => [display_name, provenListenerId(id)]));
    const listeners = batch.flatMap(({ id, accountId }, index) => {
      const userId = ids.get(id);
      return userId === undefined
        ? []
        : [{ userId, spotifyId: id, accountId, mode: modeOf(first + index), place: first + index }];
    });
    const connections = listeners.map(({ userId, spotifyId, accountId, place }) => {
      const { access_token, refresh_token, scope } = simulator.issueTokens(spotifyId);
      return {
        user_id: userId,
        spotify_user_id: accountId,
        scope,
        sealed_access_token: seal.seal(access_token),
        sealed_refresh_token: seal.seal(refresh_token),
        access_token_expires_at: new Date(Date.now() + (TOKEN_LIFETIME_MS * (place + 1)) / summaries.length),
        consented_at: sql<Date>`now()`,
        consent_ends_at: sql<Date>`now() + interval '6 months'`,
      };
    });
    await database.insertInto('spotify_connections').values(connections).execute();
    const monitors = listeners.map(({ userId, mode }) => ({
      user_id: userId,
      enabled: true,
      mode,
      next_poll_at: sql<Date>`now()`,
    }));
    await database.insertInto('monitors').values(monitors).execute();
    settled.push(...listeners.map(({ userId, spotifyId, mode }) => ({ userId, spotifyId, mode })));
  }
  return settled;
}
