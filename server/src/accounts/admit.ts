import type { Config } from '../config.ts';
import type { Database, DatabaseTransaction } from '../database/database.ts';
import { DomainError } from '../errors.ts';
import { takeInvitation } from './invitations.queries.ts';
import { isRegistrationOpen } from './registration.queries.ts';

type Registration = Pick<Config, 'registrationOpen'>;

/** @throws DomainError `registration-closed` */
export async function requireOpenRegistration(database: Database, config: Registration): Promise<void> {
  if (await isRegistrationOpen(database, config)) return;
  throw new DomainError(
    'registration-closed',
    'This instance takes no new listeners. Its host can invite you.',
  );
}

/**
 * Lets a newcomer in, in the transaction that makes their account. A good invitation is used up by that, with registration open
 * as well: its link must not let in somebody else later. One that is not good is in nobody's way then.
 * @throws DomainError `registration-closed` or `invitation-ended`
 */
export async function admit(
  trx: DatabaseTransaction,
  config: Registration,
  invitationHash: Buffer | null,
): Promise<void> {
  if (invitationHash === null) return requireOpenRegistration(trx, config);
  if ((await takeInvitation(trx, invitationHash)) || (await isRegistrationOpen(trx, config))) return;
  throw new DomainError(
    'invitation-ended',
    'This invitation was used, has ended or was revoked. Ask the host of this instance for another.',
  );
}
