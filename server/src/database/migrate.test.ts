import { readdirSync } from 'node:fs';
import type { Pool } from 'pg';
import { expect, test } from 'vitest';
import { createTestDatabase } from '../../test/test-database.ts';
import { StartError } from '../errors.ts';
import { openDatabase } from './database.ts';
import { migrate } from './migrate.ts';

const [fresh, broken, older] = [
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
