import type { Invitation } from '@analytics/contract/invitation';
import { sql } from 'kysely';
import type { Database, DatabaseTransaction } from '../database/database.ts';
import { DomainError } from '../errors.ts';
import { hashToken, makeToken } from './token-hash.ts';

/** How long an invitation can be used. */
const INVITATION_DAYS = 7;
const COLUMNS = ['id', 'note', 'created_at as createdAt', 'expires_at as endsAt'] as const;
const NOW = sql<Date>`now()`;

/** Makes an invitation, whose token is answered here and never again. */
export async function insertInvitation(
  database: Database,
  note: string | null,
): Promise<{ invitation: Invitation; token: string }> {
  const token = makeToken();
  const row = await database
    .insertInto('invitations')
    .values({
      token_hash: hashToken(token),
      note,
      expires_at: sql`now() + make_interval(days => ${INVITATION_DAYS})`,
    })
    .returning(COLUMNS)
    .executeTakeFirstOrThrow();
  return { invitation: describe(row), token };
}

/** The invitations that can still be used, the latest first. */
export async function listInvitations(database: Database): Promise<Invitation[]> {
  const rows = await database
    .selectFrom('invitations')
    .select(COLUMNS)
    .where('expires_at', '>', NOW)
    .orderBy('id', 'desc')
    .execute();
  return rows.map(describe);
}

/** Until when an invitation can be used, if it can. */
export async function findInvitationEnd(database: Database, token: string): Promise<Date | undefined> {
  const row = await database
    .selectFrom('invitations')
    .select('expires_at')
    .where('token_hash', '=', hashToken(token))
    .where('expires_at', '>', NOW)
    .executeTakeFirst();
  return row?.expires_at;
}

/** Revokes an invitation. @throws DomainError `not-found` */
export async function deleteInvitation(database: Database, id: number): Promise<void> {
  const { numDeletedRows } = await database.deleteFrom('invitations').where('id', '=', id).executeTakeFirst();
  if (numDeletedRows === 0n) throw new DomainError('not-found', 'There is no such invitation any more.');
}

/** Uses an invitation up, if it is good. Of two at once the second waits for the first, and finds none once that has committed. */
export async function takeInvitation(trx: DatabaseTransaction, tokenHash: Buffer): Promise<boolean> {
  const { numDeletedRows } = await trx
    .deleteFrom('invitations')
    .where('token_hash', '=', tokenHash)
    .where('expires_at', '>', NOW)
    .executeTakeFirst();
  return numDeletedRows > 0n;
}

function describe(row: { id: number; note: string | null; createdAt: Date; endsAt: Date }): Invitation {
  return { ...row, createdAt: row.createdAt.toISOString(), endsAt: row.endsAt.toISOString() };
}
