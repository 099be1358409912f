import { sql } from 'kysely';
import type { Database, DatabaseTransaction } from '../database/database.ts';
import { type ListenerId, provenListenerId } from '../database/listener-id.ts';

/** Spotify ends a consent six months after it was given; refreshing does not extend it. */
const CONSENT = sql<Date>`now() + interval '6 months'`;
/** A process that began a refresh and died in it blocks the next one for no longer than this. */
const REFRESH_SECONDS = 12;
/** A refresh token that Spotify refuses is tried once more after this: an outage in 2022 refused good ones. */
const RETRY_MINUTES = 10;

const isNotRefreshing = sql<boolean>`(
  refreshing_since is null or refreshing_since < now() - make_interval(secs => ${REFRESH_SECONDS}))`;

export interface NewConnection {
  spotifyUserId: string;
  profileId: string;
  displayName: string | null;
  scope: string;
  sealedAccessToken: Buffer;
  sealedRefreshToken: Buffer;
  accessTokenExpiresAt: Date;
}

/** The listener who is connected to this Spotify account. */
export async function findConnectedUser(
  database: Database | DatabaseTransaction,
  spotifyUserId: string,
): Promise<ListenerId | undefined> {
  const row = await database
    .selectFrom('spotify_connections')
    .select('user_id')
    .where('spotify_user_id', '=', spotifyUserId)
    .executeTakeFirst();
  return row && provenListenerId(row.user_id);
}

/** Stores a fresh consent of the listener over whatever connection they had; monitoring and playlists that waited for it are due at once. */
export async function upsertConnection(
  trx: DatabaseTransaction,
  listenerId: ListenerId,
  connection: NewConnection,
): Promise<void> {
  const values = {
    spotify_user_id: connection.spotifyUserId,
    profile_id: connection.profileId,
    display_name: connection.displayName,
    state: 'connected' as const,
    scope: connection.scope,
    sealed_access_token: connection.sealedAccessToken,
    sealed_refresh_token: connection.sealedRefreshToken,
    access_token_expires_at: connection.accessTokenExpiresAt,
    refreshing_since: null,
    retry_refresh_at: null,
    consented_at: sql<Date>`now()`,
    consent_ends_at: CONSENT,
  };
  await trx
    .insertInto('spotify_connections')
    .values({ user_id: listenerId, ...values })
    .onConflict((conflict) => conflict.column('user_id').doUpdateSet(values))
    .execute();
  await trx
    .updateTable('monitors')
    .set({ next_poll_at: sql<Date>`now()` })
    .where('user_id', '=', listenerId)
    .where('enabled', '=', true)
    .execute();
  await trx.updateTable('watches').set({ next_look_at: null }).where('user_id', '=', listenerId).execute();
  await trx
    .updateTable('playlists')
    .set({ next_scan_at: sql<Date>`now()` })
    .where(
      'id',
      'in',
      trx.selectFrom('playlist_monitors').select('playlist_id').where('user_id', '=', listenerId),
    )
    .where((eb) => eb.or([eb('contents', '<>', 'available'), eb('last_error', 'is not', null)]))
    .execute();
}

export async function findConnection(database: Database, listenerId: ListenerId) {
  return database
    .selectFrom('spotify_connections')
    .select([
      'spotify_user_id as spotifyUserId',
      'state',
      'sealed_access_token as sealedAccessToken',
      'access_token_expires_at as accessTokenExpiresAt',
      'retry_refresh_at as retryRefreshAt',
    ])
    .where('user_id', '=', listenerId)
    .executeTakeFirst();
}

/** Some of the listeners who are connected, those first whose consent holds. */
export async function listConnectedUsers(database: Database): Promise<ListenerId[]> {
  const rows = await database
    .selectFrom('spotify_connections')
    .select('user_id')
    .orderBy(sql`state = 'connected'`, 'desc')
    .orderBy('consented_at', 'desc')
    .limit(10)
    .execute();
  return rows.map((row) => provenListenerId(row.user_id));
}

/**
 * Reserves the refresh for the caller and answers the refresh token to use; undefined while another process is at it, or
 * when it has renewed the access token since the caller read it.
 */
export async function claimRefresh(
  database: Database,
  listenerId: ListenerId,
  seenAccessToken: Buffer,
): Promise<Buffer | undefined> {
  const row = await database
    .updateTable('spotify_connections')
    .set({ refreshing_since: sql`now()` })
    .where('user_id', '=', listenerId)
    .where('sealed_access_token', '=', seenAccessToken)
    .where(isNotRefreshing)
    .returning('sealed_refresh_token')
    .executeTakeFirst();
  return row?.sealed_refresh_token;
}

