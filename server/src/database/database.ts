import { Kysely, PostgresDialect, type Transaction } from 'kysely';
import { Pool, type PoolConfig, TypeOverrides, types as pgTypes } from 'pg';
import type { Schema } from './schema.ts';

/** The handle that every query takes first. */
export type Database = Kysely<Schema>;

/** A handle that is proof of an open transaction. */
export type DatabaseTransaction = Transaction<Schema>;

/** The oldest server that the migrations work on. */
export const OLDEST_POSTGRES = 15;

/**
 * A process that stands still in the middle of a transaction would keep its locks for as long as it does; after this long the
 * server ends the transaction, and who waits for it goes on. The queue, too, gives up a process that is silent for so long.
 */
const LONGEST_IDLE_MS = 15_000;

const { builtins } = pgTypes;

/** Counts and ids fit a double; local times and days are text, because they are not instants. */
const types = new TypeOverrides();
types.setTypeParser(builtins.INT8, Number);
types.setTypeParser(builtins.TIMESTAMP, String);
types.setTypeParser(builtins.DATE, String);

export interface DatabasePool {
  readonly pool: Pool;
  readonly database: Database;
  close(): Promise<void>;
}

/**
 * Opens a pool on a PostgreSQL server. A connection that breaks while idle is reported and replaced; queries in
 * flight fail by themselves.
 */
export function openDatabase(
  connection: PoolConfig,
  onIdleError: (error: Error) => void = () => {},
): DatabasePool {
  const pool = new Pool({
    max: 10,
    connectionTimeoutMillis: 5_000,
    application_name: 'analytics-for-spotify',
    idle_in_transaction_session_timeout: LONGEST_IDLE_MS,
    ...connection,
    types,
  });
  // Of a connection that breaks in the middle of a transaction its queries tell; unheard, its event would end the process.
  pool.on('connect', (client) => client.on('error', () => {}));
  pool.on('error', (error) => {
    // The pool calls itself ended before its connections are.
    if (!pool.ending) onIdleError(error);
  });
  const database = new Kysely<Schema>({ dialect: new PostgresDialect({ pool }) });
  return {
    pool,
    database,
    async close() {
      // Kysely ends the pool only once it has used it.
      await database.destroy();
      if (!pool.ending) await pool.end();
    },
  };
}
