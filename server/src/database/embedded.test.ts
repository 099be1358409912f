import { chmod, chown, cp, mkdir, mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { findPostmaster } from '../../test/processes.ts';
import { StartError } from '../errors.ts';
import { socketDirectory } from './directory-claim.ts';
import { type EmbeddedServer, startEmbedded } from './embedded.ts';

const root = await mkdtemp(join(tmpdir(), 'analytics-embedded-'));
await chmod(root, 0o711);
const cluster = join(root, 'first');
const log = { info: () => {}, error: () => {} };
const running: EmbeddedServer[] = [];
afterAll(async () => {
  for (const server of running) await server.stop();
  await rm(root, { recursive: true });
});

async function start(directory: string): Promise<EmbeddedServer> {
  const server = await startEmbedded(directory, log);
  running.push(server);
  return server;
}

async function stop(server: EmbeddedServer) {
  running.splice(running.indexOf(server), 1);
  await server.stop();
}

async function query(server: EmbeddedServer, text: string): Promise<unknown[]> {
  const client = new Client(server.connection);
  await client.connect();
  try {
    return (await client.query<Record<string, unknown>>(text)).rows;
  } finally {
    await client.end();
  }
}

/** A folder with a finished cluster, without the time that making one takes. */
async function copyCluster(directory: string): Promise<string> {
  await cp(cluster, directory, { recursive: true, preserveTimestamps: true, filter: isNoSocket });
  const { uid, gid } = await stat(join(cluster, 'postgres'));
  await chownAll(directory, uid, gid);
  return directory;
}

const isNoSocket = async (path: string) => !(await stat(path)).isSocket();

async function chownAll(directory: string, uid: number, gid: number) {
  for (const entry of await readdir(directory, { recursive: true }))
    await chown(join(directory, entry), uid, gid);
}

beforeAll(async () => {
  const server = await start(cluster);
  await query(server, "create table notes as select 'kept' as note");
  await stop(server);
});

test('the first start makes what is missing, and a later one finds the data', async () => {
  const server = await start(cluster);
  expect(await query(server, 'select note from notes')).toEqual([{ note: 'kept' }]);
  expect(await query(server, 'show listen_addresses')).toEqual([{ listen_addresses: '' }]);
  await stop(server);
  expect(await findPostmaster(cluster)).toBeUndefined();
});

test('a folder that a volume driver has opened to its group, or a copy to everyone, is closed again', async () => {
  const data = join(cluster, 'postgres');
  for (const mode of [0o2770, 0o755]) {
    await chmod(data, mode);
    const server = await start(cluster);
    expect(await query(server, 'select note from notes')).toEqual([{ note: 'kept' }]);
    expect((await stat(data)).mode & 0o777).toBe(0o700);
    await stop(server);
  }
});

test('the sockets and their folder are closed to others, also when something has opened it', async () => {
  const sockets = join(cluster, 'run');
  const modeOf = async (path: string) => (await stat(path)).mode & 0o777;
  expect(await modeOf(sockets)).toBe(0o700);
  await chmod(sockets, 0o777);
  const server = await start(cluster);
  expect([await modeOf(sockets), await modeOf(join(sockets, '.s.PGSQL.5432'))]).toEqual([0o700, 0o700]);
  await stop(server);
});

test('a second start on the same folder is refused and leaves the first in peace', async () => {
  const server = await start(cluster);
  const second = startEmbedded(cluster, log);
  await expect(second).rejects.toThrow(StartError);
  await expect(second).rejects.toThrow(/Another process is already running on the data directory .*first/);
  expect(await query(server, 'select note from notes')).toEqual([{ note: 'kept' }]);
  await stop(server);
});

test('of two starts at once one wins', async () => {
  const directory = await copyCluster(join(root, 'race'));
  const results = await Promise.allSettled([start(directory), start(directory)]);
  expect(results.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
  const refused = results.find((result) => result.status === 'rejected');
  expect(refused?.reason).toBeInstanceOf(StartError);
  for (const result of results) {
    if (result.status !== 'fulfilled') continue;
    expect(await query(result.value, 'select 1 as one')).toEqual([{ one: 1 }]);
    await stop(result.value);
  }
});

test('what a kill during the first start left behind is made anew', async () => {
  const directory = join(root, 'half-made');
  await mkdir(join(directory, 'postgres.new', 'base'), { recursive: true });
  await writeFile(join(directory, 'postgres.new', 'PG_VERSION'), '18\n');
  const server = await start(directory);
  expect(await query(server, 'select 1 as one')).toEqual([{ one: 1 }]);
  expect((await readdir(directory)).filter((name) => name.startsWith('postgres.new'))).toEqual([]);
  await stop(server);
});

test('a stale process number that belongs to another program now harms neither', async () => {
  const directory = await copyCluster(join(root, 'stale'));
  const cwd = join(directory, 'postgres');
  await writeFile(
    join(cwd, 'postmaster.pid'),
    `${process.pid}\n${cwd}\n1700000000\n5432\n${directory}/run\n\n`,
  );
  const server = await start(directory);
  expect(await query(server, 'select note from notes')).toEqual([{ note: 'kept' }]);
  await stop(server);
});

test('a path too long for a socket gets its sockets elsewhere', async () => {
  const directory = await copyCluster(join(root, 'long'.repeat(30)));
  expect(socketDirectory(directory).startsWith(directory)).toBe(false);
  const server = await start(directory);
  expect(await query(server, 'select note from notes')).toEqual([{ note: 'kept' }]);
  await expect(startEmbedded(directory, log)).rejects.toThrow(StartError);
  await stop(server);
  await rm(socketDirectory(directory), { recursive: true });
});

test.runIf(process.getuid?.() === 0)('as root, a folder that others may not enter works too', async () => {
  const closed = join(root, 'closed');
  await mkdir(closed, { mode: 0o700 });
  const directory = await copyCluster(join(closed, 'data'));
  const server = await start(directory);
  expect(await query(server, 'select note from notes')).toEqual([{ note: 'kept' }]);
  await query(server, "insert into notes values ('written')");
  await query(server, 'checkpoint');
  await stop(server);
});

test('data of another major version is refused before anything is touched', async () => {
  const directory = await copyCluster(join(root, 'older'));
  await writeFile(join(directory, 'postgres', 'PG_VERSION'), '15\n');
  const refused = startEmbedded(directory, log);
  await expect(refused).rejects.toThrow(StartError);
  await expect(refused).rejects.toThrow(/was written by PostgreSQL 15, but this program brings \d+/);
  await writeFile(join(directory, 'postgres', 'PG_VERSION'), '18\n');
  const server = await start(directory);
  expect(await query(server, 'select note from notes')).toEqual([{ note: 'kept' }]);
  await stop(server);
});
