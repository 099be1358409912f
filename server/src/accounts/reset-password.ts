import { randomBytes } from 'node:crypto';
import type { Database } from '../database/database.ts';
import { provenListenerId } from '../database/listener-id.ts';
import { StartError } from '../errors.ts';
import { replacePassword } from './change-password.ts';
import { findLocalUser } from './users.queries.ts';

const PASSWORD_BYTES = 15;

/**
 * Gives a local account a new password that nobody could guess, ends all of its sessions and answers the password. For the host, who
 * vouches for whoever asks.
 * @throws StartError when there is no such account
 */
export async function resetPassword(database: Database, username: string): Promise<string> {
  const user = await findLocalUser(database, username);
  if (!user) throw new StartError(`There is no account with a password that is called "${username}".`);
  const password = randomBytes(PASSWORD_BYTES).toString('base64url');
  await replacePassword(database, provenListenerId(user.id), password);
  return password;
}
