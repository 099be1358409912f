import { type RawBuilder, sql } from 'kysely';
import type { DatabaseTransaction } from './database.ts';

type Area = 'catalogue' | 'plays' | 'matches' | 'enrichments';

/** The tables with the columns that plans depend on; looking at all takes several times as long. */
const TABLES: Record<Area, RawBuilder<unknown>> = {
  catalogue: sql`artists, albums, tracks, track_artists`,
  plays: sql`plays (user_id, id, track_id, played_at, import_id, source, counted), hour_totals, calendar_totals, subject_totals`,
  matches: sql`import_matches (user_id, import_id, position, play_id)`,
  enrichments: sql`play_enrichments (user_id, id, import_id, play_id)`,
};

const MANY_ROWS = 1_000;

/** What PostgreSQL looks at of a table is 300 rows for each; by default 100 of them, which takes three times as long. */
const TARGET = 30;

/**
 * Tells the planner at once of rows that came in by the thousand. Until the server notices by itself, about a minute later, it
 * takes the tables for empty and plans accordingly.
 */
export async function refreshStatistics(trx: DatabaseTransaction, area: Area, rows: number): Promise<void> {
  if (rows < MANY_ROWS) return;
  await sql`set local default_statistics_target = ${sql.lit(TARGET)}`.execute(trx);
  await sql`analyze ${TABLES[area]}`.execute(trx);
}
