import { sql } from 'kysely';
import type { DatabaseTransaction } from '../database/database.ts';

/** Brings the planner's idea of the catalogue up to date after many rows came in at once. */
export async function refreshStatistics(trx: DatabaseTransaction): Promise<void> {
  await sql`analyze artists, albums, tracks, track_artists`.execute(trx);
}
