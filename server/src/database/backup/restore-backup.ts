import { pipeline } from 'node:stream/promises';
import { escapeIdentifier, type Pool, type PoolClient } from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import { StartError } from '../../errors.ts';
import { listApplied, migrate, MIGRATION_LOCK, readMigrations } from '../migrate.ts';
import { BackupFile, type Manifest } from './backup-file.ts';
import { copyTarget, describeRows, listTables, prepareTransaction } from './saved-tables.ts';

/**
 * Fills a new instance from a backup, in one transaction, and compares every table with what was saved. The schema is first made
 * as it was then, and brought up to date afterwards, as at an upgrade.
 * @throws StartError when the file is damaged or too new, the instance is not new, or a process of ours is using it
 */
export async function restoreBackup(pool: Pool, path: string): Promise<Manifest> {
  const backup = await BackupFile.open(path);
  try {
    const { manifest } = backup;
    await backup.verify();
    await makeSchemaOf(pool, manifest);
    const client = await pool.connect();
    try {
      await client.query('begin');
      await prepareTransaction(client);
      // Whoever starts now waits until the restore has ended.
      await client.query('select pg_advisory_xact_lock($1)', [MIGRATION_LOCK]);
      await requireIdle(client);
      await requireNew(client);
      await fill(client, backup);
      await endUnfinishedImports(client);
      await client.query('commit');
      await client.query('analyze');
    } finally {
      client.release(true);
    }
    await migrate(pool);
    return manifest;
  } finally {
    backup.close();
  }
}

async function makeSchemaOf(pool: Pool, { migrations, version }: Manifest) {
  const known = new Map((await readMigrations()).map(({ name, checksum }) => [name, checksum]));
  if (!migrations.every(({ name, checksum }) => known.get(name) === checksum)) {
    throw new StartError(
      `The backup was made by another version of this program, ${version}. Restore it with that.`,
    );
  }
  const client = await pool.connect();
  try {
    const saved = new Set(migrations.map(({ name }) => name));
    if ((await listApplied(client)).some(({ name }) => !saved.has(name))) {
      throw new StartError(
        'The database was set up by a newer version of this program than the backup. Restore into an empty database.',
      );
    }
  } finally {
    client.release();
  }
  await migrate(pool, migrations.at(-1)?.name);
}

async function requireIdle(client: PoolClient) {
  const { rowCount } = await client.query(
    `select from pg_stat_activity
    where datname = current_database() and application_name like 'analytics-for-spotify%'
      and application_name <> current_setting('application_name')`,
  );
  if (rowCount !== 0) {
    throw new StartError('The program is running on this database. Stop every process of it, then restore.');
  }
}

async function requireNew(client: PoolClient) {
  const { rowCount } = await client.query('select from users limit 1');
  if (rowCount !== 0) {
    throw new StartError(
      'This instance has listeners already, and a restore replaces nobody. Restore into a new DATA_DIR or an empty database.',
    );
  }
}

async function fill(client: PoolClient, backup: BackupFile) {
  const tables = await listTables(client);
  const names = tables.map(({ name }) => escapeIdentifier(name));
  // What triggers would compute is in the backup. Foreign keys are checked, which needs no rights that an owner lacks.
  for (const name of names) await client.query(`alter table ${name} disable trigger user`);
  await client.query(`truncate ${names.join(', ')} cascade`);
  for (const table of backup.manifest.tables) {
    await pipeline(await backup.read(table), client.query(copyFrom(`copy ${copyTarget(table)} from stdin`)));
    const { rows, checksum } = await describeRows(client, table);
    if (rows !== table.rows || checksum !== table.checksum) {
      throw new StartError(
        `The table ${table.name} did not come back as it was saved. Nothing was restored.`,
      );
    }
  }
  for (const [name, last] of Object.entries(backup.manifest.sequences)) {
    await client.query('select setval($1::regclass, $2)', [escapeIdentifier(name), last]);
  }
  for (const name of names) await client.query(`alter table ${name} enable trigger user`);
}

/** Uploads and the queue are not in a backup: an import that was being analysed is lost, one that was under way can be run again. */
async function endUnfinishedImports(client: PoolClient) {
  await client.query(`
    update imports set state = 'failed', stage = null,
      error = 'The backup was made before this upload was analysed. Upload it again.'
    where state in ('uploaded', 'analysing')`);
  await client.query("update imports set state = 'analysed', stage = null where state = 'importing'");
  await client.query("update imports set stage = null where state = 'imported' and stage is not null");
}
