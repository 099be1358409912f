import { sql } from 'kysely';
import type { Database } from '../database/database.ts';
import { type ListenerId, provenListenerId } from '../database/listener-id.ts';
import type { SignedIn } from '../http/signed-in.ts';
import { hashToken, makeToken } from './token-hash.ts';

/** How long a session lasts after its last use. */
export const SESSION_HOURS = 24;
/** A session is written again at most this often, so that reading pages does not write. */
const RENEW_AFTER_MINUTES = 10;

/** See `SignedIn`; of the row `u` of `users`. */
export const listenerVersion = sql<string>`concat_ws('-', u.id, u.history_version,
  (select sum(version) from catalogue_versions), (now() at time zone u.timezone)::date)`.as('version');

/** Opens a session and answers its token, for the cookie. */
export async function insertSession(database: Database, listenerId: ListenerId): Promise<string> {
  const token = makeToken();
  await database
    .insertInto('sessions')
    .values({
      token_hash: hashToken(token),
      user_id: listenerId,
      expires_at: sql`now() + make_interval(hours => ${SESSION_HOURS})`,
    })
    .execute();
  return token;
}

/** Whose session the token opens, if it is still good; its use makes it last for another `SESSION_HOURS`. */
export async function findSession(database: Database, token: string) {
  const tokenHash = hashToken(token);
  const row = await database
    .selectFrom('sessions as s')
    .innerJoin('users as u', 'u.id', 's.user_id')
    .select([
      'u.id',
      'u.is_host as isHost',
      sql<boolean>`s.expires_at < now() + make_interval(hours => ${SESSION_HOURS}, mins => ${-RENEW_AFTER_MINUTES})`.as(
        'isAging',
      ),
      listenerVersion,
    ])
    .where('s.token_hash', '=', tokenHash)
    .where('s.expires_at', '>', sql<Date>`now()`)
    .executeTakeFirst();
  if (!row) return undefined;
  if (row.isAging) {
    await database
      .updateTable('sessions')
      .set({ expires_at: sql`now() + make_interval(hours => ${SESSION_HOURS})` })
      .where('token_hash', '=', tokenHash)
      .execute();
  }
  const signedIn: SignedIn = {
    id: provenListenerId(row.id),
    isHost: row.isHost,
    version: row.version,
    access: 'session',
  };
  return { signedIn, renewed: row.isAging };
}

export async function deleteSession(database: Database, token: string): Promise<void> {
  await database.deleteFrom('sessions').where('token_hash', '=', hashToken(token)).execute();
}

/** Ends all sessions of a listener. */
export async function deleteSessions(database: Database, listenerId: ListenerId): Promise<void> {
  await database.deleteFrom('sessions').where('user_id', '=', listenerId).execute();
}

/** Clears away what is over: sessions, sign-ins that nobody finished, counted failures, invitations that nobody used. */
export async function deleteExpiredSessions(database: Database): Promise<void> {
  await database.deleteFrom('sessions').where('expires_at', '<', sql<Date>`now()`).execute();
  await database
    .deleteFrom('spotify_sign_ins')
    .where('created_at', '<', sql<Date>`now() - interval '1 hour'`)
    .execute();
  await database.deleteFrom('sign_in_failures').where('expires_at', '<', sql<Date>`now()`).execute();
  await database.deleteFrom('invitations').where('expires_at', '<', sql<Date>`now()`).execute();
}
