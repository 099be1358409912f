import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { Client } from 'pg';
import { afterAll, expect, test } from 'vitest';
import { findPostmaster } from '../../test/processes.ts';
import { socketDirectory } from './directory-claim.ts';
import { type EmbeddedServer, startEmbedded } from './embedded.ts';
import { findPostgresUser } from './postgres-user.ts';

const root = await mkdtemp(join(tmpdir(), 'analytics-kills-'));
await chmod(root, 0o711);
const directory = join(root, 'data');
const holder = fileURLToPath(new URL('../../test/embedded-holder.ts', import.meta.url));
const messages: string[] = [];
const note = (message: string) => void messages.push(message);
const log = { info: note, error: note };
let server: EmbeddedServer | undefined;
let child: ChildProcess | undefined;
afterAll(async () => {
  child?.kill('SIGKILL');
  await server?.stop();
  await rm(root, { recursive: true });
});

/** Kills a process of ours hard in the middle of its commits, and answers the last one that it knew of. */
async function killHolder(): Promise<number> {
  const holding = spawn(process.execPath, [holder, directory], { stdio: ['ignore', 'pipe', 'inherit'] });
  child = holding;
  let output = '';
  holding.stdout.on('data', (chunk: Buffer) => {
    output += chunk.toString();
  });
  await expect.poll(() => output.split('\n').length, { timeout: 60_000 }).toBeGreaterThan(20);
  holding.kill('SIGKILL');
  await once(holding, 'close');
  const committed = output.split('\n').filter((line) => line !== '');
  return Number(committed.at(-1));
}

/** Kills the database server of the folder hard, and answers its process number. */
async function killPostmaster(): Promise<number> {
  const pid = await findPostmaster(directory);
  // Not 0 by default: that is this process and all its relatives.
  if (pid === undefined) throw new Error(`no database server runs on ${directory}`);
  process.kill(pid, 'SIGKILL');
  return pid;
}

const readServerLog = () => readFile(join(directory, 'postgres.log'), 'utf8');

async function countNumbers({ connection }: EmbeddedServer): Promise<number> {
  const client = new Client(connection);
  client.on('error', () => {});
  try {
    await client.connect();
    const { rows } = await client.query<{ count: number }>('select count(*)::int as count from numbers');
    return rows[0]?.count ?? -1;
  } finally {
    await client.end().catch(() => {});
  }
}

test('the server that a killed process left is stopped, and every committed row is there', async () => {
  const committed = await killHolder();
  const orphan = await findPostmaster(directory);
  expect(orphan).toBeGreaterThan(0);
  server = await startEmbedded(directory, log);
  expect(messages.join('\n')).toContain(`process ${orphan}`);
  const postmaster = await findPostmaster(directory);
  expect(postmaster).not.toBe(orphan);
  expect(await countNumbers(server)).toBeGreaterThanOrEqual(committed);
  // It was waited for: no start was in vain because it was still at work.
  expect(await readServerLog()).not.toContain('pre-existing shared memory');
});

test('a database server that is killed hard comes back by itself, with everything', async () => {
  if (!server) throw new Error('the first test did not start it');
  const before = await countNumbers(server);
  const killed = await killPostmaster();
  const running = server;
  await expect
    .poll(
      async () => {
        const now = await findPostmaster(directory);
        return now === undefined || now === killed ? -1 : countNumbers(running).catch(() => -1);
      },
      { timeout: 30_000, interval: 100 },
    )
    .toBe(before);
});

test('a stop while the server is away leaves none behind', async () => {
  if (!server) throw new Error('the first test did not start it');
  messages.length = 0;
  await killPostmaster();
  await expect.poll(() => messages.join('\n')).toContain('starting it again');
  await server.stop();
  server = undefined;
  expect(await findPostmaster(directory)).toBeUndefined();
  // The one that was under way has been let come, or it would have come later.
  expect((await readServerLog()).trimEnd()).toMatch(/database system is shut down$/);
});

test('an orphan is found under another name of its folder too', async () => {
  const committed = await killHolder();
  const orphan = await findPostmaster(directory);
  const alias = join(root, 'alias');
  await symlink(directory, alias);
  server = await startEmbedded(alias, log);
  expect(messages.join('\n')).toContain(`process ${orphan}`);
  expect(await countNumbers(server)).toBeGreaterThanOrEqual(committed);
  expect(await findPostmaster(directory)).not.toBe(orphan);
});

test('what a server that was killed hard left is no hindrance, even if others have its number now', async () => {
  await server?.stop();
  server = undefined;
  const committed = await killHolder();
  await killPostmaster();
  const user = await findPostgresUser();
  const stranger = spawn('sleep', ['60'], { stdio: 'ignore', ...(user && { uid: user.uid, gid: user.gid }) });
  try {
    const lock = join(socketDirectory(directory), '.s.PGSQL.5432.lock');
    const lines = (await readFile(lock, 'utf8')).split('\n');
    await writeFile(lock, [stranger.pid, ...lines.slice(1)].join('\n'));
    server = await startEmbedded(directory, log);
    expect(await countNumbers(server)).toBeGreaterThanOrEqual(committed);
  } finally {
    stranger.kill();
  }
});

test('a statement that outlives its server is waited for', async () => {
  await server?.stop();
  server = undefined;
  const holding = spawn(process.execPath, [holder, directory, 'busy'], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  child = holding;
  await once(holding.stdout, 'data');
  await killPostmaster();
  holding.kill('SIGKILL');
  await once(holding, 'close');
  server = await startEmbedded(directory, log);
  expect(await countNumbers(server)).toBeGreaterThan(0);
});

test('a first start is killed while it makes the database, and the next one is not disturbed by what goes on there', async () => {
  const fresh = join(root, 'fresh');
  const holding = spawn(process.execPath, [holder, fresh], { stdio: 'ignore' });
  child = holding;
  const isBeingMade = async () => {
    const found = await readdir(fresh, { recursive: true }).catch(() => []);
    return found.some((path) => path.endsWith('PG_VERSION'));
  };
  while (!(await isBeingMade())) await sleep(5);
  holding.kill('SIGKILL');
  await once(holding, 'close');
  const next = await startEmbedded(fresh, log);
  await next.stop();
  expect((await readdir(fresh)).toSorted()).toEqual(['postgres', 'postgres.log', 'run']);
});