/**
 * Stores what a refresh with this token brought, unless the listener has connected anew meanwhile; a refresh token only when
 * a new one came.
 */
export async function updateTokens(
  database: Database,
  listenerId: ListenerId,
  usedToken: Buffer,
  tokens: { sealedAccessToken: Buffer; accessTokenExpiresAt: Date; sealedRefreshToken: Buffer | undefined },
): Promise<void> {
  await database
    .updateTable('spotify_connections')
    .set({
      state: 'connected',
      sealed_access_token: tokens.sealedAccessToken,
      access_token_expires_at: tokens.accessTokenExpiresAt,
      refreshing_since: null,
      retry_refresh_at: null,
      ...(tokens.sealedRefreshToken && { sealed_refresh_token: tokens.sealedRefreshToken }),
    })
    .where('user_id', '=', listenerId)
    .where('sealed_refresh_token', '=', usedToken)
    .execute();
}

/** Gives the reservation back after a refresh that failed without an answer about the consent. */
export async function releaseRefresh(database: Database, listenerId: ListenerId): Promise<void> {
  await database
    .updateTable('spotify_connections')
    .set({ refreshing_since: null })
    .where('user_id', '=', listenerId)
    .execute();
}

/**
 * Marks the connection after Spotify has refused this refresh token of it, which stays where it is. Answers when it is tried
 * once more; null when it has been.
 */
export async function markRefused(
  database: Database,
  listenerId: ListenerId,
  refusedToken: Buffer,
): Promise<Date | null> {
  const row = await database
    .updateTable('spotify_connections')
    .set({
      state: 'needs-reconnection',
      refreshing_since: null,
      retry_refresh_at: sql`case when state = 'connected' then now() + make_interval(mins => ${RETRY_MINUTES}) end`,
    })
    .where('user_id', '=', listenerId)
    .where('sealed_refresh_token', '=', refusedToken)
    .returning('retry_refresh_at')
    .executeTakeFirst();
  return row?.retry_refresh_at ?? null;
}

interface SealedTokens {
  sealedAccessToken: Buffer;
  sealedRefreshToken: Buffer;
}

/** The first connection after `lastId` that has an envelope which begins with this mark. */
export async function findSealedConnection(
  database: Database,
  mark: Buffer,
  lastId: number,
): Promise<(SealedTokens & { id: number }) | undefined> {
  return database
    .selectFrom('spotify_connections')
    .select([
      'user_id as id',
      'sealed_access_token as sealedAccessToken',
      'sealed_refresh_token as sealedRefreshToken',
    ])
    .where('user_id', '>', lastId)
    .where(
      sql<boolean>`${mark} in (substring(sealed_access_token for ${mark.length}::int),
        substring(sealed_refresh_token for ${mark.length}::int))`,
    )
    .orderBy('user_id')
    .limit(1)
    .executeTakeFirst();
}

/**
 * Puts other envelopes of the same tokens in the place of these. Answers false when there are other tokens by now, or while they
 * are being refreshed: what the refresh brings finds its place by the envelope that it began with.
 */
export async function replaceSealedTokens(
  database: Database,
  before: SealedTokens & { id: number },
  after: SealedTokens,
): Promise<boolean> {
  const { numUpdatedRows } = await database
    .updateTable('spotify_connections')
    .set({ sealed_access_token: after.sealedAccessToken, sealed_refresh_token: after.sealedRefreshToken })
    .where('user_id', '=', before.id)
    .where('sealed_access_token', '=', before.sealedAccessToken)
    .where('sealed_refresh_token', '=', before.sealedRefreshToken)
    .where(isNotRefreshing)
    .executeTakeFirst();
  return numUpdatedRows > 0n;
}

/** The tokens go; the history stays. */
export async function deleteConnection(database: Database, listenerId: ListenerId): Promise<void> {
  await database.deleteFrom('spotify_connections').where('user_id', '=', listenerId).execute();
}

/** How many listeners are connected, by the state of their connection. */
export async function countConnections(
  database: Database,
): Promise<{ state: 'connected' | 'needs-reconnection'; listeners: number }[]> {
  return database
    .selectFrom('spotify_connections')
    .select((eb) => ['state', eb.fn.countAll<number>().as('listeners')] as const)
    .groupBy('state')
    .execute();
}
