import type { Credentials } from '@analytics/contract/account';
import type { Database } from '../database/database.ts';
import { type ListenerId, provenListenerId } from '../database/listener-id.ts';
import { DomainError } from '../errors.ts';
import { hashPassword, verifyPassword } from './password.ts';
import { claimSignInAttempt, forgiveSignInAttempt } from './sign-in-failures.queries.ts';
import { findLocalUser } from './users.queries.ts';

/** Compared against when there is no such account, so that the answer takes as long and tells nothing. */
let decoyHash: Promise<string> | undefined;

/**
 * Answers whose account it is.
 * @throws DomainError `wrong-credentials`, or `too-many-requests` after repeated failures.
 */
export async function signIn(
  database: Database,
  credentials: Credentials,
  address: string,
): Promise<ListenerId> {
  const listenerId = await checkPassword(database, credentials, address);
  if (listenerId) return listenerId;
  throw new DomainError('wrong-credentials', 'The user name or the password is wrong.');
}

/**
 * Checks the password of a local account, and answers whose it is if it is right.
 * @throws DomainError `too-many-requests` after repeated failures.
 */
export async function checkPassword(
  database: Database,
  { username, password }: Credentials,
  address: string,
): Promise<ListenerId | undefined> {
  const wait = await claimSignInAttempt(database, username, address);
  if (wait > 0) {
    throw new DomainError('too-many-requests', `Too many failed attempts. Try again in ${wait} s.`, {
      retryAfterSeconds: wait,
    });
  }
  const user = await findLocalUser(database, username);
  decoyHash ??= hashPassword('nobody');
  const isRight = await verifyPassword(password, user?.passwordHash ?? (await decoyHash));
  if (!user || !isRight) return undefined;
  await forgiveSignInAttempt(database, username, address);
  return provenListenerId(user.id);
}
