import type { PasswordChange } from '@analytics/contract/account';
import type { Database } from '../database/database.ts';
import type { ListenerId } from '../database/listener-id.ts';
import { notifyListener } from '../database/notifications.ts';
import { DomainError } from '../errors.ts';
import { hashPassword } from './password.ts';
import { deleteSessions } from './sessions.queries.ts';
import { checkPassword } from './sign-in.ts';
import { getUser, updatePasswordHash } from './users.queries.ts';

/**
 * Gives a local account another password, as its owner wants, and ends all of its sessions: whoever knew the old one is out.
 * @throws DomainError `wrong-password`, `too-many-requests` after repeated failures, or `wrong-state` for an account without one
 */
export async function changePassword(
  database: Database,
  listenerId: ListenerId,
  { currentPassword, newPassword }: PasswordChange,
  address: string,
): Promise<void> {
  const { username } = await getUser(database, listenerId);
  if (username === null) {
    throw new DomainError('wrong-state', 'This account has no password: Spotify says who you are.');
  }
  if (!(await checkPassword(database, { username, password: currentPassword }, address))) {
    throw new DomainError('wrong-password', 'The current password is wrong. Nothing was changed.');
  }
  await replacePassword(database, listenerId, newPassword);
}

/** Gives a local account another password and ends all of its sessions. */
export async function replacePassword(
  database: Database,
  listenerId: ListenerId,
  newPassword: string,
): Promise<void> {
  const passwordHash = await hashPassword(newPassword);
  await database.transaction().execute(async (trx) => {
    await updatePasswordHash(trx, listenerId, passwordHash);
    await deleteSessions(trx, listenerId);
    await notifyListener(trx, listenerId, { type: 'signed-out' });
  });
}
