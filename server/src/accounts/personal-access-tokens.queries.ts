import type { NewPersonalAccessToken, PersonalAccessToken } from '@analytics/contract/account';
import { sql } from 'kysely';
import type { Database } from '../database/database.ts';
import { type ListenerId, provenListenerId } from '../database/listener-id.ts';
import { DomainError } from '../errors.ts';
import type { SignedIn } from '../http/signed-in.ts';
import { listenerVersion } from './sessions.queries.ts';
import { hashToken, makeToken } from './token-hash.ts';

/** What every token begins with, so that scanners for leaked secrets know one when they see it. */
const PREFIX = 'afs_';
const MOST_TOKENS = 20;
/** The last use is written at most this often, so that reading does not write. */
const NOTE_AFTER_SECONDS = 60;

/** Makes a token, whose text is answered here and never again. @throws DomainError `wrong-state` when there are too many */
export async function insertPersonalAccessToken(
  database: Database,
  listenerId: ListenerId,
  { name, access }: NewPersonalAccessToken,
): Promise<PersonalAccessToken & { token: string }> {
  return database.transaction().execute(async (trx) => {
    // Two at once must not both be the last that may be.
    await trx
      .selectFrom('users')
      .select('id')
      .where('id', '=', listenerId)
      .forNoKeyUpdate()
      .executeTakeFirstOrThrow();
    const { count } = await trx
      .selectFrom('personal_access_tokens')
      .select((eb) => eb.fn.countAll<number>().as('count'))
      .where('user_id', '=', listenerId)
      .executeTakeFirstOrThrow();
    if (count >= MOST_TOKENS) {
      throw new DomainError('wrong-state', `There are ${MOST_TOKENS} tokens already: revoke one first.`);
    }
    const token = `${PREFIX}${makeToken()}`;
    const row = await trx
      .insertInto('personal_access_tokens')
      .values({ user_id: listenerId, token_hash: hashToken(token), name, access })
      .returning(['id', 'created_at'])
      .executeTakeFirstOrThrow();
    return { id: row.id, name, access, createdAt: row.created_at.toISOString(), lastUsedAt: null, token };
  });
}

/** The tokens of a listener, the latest first. */
export async function listPersonalAccessTokens(
  database: Database,
  listenerId: ListenerId,
): Promise<PersonalAccessToken[]> {
  const rows = await database
    .selectFrom('personal_access_tokens')
    .select(['id', 'name', 'access', 'created_at', 'last_used_at'])
    .where('user_id', '=', listenerId)
    .orderBy('id', 'desc')
    .execute();
  return rows.map(({ created_at: createdAt, last_used_at: lastUsedAt, ...row }) => ({
    ...row,
    createdAt: createdAt.toISOString(),
    lastUsedAt: lastUsedAt?.toISOString() ?? null,
  }));
}

/** Whom the token stands for, if there is such a token; its use is noted. */
export async function findTokenHolder(database: Database, token: string): Promise<SignedIn | undefined> {
  const row = await database
    .selectFrom('personal_access_tokens as t')
    .innerJoin('users as u', 'u.id', 't.user_id')
    .select([
      't.id as tokenId',
      't.access',
      'u.id',
      'u.is_host as isHost',
      sql<boolean>`coalesce(t.last_used_at < now() - make_interval(secs => ${NOTE_AFTER_SECONDS}), true)`.as(
        'isToNote',
      ),
      listenerVersion,
    ])
    .where('t.token_hash', '=', hashToken(token))
    .executeTakeFirst();
  if (!row) return undefined;
  if (row.isToNote) {
    await database
      .updateTable('personal_access_tokens')
      .set({ last_used_at: sql<Date>`now()` })
      .where('id', '=', row.tokenId)
      .execute();
  }
  return { id: provenListenerId(row.id), isHost: row.isHost, version: row.version, access: row.access };
}

/** Revokes a token of the listener. @throws DomainError `not-found` */
export async function deletePersonalAccessToken(
  database: Database,
  listenerId: ListenerId,
  id: number,
): Promise<void> {
  const { numDeletedRows } = await database
    .deleteFrom('personal_access_tokens')
    .where('id', '=', id)
    .where('user_id', '=', listenerId)
    .executeTakeFirst();
  if (numDeletedRows === 0n) throw new DomainError('not-found', 'There is no such token of yours.');
}
