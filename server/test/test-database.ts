import { randomBytes } from 'node:crypto';
import { Client, type PoolConfig } from 'pg';
import { afterAll, inject } from 'vitest';
import { type DatabasePool, openDatabase } from '../src/database/database.ts';

export const TEMPLATE = 'analytics_template';

export interface TestDatabase extends DatabasePool {
  readonly name: string;
  /** For `DATABASE_URL`. */
  readonly url: string;
  readonly connection: PoolConfig;
}

/**
 * A database of the test file's own, cloned from the migrated template (`empty`: without any table) and dropped after the
 * file. A test that leaves a connection open fails the file there.
 */
export async function createTestDatabase({ empty = false } = {}): Promise<TestDatabase> {
  const host = inject('postgresSocket');
  const name = `test_${randomBytes(6).toString('hex')}`;
  await administer(host, `create database ${name} template ${empty ? 'template0' : TEMPLATE}`);
  const connection = { host, port: 5432, user: 'postgres', database: name };
  const pool = openDatabase(connection);
  afterAll(async () => {
    await pool.close();
    await administer(host, `drop database ${name}`);
  });
  return {
    ...pool,
    name,
    connection,
    url: `postgresql:///${name}?host=${encodeURIComponent(host)}&user=postgres`,
  };
}

async function administer(host: string, statement: string) {
  const client = new Client({ host, port: 5432, user: 'postgres', database: 'postgres' });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}
