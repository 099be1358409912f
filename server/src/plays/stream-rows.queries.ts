import { type RawBuilder, sql } from 'kysely';
import type { DatabaseTransaction } from '../database/database.ts';

/** Reads a query through a cursor of the transaction, so many rows at a time, so that its length does not matter. */
export async function* streamRows<Row>(
  trx: DatabaseTransaction,
  cursor: string,
  query: RawBuilder<unknown>,
  fetchRows: number,
): AsyncGenerator<Row[]> {
  const name = sql.id(cursor);
  await sql`declare ${name} no scroll cursor for ${query}`.execute(trx);
  for (;;) {
    const { rows } = await sql<Row>`fetch forward ${sql.lit(fetchRows)} from ${name}`.execute(trx);
    if (rows.length === 0) break;
    yield rows;
  }
  await sql`close ${name}`.execute(trx);
}
