import { sql } from 'kysely';
import type { DatabaseTransaction } from './database.ts';

type Area = 'catalogue' | 'plays' | 'matches' | 'enrichments';

const TABLES: Record<Area, readonly string[]> = {
  catalogue: ['artists', 'albums', 'tracks', 'track_artists'],
  plays: ['plays', 'hour_totals', 'recording_totals'],
  matches: ['import_matches'],
  enrichments: ['play_enrichments'],
};

const MANY_ROWS = 1_000;

/**
 * Tells the planner at once of rows that came in by the thousand. Until the server notices by itself, about a minute later, it
 * takes the tables for empty and plans accordingly.
 */
export async function refreshStatistics(trx: DatabaseTransaction, area: Area, rows: number): Promise<void> {
  if (rows < MANY_ROWS) return;
  await sql`analyze ${sql.join(TABLES[area].map((name) => sql.table(name)))}`.execute(trx);
}
