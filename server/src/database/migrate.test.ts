import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Pool } from 'pg';
import { expect, test } from 'vitest';
import { createTestDatabase } from '../../test/test-database.ts';
import { StartError } from '../errors.ts';
import { openDatabase } from './database.ts';
import { migrate } from './migrate.ts';

const [fresh, broken, older, killed] = [
  await createTestDatabase({ empty: true }),
  await createTestDatabase({ empty: true }),
  await createTestDatabase({ empty: true }),
  await createTestDatabase({ empty: true }),
];
const [current, changed, newer] = [
  await createTestDatabase(),
  await createTestDatabase(),
  await createTestDatabase(),
];

/** Advisory locks that somebody holds in this database. */
async function countLocks(pool: Pool): Promise<number | null> {
  const { rowCount } = await pool.query(
    `select from pg_locks l join pg_database d on d.oid = l.database
    where l.locktype = 'advisory' and d.datname = current_database()`,
  );
  return rowCount;
}

/** Every column, and how every index and function is defined. */
async function describeSchema(pool: Pool): Promise<unknown[]> {
  const { rows } = await pool.query<{ what: string }>(`
    select concat_ws(' ', table_name, column_name, data_type, column_default, is_nullable) as what
    from information_schema.columns where table_schema = 'public'
    union all select indexdef from pg_indexes where schemaname = 'public'
    union all select pg_get_functiondef(oid) from pg_proc
    where pronamespace = 'public'::regnamespace and prokind = 'f' and probin is null
    order by 1`);
  return rows;
}

const files = readdirSync(new URL('./migrations/', import.meta.url)).toSorted();

test('many processes that start at once apply each migration once', async () => {
  const { pool, connection } = fresh;
  const pools = Array.from({ length: 5 }, () => openDatabase(connection));
  await Promise.all(pools.map((other) => migrate(other.pool)));
  await Promise.all(pools.map((other) => other.close()));
  const { rows } = await pool.query<{ name: string }>('select name from schema_migrations order by name');
  expect(rows.map(({ name }) => name)).toEqual(files);
  expect(await countLocks(pool)).toBe(0);
});

test('an up-to-date database is left as it is', async () => {
  const { pool } = current;
  const read = async () => (await pool.query('select * from schema_migrations order by name')).rows;
  const before = await read();
  await migrate(pool);
  expect(await read()).toEqual(before);
});

test('a migration that was changed afterwards is refused', async () => {
  const { pool } = changed;
  await pool.query('update schema_migrations set checksum = $1 where name = $2', ['another', files[0]]);
  const refused = migrate(pool);
  await expect(refused).rejects.toThrow(StartError);
  await expect(refused).rejects.toThrow(`Migration ${files[0]} was changed`);
});

test('a database of a newer program is refused', async () => {
  const { pool } = newer;
  await pool.query("insert into schema_migrations values ('9999_future.sql', 'x')");
  const refused = migrate(pool);
  await expect(refused).rejects.toThrow(StartError);
  await expect(refused).rejects.toThrow(/newer version of this program \(it knows 9999_future.sql\)/);
  expect(await countLocks(pool)).toBe(0);
});

test('a migration that fails leaves nothing half done', async () => {
  const { pool } = broken;
  await pool.query('create table imports (wrong text)');
  await expect(migrate(pool)).rejects.toThrow('"imports" already exists');
  const { rows } = await pool.query(
    "select to_regclass('users') as users, count(*)::int from schema_migrations",
  );
  expect(rows).toEqual([{ users: null, count: 0 }]);
  await pool.query('drop table imports');
  await migrate(pool);
});

test('a process that is killed in the middle of a migration leaves nothing half done, and the next start goes on', async () => {
  const { pool, url } = killed;
  const holder = fileURLToPath(new URL('../../test/migration-holder.ts', import.meta.url));
  for (const [at, file] of files.slice(0, 4).entries()) {
    // The table in which each migration is noted exists from the first one on.
    if (at === 0) {
      await migrate(pool, file);
      continue;
    }
    const client = await pool.connect();
    await client.query('begin');
    await client.query('lock table schema_migrations in exclusive mode');
    const child = spawn(process.execPath, [holder, url], { stdio: 'inherit' });
    const exited = once(child, 'exit');
    const waiting = async () => {
      const { rows } = await client.query<{ pid: number }>(
        "select pid from pg_locks where not granted and relation = 'schema_migrations'::regclass",
      );
      return rows.map(({ pid }) => pid);
    };
    await expect.poll(waiting, { timeout: 30_000 }).toHaveLength(1);
    child.kill('SIGKILL');
    await exited;
    // As if the database server had gone along; by itself it would first do what it has been told.
    await client.query('select pg_terminate_backend(pid) from unnest($1::int[]) pid', [await waiting()]);
    await expect.poll(waiting, { timeout: 30_000 }).toEqual([]);
    await client.query('rollback');
    client.release();
    await migrate(pool, file);
  }
  await migrate(pool);
  expect(await describeSchema(pool)).toEqual(await describeSchema(current.pool));
});

test('a server that is too old is refused', async () => {
  const { pool, name, connection } = older;
  // The server's own function is hidden behind one that tells of an older version.
  await pool.query('create schema older');
  await pool.query(`create function older.current_setting(name text) returns text language sql
    as $$ select case name when 'server_version_num' then '140012' when 'server_version' then '14.12' end $$`);
  await pool.query(`alter database ${name} set search_path = older, public, pg_catalog`);
  const other = openDatabase(connection);
  const refused = migrate(other.pool);
  await expect(refused).rejects.toThrow(StartError);
  await expect(refused).rejects.toThrow('PostgreSQL 14.12 is too old: version 15 or newer is needed.');
  await other.close();
});
