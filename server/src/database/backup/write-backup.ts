import { existsSync } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import type { Pool } from 'pg';
import { to as copyTo } from 'pg-copy-streams';
import { StartError } from '../../errors.ts';
import { listApplied } from '../migrate.ts';
import { BackupFile, type Manifest, type SavedTable, writeBackupFile } from './backup-file.ts';
import { copyTarget, describeRows, listTables, prepareTransaction, readSequences } from './saved-tables.ts';

/**
 * Writes what the database holds at one moment into a new file, whoever writes to the database meanwhile, and reads the file
 * again before it gets its name. Sessions, the queue and uploads that are not analysed yet are not in it.
 * @throws StartError when there is nothing to save, or the file exists
 */
export async function writeBackup(pool: Pool, path: string, version: string): Promise<Manifest> {
  if (existsSync(path)) throw new StartError(`${path} exists already; a backup replaces no file.`);
  const draft = `${path}.part`;
  try {
    await writeSnapshot(pool, draft, version);
    const backup = await BackupFile.open(draft);
    try {
      await backup.verify();
      await rename(draft, path);
      return backup.manifest;
    } finally {
      backup.close();
    }
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === undefined || !/^E[A-Z]{2,}$/.test(code)) throw error;
    throw new StartError(`The backup cannot be written: ${message}.`);
  } finally {
    await rm(draft, { force: true });
  }
}

async function writeSnapshot(pool: Pool, path: string, version: string): Promise<void> {
  const client = await pool.connect();
  try {
    await client.query('begin isolation level repeatable read, read only');
    await prepareTransaction(client);
    const migrations = await listApplied(client);
    if (migrations.length === 0) throw new StartError('There is nothing to back up: the database is empty.');
    const createdAt = new Date().toISOString();
    await writeBackupFile(path, async (addTable) => {
      const tables: SavedTable[] = [];
      for (const table of await listTables(client)) {
        const rows = client.query(copyTo(`copy ${copyTarget(table)} to stdout`));
        const sha256 = await addTable(table.name, rows);
        tables.push({ ...table, ...(await describeRows(client, table)), sha256 });
      }
      // No snapshot holds for sequences: read last, they are never behind the rows.
      return { version, createdAt, migrations, tables, sequences: await readSequences(client) };
    });
    await client.query('commit');
  } finally {
    // One that is in the middle of a copy is of no more use.
    client.release(true);
  }
}
