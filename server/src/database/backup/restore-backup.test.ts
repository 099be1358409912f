import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { createTestDatabase } from '../../../test/test-database.ts';
import { startTestServer } from '../../../test/test-server.ts';
import { openDatabase } from '../database.ts';
import { migrate, readMigrations } from '../migrate.ts';
import { restoreBackup } from './restore-backup.ts';
import { writeBackup } from './write-backup.ts';

const folder = await mkdtemp(join(tmpdir(), 'analytics-restore-test-'));
afterAll(() => rm(folder, { recursive: true }));
const [source, older, served] = [
  await createTestDatabase(),
  await createTestDatabase({ empty: true }),
  await createTestDatabase(),
];
const [target, consistent, upgraded, owned] = [
  await createTestDatabase(),
  await createTestDatabase(),
  await createTestDatabase({ empty: true }),
  await createTestDatabase({ empty: true }),
];
await source.pool.query(
  "insert into users (display_name) select 'listener ' || n from generate_series(1, 50) n",
);
await source.pool.query("insert into artists (name) values (E'tab\\t, \\\\ and\\nline'), ('')");
const backup = join(folder, 'a.backup');
await writeBackup(source.pool, backup, '1.0.0');

const listUsers = async ({ pool }: Pick<typeof source, 'pool'>) =>
  (await pool.query('select * from users order by id')).rows;

test('what comes back is what was saved, and ids go on after the last one', async () => {
  await source.pool.query("delete from users where display_name = 'listener 50'");
  const path = join(folder, 'deleted.backup');
  await writeBackup(source.pool, path, '1.0.0');
  await restoreBackup(target.pool, path);
  expect(await listUsers(target)).toEqual(await listUsers(source));
  const insert = "insert into users (display_name) values ('later') returning id";
  expect((await target.pool.query(insert)).rows).toEqual([{ id: 51 }]);
  const { rows } = await target.pool.query("select from pg_trigger where tgenabled <> 'O'");
  expect(rows).toEqual([]);
});

test('what is written while a backup is made is in it whole or not at all', async () => {
  const before = await listUsers(source);
  const path = join(folder, 'meanwhile.backup');
  const writer = await source.pool.connect();
  await writer.query('begin; set local idle_in_transaction_session_timeout = 0; lock table imports');
  const saved = writeBackup(source.pool, path, '1.0.0');
  const isWaiting = async () => {
    const { rowCount } = await source.pool.query(
      "select from pg_locks where not granted and relation = 'imports'::regclass",
    );
    return rowCount === 1;
  };
  await expect.poll(isWaiting).toBe(true);
  // Listeners are saved by now, what belongs to them is not.
  await writer.query(`with later as (insert into users (display_name) values ('later') returning id)
    insert into imports (user_id, file_names) select id, '{}' from later`);
  await writer.query('commit');
  writer.release();
  await saved;
  await restoreBackup(consistent.pool, path);
  expect(await listUsers(consistent)).toEqual(before);
  expect((await consistent.pool.query('select from imports')).rowCount).toBe(0);
  await source.pool.query("delete from users where display_name = 'later'");
});

test('an instance with listeners is left alone', async () => {
  const before = await listUsers(source);
  await expect(restoreBackup(source.pool, backup)).rejects.toThrow('has listeners already');
  expect(await listUsers(source)).toEqual(before);
});

test('a file that is not as it was written is refused', async () => {
  const bytes = await readFile(backup);
  const path = join(folder, 'damaged.backup');
  // Behind the name of the table's file come its packed rows.
  const rowsAt = bytes.indexOf('tables/users.copy') + 60;
  const damaged = Buffer.from(bytes);
  damaged.fill(0x55, rowsAt, rowsAt + 20);
  await writeFile(path, damaged);
  await expect(restoreBackup(upgraded.pool, path)).rejects.toThrow(/is damaged.* users/);
  await writeFile(path, bytes.subarray(0, bytes.length / 2));
  await expect(restoreBackup(upgraded.pool, path)).rejects.toThrow('cannot be read as a backup');
});

test('a database that the program is running on is refused', async () => {
  const server = await startTestServer(served);
  const own = openDatabase({ ...served.connection, application_name: 'analytics-for-spotify backup' });
  await expect(restoreBackup(own.pool, backup)).rejects.toThrow('The program is running');
  await server.close();
  await restoreBackup(own.pool, backup);
  expect(await listUsers(own)).toHaveLength(50);
  await own.close();
});

test('a backup of an older version is brought up to date', async () => {
  await migrate(older.pool, '0009_catalogue_versions.sql');
  await older.pool.query("insert into users (display_name) values ('anna')");
  const path = join(folder, 'older.backup');
  await writeBackup(older.pool, path, '0.9.0');
  await restoreBackup(upgraded.pool, path);
  expect(await listUsers(upgraded)).toMatchObject([{ display_name: 'anna' }]);
  const { rows } = await upgraded.pool.query('select name, checksum from schema_migrations order by name');
  const migrations = await readMigrations();
  expect(rows).toEqual(migrations.map(({ name, checksum }) => ({ name, checksum })));
  await expect(restoreBackup(target.pool, path)).rejects.toThrow('set up by a newer version');
});

test('the owner of a database needs no further rights', async () => {
  const role = `owner_of_${owned.name}`;
  await owned.pool.query(`create role ${role} login; alter database ${owned.name} owner to ${role}`);
  const owner = openDatabase({ ...owned.connection, user: role });
  await restoreBackup(owner.pool, backup);
  expect(await listUsers(owner)).toHaveLength(50);
  await owner.close();
  await owned.pool.query(
    `alter database ${owned.name} owner to postgres; reassign owned by ${role} to postgres; drop owned by ${role}; drop role ${role}`,
  );
});
