import { sql } from 'kysely';
import type { Database } from '../database/database.ts';

/** So many days, weeks or months are counted at once; who adds to one of them waits so long. */
const PORTION = 200;

/**
 * Counts the tracks and artists of the days, weeks and months that so many plays came to or went from that it was left for later
 * (0007_calendar_totals.sql). Those that somebody is changing wait for the next time, and so does a listener whose import is
 * under way: it would be slowed down and change the figures again.
 */
export async function countCalendars(database: Database): Promise<void> {
  const { rows: listeners } = await sql<{ id: number }>`
    select distinct user_id as id from calendar_totals where tracks is null`.execute(database);
  for (const { id } of listeners) {
    let counted = PORTION;
    while (counted === PORTION) {
      const { rows } = await sql<{ counted: number }>`
        select count_calendar_totals(${id}, ${PORTION}) as counted
        where not exists (select from imports where user_id = ${id} and state in ('analysing', 'importing'))`.execute(
        database,
      );
      counted = rows[0]?.counted ?? 0;
    }
  }
}
