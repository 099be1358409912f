import { sql } from 'kysely';
import type { Database } from './database.ts';

/** Whether the database answers. */
export async function isReachable(database: Database): Promise<boolean> {
  try {
    await sql`select`.execute(database);
    return true;
  } catch {
    return false;
  }
}

/** How many rows each table has, as PostgreSQL's own statistics know it; exact counting of large tables takes long. */
export async function countRows(database: Database): Promise<Record<string, number>> {
  const { rows } = await sql<{ name: string; rows: number }>`
    select c.relname as name, greatest(c.reltuples, coalesce(s.n_live_tup, 0))::bigint as rows
    from pg_class c left join pg_stat_user_tables s on s.relid = c.oid
    where c.relkind in ('r', 'p') and c.relnamespace = 'public'::regnamespace
    order by 1`.execute(database);
  return Object.fromEntries(rows.map(({ name, rows: count }) => [name, count]));
}

/** What the database takes on the disk, in bytes: all of it, and each table with its indexes. */
export async function measureStorage(
  database: Database,
): Promise<{ bytes: number; tables: Record<string, number> }> {
  const { rows } = await sql<{ name: string; bytes: number; all: number }>`
    select relname as name, pg_total_relation_size(oid) as bytes, pg_database_size(current_database()) as all
    from pg_class where relkind = 'r' and relnamespace = 'public'::regnamespace`.execute(database);
  return {
    bytes: rows[0]?.all ?? 0,
    tables: Object.fromEntries(rows.map(({ name, bytes }) => [name, bytes])),
  };
}
