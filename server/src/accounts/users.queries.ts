import type { Account, User } from '@analytics/contract/account';
import { sql } from 'kysely';
import type { Admins } from '../config.ts';
import type { Database, DatabaseTransaction } from '../database/database.ts';
import { type ListenerId, provenListenerId } from '../database/listener-id.ts';
import { DomainError } from '../errors.ts';

/** The listener as their own session shows them. */
export async function getUser(database: Database, listenerId: ListenerId): Promise<User> {
  return database
    .selectFrom('users as u')
    .leftJoin('pending_settings as s', 's.user_id', 'u.id')
    .select((eb) => [
      'u.id',
      'u.username',
      'u.display_name as displayName',
      'u.is_host as isHost',
      eb.fn.coalesce('s.timezone', 'u.timezone').as('timezone'),
    ])
    .where('u.id', '=', listenerId)
    .executeTakeFirstOrThrow();
}

/** A local account with its password hash, by its name without regard to case. */
export async function findLocalUser(database: Database, username: string) {
  return database
    .selectFrom('users')
    .select(['id', 'password_hash as passwordHash'])
    .where(sql<boolean>`lower(username) = lower(${username})`)
    .executeTakeFirst();
}

export interface NewUser {
  username: string | null;
  passwordHash: string | null;
  displayName: string;
  timezone: string;
  /** One of the `ADMINS`. Without any, the first account of the instance is its host. */
  isAdmin: boolean;
  firstIsHost: boolean;
}

/** Any number that nothing else on this database locks. */
const NEW_USER_LOCK = 7_321_904_417;

/** @throws DomainError `username-taken` */
export async function insertUser(trx: DatabaseTransaction, user: NewUser): Promise<ListenerId> {
  // Two first accounts at once must not both become host.
  await sql`select pg_advisory_xact_lock(${NEW_USER_LOCK}::bigint)`.execute(trx);
  const { count } = await trx
    .selectFrom('users')
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .executeTakeFirstOrThrow();
  const inserted = await trx
    .insertInto('users')
    .values({
      username: user.username,
      password_hash: user.passwordHash,
      display_name: user.displayName,
      timezone: user.timezone,
      is_host: user.isAdmin || (user.firstIsHost && count === 0),
    })
    .onConflict((conflict) => conflict.expression(sql`lower(username)`).doNothing())
    .returning('id')
    .executeTakeFirst();
  if (!inserted) throw new DomainError('username-taken', `The user name "${user.username}" is taken.`);
  return provenListenerId(inserted.id);
}

/** Makes the named accounts host, and nobody else, where the instance names its hosts in `ADMINS`. */
export async function updateHosts(database: Database, admins: Admins | undefined): Promise<void> {
  if (admins === undefined) return;
  const { usernames, spotifyIds } = admins;
  await sql`
    update users u set is_host = named.is_host
    from (
      select u.id, coalesce(lower(u.username) = any(${usernames}) or lower(c.spotify_user_id) = any(${spotifyIds})
        or lower(c.profile_id) = any(${spotifyIds}), false) as is_host
      from users u left join spotify_connections c on c.user_id = u.id
    ) named
    where named.id = u.id and named.is_host <> u.is_host`.execute(database);
}

/** The names in `ADMINS` that are of no local account but are Spotify ids of listeners, who are not host by them. */
export async function listSpotifyIdsAmong(
  database: Database,
  usernames: readonly string[],
): Promise<string[]> {
  const { rows } = await sql<{ name: string }>`
    select distinct name from unnest(${usernames}::text[]) name
    join spotify_connections c on name in (lower(c.spotify_user_id), lower(c.profile_id))
    where not exists (select from users u where lower(u.username) = name)`.execute(database);
  return rows.map((row) => row.name);
}

/** Profile and settings as the listener wants them; what concerns Spotify as it is stored. */
export async function getAccount(
  database: Database,
  listenerId: ListenerId,
): Promise<Omit<Account, 'spotifyAvailable'>> {
  const row = await database
    .selectFrom('users as u')
    .leftJoin('spotify_connections as c', 'c.user_id', 'u.id')
    .leftJoin('pending_settings as s', 's.user_id', 'u.id')
    .select((eb) => [
      'u.id',
      'u.username',
      'u.display_name',
      'u.is_host',
      eb.fn.coalesce('s.timezone', 'u.timezone').as('timezone'),
      eb.fn.coalesce('s.counting_rule', 'u.counting_rule').as('counting_rule'),
      eb.fn.coalesce('s.week_start', 'u.week_start').as('week_start'),
      eb
        .or([
          eb('s.version', 'is not', null),
          eb.exists(eb.selectFrom('pending_recounts as r').select('r.id').whereRef('r.user_id', '=', 'u.id')),
        ])
        .as('is_pending'),
      'u.created_at',
      'c.state',
      'c.display_name as spotify_display_name',
      'c.consented_at',
      'c.consent_ends_at',
    ])
    .where('u.id', '=', listenerId)
    .executeTakeFirstOrThrow();
  const { state, consented_at: consentedAt, consent_ends_at: consentEndsAt } = row;
  return {
    id: row.id,
    username: row.username,
    displayName: row.display_name,
    isHost: row.is_host,
    hasPassword: row.username !== null,
    timezone: row.timezone,
    countingRule: row.counting_rule,
    weekStart: row.week_start,
    settingsPending: Boolean(row.is_pending),
    createdAt: row.created_at.toISOString(),
    spotify:
      state && consentedAt && consentEndsAt
        ? {
            state,
            displayName: row.spotify_display_name,
            consentedAt: consentedAt.toISOString(),
            consentEndsAt: consentEndsAt.toISOString(),
          }
        : null,
  };
}

export async function updateDisplayName(
  database: Database,
  listenerId: ListenerId,
  displayName: string,
): Promise<void> {
  await database
    .updateTable('users')
    .set({ display_name: displayName })
    .where('id', '=', listenerId)
    .execute();
}

export async function updatePasswordHash(
  database: Database,
  listenerId: ListenerId,
  passwordHash: string,
): Promise<void> {
  await database
    .updateTable('users')
    .set({ password_hash: passwordHash })
    .where('id', '=', listenerId)
    .execute();
}

/** Whether the database knows the time zone; its list is the one that the statistics are computed by. */
export async function isTimezone(database: Database, name: string): Promise<boolean> {
  const found = await sql`select from pg_timezone_names where name = ${name}`.execute(database);
  return found.rows.length > 0;
}

/** Removes the listener with everything that is theirs. */
export async function deleteUser(database: Database, listenerId: ListenerId): Promise<void> {
  await database.deleteFrom('users').where('id', '=', listenerId).execute();
}
