import { setTimeout as sleep } from 'node:timers/promises';
import { sql } from 'kysely';
import { DomainError } from '../errors.ts';
import type { DatabaseTransaction } from './database.ts';
import type { ListenerId } from './listener-id.ts';

/**
 * The first keys of our advisory locks; for those of one listener the second is the listener. A transaction that takes several takes
 * them in this order: history, catalogue, descriptions or recordings, track links (which writing plays takes), and before any row of
 * the catalogue. In any other, two can wait for each other.
 */
const HISTORY = 7_321;
const UPLOADS = 7_322;
const DESCRIPTIONS = 7_323;
const CATALOGUE = 7_324;
const RECORDINGS = 7_326;
/** How often a lock is asked for that is not queued for, and for how long. */
const ASK_AGAIN_MS = 20;
const LONGEST_WAIT_MS = 60_000;

/**
 * Lets one writer of a listener's history after the other, until the transaction ends, and keeps the account from being deleted
 * meanwhile.
 * @throws DomainError `not-found` when the account is gone
 */
export const lockHistory = (trx: DatabaseTransaction, listenerId: ListenerId) =>
  lockListener(trx, HISTORY, listenerId);

/** The same at once or not at all: false while somebody else writes the history. */
export async function tryLockHistory(trx: DatabaseTransaction, listenerId: ListenerId): Promise<boolean> {
  const { rows } = await sql<{ locked: boolean }>`
    select pg_try_advisory_xact_lock(${HISTORY}::int, ${listenerId}::bigint::int) as locked`.execute(trx);
  return rows[0]?.locked ?? false;
}

/**
 * Lets one upload of a listener be filed after the other, and keeps the account from being deleted meanwhile.
 * @throws DomainError `not-found` when the account is gone
 */
export const lockUploads = (trx: DatabaseTransaction, listenerId: ListenerId) =>
  lockListener(trx, UPLOADS, listenerId);

async function lockListener(trx: DatabaseTransaction, key: number, listenerId: ListenerId): Promise<void> {
  await sql`select pg_advisory_xact_lock(${key}::int, ${listenerId}::bigint::int)`.execute(trx);
  const { rows } = await sql`select from users where id = ${listenerId} for key share`.execute(trx);
  if (rows.length === 0) throw new DomainError('not-found', 'This account is gone.');
}

/**
 * Lets one bring tracks into the catalogue after the other, until the transaction ends: what is known by its name only is given its
 * id once, and nobody waits for artists, albums and tracks of somebody who waits for theirs.
 * It is asked for until it is free, not queued for: a process that stands still would keep its places in the queue, and hold up all
 * others once for each.
 * @throws Error after a minute
 */
export async function lockDescriptions(trx: DatabaseTransaction): Promise<void> {
  const until = performance.now() + LONGEST_WAIT_MS;
  while (performance.now() < until) {
    const { rows } = await sql<{ locked: boolean }>`
      select pg_try_advisory_xact_lock(${DESCRIPTIONS}) as locked`.execute(trx);
    if (rows[0]?.locked) return;
    await sleep(ASK_AGAIN_MS * (0.5 + Math.random()));
  }
  throw new Error('Others have been bringing tracks into the catalogue for a minute.');
}

/** Lets no track go until the transaction ends, so that what is written about it refers to something. */
export async function keepCatalogue(trx: DatabaseTransaction): Promise<void> {
  await sql`select pg_advisory_xact_lock_shared(${CATALOGUE})`.execute(trx);
}

/** Waits for all writers that refer to tracks, and lets no other begin until the transaction ends, so that tracks can go. */
export async function lockCatalogue(trx: DatabaseTransaction): Promise<void> {
  await sql`select pg_advisory_xact_lock(${CATALOGUE})`.execute(trx);
}

/** Lets one make recordings of tracks after the other, until the transaction ends. */
export async function lockRecordings(trx: DatabaseTransaction): Promise<void> {
  await sql`select pg_advisory_xact_lock(${RECORDINGS})`.execute(trx);
}

/** Waits for all who write plays, and lets no other begin until the transaction ends, so that tracks can change their recording. */
export async function lockTrackLinks(trx: DatabaseTransaction): Promise<void> {
  await sql`select lock_track_links(true)`.execute(trx);
}

/**
 * Lets this transaction fail soon instead of waiting long for a lock: it gives way before PostgreSQL looks for transactions that
 * wait for each other, which takes it a second.
 */
export async function limitLockWaits(trx: DatabaseTransaction): Promise<void> {
  await sql`set local lock_timeout = '800ms'`.execute(trx);
}
