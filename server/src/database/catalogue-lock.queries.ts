import { sql } from 'kysely';
import type { DatabaseTransaction } from './database.ts';

const CATALOGUE_LOCK = 7_323;

/** Lets no track go until the transaction ends, so that what is written about it refers to something. */
export async function keepCatalogue(trx: DatabaseTransaction): Promise<void> {
  await sql`select pg_advisory_xact_lock_shared(${CATALOGUE_LOCK})`.execute(trx);
}

/** Waits for all writers that refer to tracks, and lets no other begin until the transaction ends, so that tracks can go. */
export async function lockCatalogue(trx: DatabaseTransaction): Promise<void> {
  await sql`select pg_advisory_xact_lock(${CATALOGUE_LOCK})`.execute(trx);
}
