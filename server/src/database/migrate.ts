import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import type pg from 'pg';
import { OLDEST_POSTGRES } from './database.ts';
import { StartError } from '../errors.ts';

const directory = new URL('./migrations/', import.meta.url);
/** Held while the schema changes; any number that no other program on this database is likely to lock. */
export const MIGRATION_LOCK = 7_321_904_416;

export interface AppliedMigration {
  readonly name: string;
  readonly checksum: string;
}

/**
 * Brings the schema up to date: forward only, each file once, each in a transaction, under a lock, so that many
 * processes may start at once. With `last` it stops after the migration of that name.
 * @throws StartError when the server is too old, or the database was made by other files than these.
 */
export async function migrate(pool: pg.Pool, last?: string): Promise<void> {
  const client = await pool.connect();
  try {
    await requireVersion(client);
    await client.query('select pg_advisory_lock($1)', [MIGRATION_LOCK]);
    await client.query(
      'create table if not exists schema_migrations (name text primary key, checksum text not null, applied_at timestamptz not null default now())',
    );
    const known = new Map((await listApplied(client)).map((row) => [row.name, row.checksum]));
    for (const migration of await readMigrations()) {
      if (last !== undefined && migration.name > last) break;
      await apply(client, migration, known.get(migration.name));
      known.delete(migration.name);
    }
    if (known.size > 0) {
      throw new StartError(
        `The database was made by a newer version of this program (it knows ${[...known.keys()].join(', ')}). Start that version, or restore a backup from before the upgrade.`,
      );
    }
  } finally {
    await client.query('select pg_advisory_unlock_all()').catch(() => {});
    client.release();
  }
}

interface Migration extends AppliedMigration {
  readonly sql: string;
}

/** What has made the schema as it is, in order; nothing when the database is not ours yet. */
export async function listApplied(client: pg.ClientBase): Promise<AppliedMigration[]> {
  const { rows } = await client.query<{ exists: boolean }>(
    "select to_regclass('schema_migrations') is not null as exists",
  );
  if (!rows[0]?.exists) return [];
  const applied = await client.query<AppliedMigration>(
    'select name, checksum from schema_migrations order by name',
  );
  return applied.rows;
}

/** The migrations that this version of the program knows, in order. */
export async function readMigrations(): Promise<Migration[]> {
  const names = (await readdir(directory)).filter((name) => name.endsWith('.sql')).sort();
  return Promise.all(
    names.map(async (name) => {
      const text = await readFile(new URL(name, directory), 'utf8');
      return { name, sql: text, checksum: createHash('sha256').update(text).digest('hex') };
    }),
  );
}

async function apply(client: pg.PoolClient, migration: Migration, appliedChecksum: string | undefined) {
  if (appliedChecksum === migration.checksum) return;
  if (appliedChecksum !== undefined) {
    throw new StartError(`Migration ${migration.name} was changed after it was applied to this database.`);
  }
  await client.query('begin');
  try {
    await client.query(migration.sql);
    await client.query('insert into schema_migrations (name, checksum) values ($1, $2)', [
      migration.name,
      migration.checksum,
    ]);
    await client.query('commit');
  } catch (error) {
    await client.query('rollback');
    throw error;
  }
}

async function requireVersion(client: pg.PoolClient) {
  const { rows } = await client.query<{ number: string; name: string }>(
    "select current_setting('server_version_num') as number, current_setting('server_version') as name",
  );
  const version = rows[0];
  if (version === undefined || Math.floor(Number(version.number) / 10_000) < OLDEST_POSTGRES) {
    throw new StartError(
      `PostgreSQL ${version?.name ?? '?'} is too old: version ${OLDEST_POSTGRES} or newer is needed.`,
    );
  }
}
