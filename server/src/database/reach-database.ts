import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { PoolConfig } from 'pg';
import type { Config } from '../config.ts';
import { StartError } from '../errors.ts';
import { type DatabasePool, openDatabase } from './database.ts';
import { isClaimed, socketDirectory } from './directory-claim.ts';
import { embeddedConnection, startEmbedded } from './embedded.ts';

type Place = Pick<Config, 'databaseUrl' | 'dataDir'>;
const log = { info: () => {}, error: (message: string) => void process.stderr.write(`${message}\n`) };

/** Uses the database of an instance whether the program runs or not; an embedded server that does not is started meanwhile. */
export async function withDatabase<T>(
  { databaseUrl, dataDir }: Place,
  work: (database: DatabasePool) => Promise<T>,
): Promise<T> {
  if (databaseUrl !== undefined) return withConnection({ connectionString: databaseUrl }, work);
  if (!existsSync(join(dataDir, 'postgres'))) throw new StartError(`There is no database in ${dataDir}.`);
  if (await isClaimed(socketDirectory(dataDir))) return withConnection(embeddedConnection(dataDir), work);
  return withEmbedded(dataDir, work);
}

/**
 * Uses the database of an instance that does not run; an embedded one is made when absent.
 * @throws StartError when another process is using the data directory
 */
export function withIdleDatabase<T>(
  { databaseUrl, dataDir }: Place,
  work: (database: DatabasePool) => Promise<T>,
): Promise<T> {
  return databaseUrl === undefined
    ? withEmbedded(dataDir, work)
    : withConnection({ connectionString: databaseUrl }, work);
}

async function withEmbedded<T>(dataDir: string, work: (database: DatabasePool) => Promise<T>): Promise<T> {
  const server = await startEmbedded(dataDir, log);
  try {
    return await withConnection(server.connection, work);
  } finally {
    await server.stop();
  }
}

async function withConnection<T>(
  connection: PoolConfig,
  work: (database: DatabasePool) => Promise<T>,
): Promise<T> {
  const database = openDatabase({ ...connection, application_name: 'analytics-for-spotify upkeep', max: 1 });
  try {
    await database.pool.query('select').catch((error: Error) => {
      throw new StartError(`The database cannot be reached: ${error.message}.`);
    });
    return await work(database);
  } finally {
    await database.close();
  }
}
