import type { NewAccount } from '@analytics/contract/account';
import type { Config } from '../config.ts';
import type { Database } from '../database/database.ts';
import type { ListenerId } from '../database/listener-id.ts';
import { DomainError } from '../errors.ts';
import { admit, requireOpenRegistration } from './admit.ts';
import { hashPassword } from './password.ts';
import { hashToken } from './token-hash.ts';
import { insertUser, isTimezone } from './users.queries.ts';

/**
 * Creates a local account, which needs no Spotify app. The first account of the instance becomes its host, unless `ADMINS`
 * names others.
 * @throws DomainError as `admit`, `username-taken`, or `invalid-request` for an unknown time zone
 */
export async function createAccount(
  database: Database,
  config: Pick<Config, 'registrationOpen' | 'admins' | 'timezone'>,
  { username, password, timezone, invitation }: NewAccount,
): Promise<ListenerId> {
  // Before the password is hashed, which costs.
  if (invitation === undefined) await requireOpenRegistration(database, config);
  if (timezone !== undefined) await requireTimezone(database, timezone);
  const passwordHash = await hashPassword(password);
  return database.transaction().execute(async (trx) => {
    await admit(trx, config, invitation === undefined ? null : hashToken(invitation));
    return insertUser(trx, {
      username,
      passwordHash,
      displayName: username,
      timezone: timezone ?? config.timezone,
      isAdmin: config.admins?.usernames.includes(username.toLowerCase()) ?? false,
      firstIsHost: config.admins === undefined,
    });
  });
}

/** @throws DomainError `invalid-request` */
export async function requireTimezone(database: Database, timezone: string): Promise<void> {
  if (await isTimezone(database, timezone)) return;
  throw new DomainError(
    'invalid-request',
    `"${timezone}" is not a time zone; use a name such as Europe/Berlin.`,
  );
}
