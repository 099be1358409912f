import { sql } from 'kysely';
import { DomainError } from '../errors.ts';
import type { DatabaseTransaction } from './database.ts';
import type { ListenerId } from './listener-id.ts';

/** First key of the advisory locks under which one listener's plays are written; the second is the listener. */
const HISTORY_LOCK = 7_321;

/**
 * Lets one writer of a listener's history after the other, until the transaction ends, and keeps the account from being deleted
 * meanwhile.
 * @throws DomainError `not-found` when the account is gone
 */
export async function lockHistory(trx: DatabaseTransaction, listenerId: ListenerId): Promise<void> {
  await sql`select pg_advisory_xact_lock(${HISTORY_LOCK}::int, ${listenerId}::bigint::int)`.execute(trx);
  const { rows } = await sql`select from users where id = ${listenerId} for key share`.execute(trx);
  if (rows.length === 0) throw new DomainError('not-found', 'This account is gone.');
}
