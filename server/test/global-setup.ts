import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import type { TestProject } from 'vitest/node';
import { openDatabase } from '../src/database/database.ts';
import { startEmbedded } from '../src/database/embedded.ts';
import { migrate } from '../src/database/migrate.ts';
import { TEMPLATE } from './test-database.ts';

declare module 'vitest' {
  export interface ProvidedContext {
    postgresSocket: string;
  }
}

/** One real PostgreSQL for the whole run, with a migrated database that every test file clones. */
// oxlint-disable-next-line import/no-default-export -- the form that vitest asks for
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const directory = await mkdtemp(join(tmpdir(), 'analytics-test-'));
  const log = { info: () => {}, error: (message: string) => process.stderr.write(`${message}\n`) };
  const server = await startEmbedded(directory, log, {
    fsync: 'off',
    synchronous_commit: 'off',
    full_page_writes: 'off',
    max_connections: '200',
  });
  const admin = new Client({ ...server.connection, database: 'postgres' });
  await admin.connect();
  await admin.query(`create database ${TEMPLATE}`);
  const template = openDatabase({ ...server.connection, database: TEMPLATE });
  await migrate(template.pool);
  await template.close();
  await admin.end();
  project.provide('postgresSocket', String(server.connection.host));
  return async () => {
    await server.stop();
    await rm(directory, { recursive: true, force: true });
  };
}
