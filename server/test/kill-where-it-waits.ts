import { sql } from 'kysely';
import { expect } from 'vitest';
import type { DatabaseTransaction } from '../src/database/database.ts';
import type { ChildServer } from './child-server.ts';
import type { TestDatabase } from './test-database.ts';

/** Lets a worker do something up to where it waits for what the test holds, and kills it there. */
export async function killWhereItWaits(
  { database, pool }: TestDatabase,
  worker: ChildServer,
  hold: (trx: DatabaseTransaction) => Promise<unknown>,
  order: () => Promise<unknown>,
): Promise<void> {
  const listWaiting = async () => {
    const { rows } = await pool.query<{ pid: number }>(
      "select pid from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'",
    );
    return rows.map(({ pid }) => pid);
  };
  let waiting: number[] = [];
  await database.transaction().execute(async (trx) => {
    await sql`set local idle_in_transaction_session_timeout = 0`.execute(trx);
    await hold(trx);
    await order();
    await expect.poll(listWaiting).not.toEqual([]);
    waiting = await listWaiting();
    await worker.kill();
  });
  const countLeft = async () => {
    const left = await pool.query('select from pg_stat_activity where pid = any($1)', [waiting]);
    return left.rowCount;
  };
  await expect.poll(countLeft).toBe(0);
}
