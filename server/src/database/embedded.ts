import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, open, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Client, type PoolConfig } from 'pg';
import { StartError } from '../errors.ts';
import { claimDirectory, socketDirectory } from './directory-claim.ts';
import { postgresCommand, type PostgresUser } from './embedded-binaries.ts';
import { makeCluster, makeOwnedDirectory } from './embedded-cluster.ts';
import { removeSockets, stopOrphan } from './embedded-orphan.ts';
import { findPostgresUser } from './postgres-user.ts';

const DATABASE_NAME = 'analytics';
const START_TIMEOUT_MS = 60_000;
const RESTART_DELAY_MS = 1_000;
/** Server settings for one household on a small machine; durability is left as PostgreSQL has it. */
const SETTINGS = {
  listen_addresses: '',
  unix_socket_permissions: '0700',
  max_connections: '60',
  shared_buffers: '192MB',
  work_mem: '32MB',
  maintenance_work_mem: '128MB',
  max_wal_size: '2GB',
  wal_level: 'minimal',
  max_wal_senders: '0',
  random_page_cost: '1.1',
  jit: 'off',
  timezone: 'UTC',
  log_timezone: 'UTC',
};

export interface EmbeddedServer {
  /** How to reach the database, by Unix socket. */
  readonly connection: PoolConfig;
  /** Ends the server after its last transaction; the data directory is free afterwards. */
  stop(): Promise<void>;
}

export interface EmbeddedLog {
  info(message: string): void;
  error(message: string): void;
}

/**
 * Starts the real PostgreSQL on `directory` (made when absent) and keeps it running: when it dies, it is started again.
 * A server that a killed process left behind there is stopped first; its data is whole.
 * @throws StartError when another process of ours uses the directory, or it cannot be used at all.
 */
export async function startEmbedded(
  directory: string,
  log: EmbeddedLog,
  settings: Record<string, string> = {},
): Promise<EmbeddedServer> {
  const user = await findPostgresUser();
  const sockets = socketDirectory(directory);
  await makeOwnedDirectory(sockets, user);
  const claim = await claimDirectory(directory, sockets);
  try {
    const cluster = join(directory, 'postgres');
    await stopOrphan(cluster, log);
    await removeSockets(sockets);
    await makeCluster(cluster, user);
    const connection = embeddedConnection(directory);
    const server = await superviseServer(cluster, sockets, user, { ...SETTINGS, ...settings }, log);
    await createDatabase(connection);
    return {
      connection,
      async stop() {
        await server.stop();
        await claim.release();
      },
    };
  } catch (error) {
    await claim.release();
    throw error;
  }
}

/** How to reach the embedded server of a data directory while somebody runs it. */
export const embeddedConnection = (directory: string): PoolConfig => ({
  host: socketDirectory(directory),
  port: 5432,
  user: 'postgres',
  database: DATABASE_NAME,
});

/**
 * Removes a data directory with all that is in it, and first ends the server that a killed process may have left there.
 * @throws StartError when another process of ours uses it
 */
export async function removeEmbedded(directory: string, log: EmbeddedLog): Promise<void> {
  const sockets = socketDirectory(directory);
  await mkdir(sockets, { recursive: true });
  const claim = await claimDirectory(directory, sockets);
  try {
    await stopOrphan(join(directory, 'postgres'), log);
  } finally {
    await claim.release();
  }
  await rm(sockets, { recursive: true, force: true });
  await rm(directory, { recursive: true, force: true });
}

async function superviseServer(
  cluster: string,
  sockets: string,
  user: PostgresUser | undefined,
  settings: Record<string, string>,
  log: EmbeddedLog,
) {
  const args = ['-D', cluster, '-k', sockets];
  for (const [name, value] of Object.entries(settings)) args.push('-c', `${name}=${value}`);
  const command = await postgresCommand('postgres', user, [cluster, sockets], args);
  const logFile = `${cluster}.log`;
  let stopping = false;

  async function spawnServer(): Promise<ChildProcess> {
    const output = await open(logFile, 'a', 0o600);
    try {
      // Its own session: Ctrl-C in the terminal must reach the program first, which then ends the server in order.
      const child = spawn(command.file, command.args, {
        ...command.options,
        cwd: '/',
        detached: true,
        stdio: ['ignore', output.fd, output.fd],
      });
      child.once('error', (error) => log.error(`the database server could not be started: ${error.message}`));
      return child;
    } finally {
      await output.close();
    }
  }

  async function start(): Promise<ChildProcess> {
    const child = await spawnServer();
    // Watched from the beginning: it may die in the moment in which it is found to be ready.
    const ended = new Promise<string>((resolve) => {
      child.once('exit', (code, signal) => resolve(signal ?? `code ${code}`));
    });
    await waitUntilReady(child, sockets, logFile);
    void startAgainAfter(ended);
    return child;
  }

  async function startAgainAfter(ended: Promise<string>) {
    const how = await ended;
    if (stopping) return;
    log.error(`the database server ended (${how}), starting it again`);
    restart();
  }

  function restart() {
    running = sleep(RESTART_DELAY_MS).then(start);
    running.catch((error: unknown) => {
      if (stopping) return;
      log.error(error instanceof Error ? error.message : String(error));
      restart();
    });
  }

  /** A statement that was running when the server was killed hard may outlive it for seconds, and no other may begin meanwhile. */
  async function startFirst(): Promise<ChildProcess> {
    const deadline = Date.now() + START_TIMEOUT_MS;
    for (;;) {
      try {
        return await start();
      } catch (error) {
        if (Date.now() > deadline || !(await isStillInUse(logFile))) throw error;
        await sleep(RESTART_DELAY_MS);
      }
    }
  }

  let running = startFirst();
  await running;
  return {
    async stop() {
      stopping = true;
      const child = await running.catch(() => undefined);
      if (!child || child.exitCode !== null || child.signalCode !== null) return;
      const exited = once(child, 'exit');
      child.kill('SIGINT');
      await exited;
    },
  };
}

async function waitUntilReady(child: ChildProcess, sockets: string, logFile: string) {
  const deadline = Date.now() + START_TIMEOUT_MS;
  while (child.exitCode === null && child.signalCode === null && Date.now() < deadline) {
    if (await canConnect(sockets)) return;
    await sleep(20);
  }
  child.kill('SIGINT');
  throw new StartError(`The database server does not start; ${logFile} says why.`);
}

/** Whether PostgreSQL said as its last words that processes of the server before are still at work. */
async function isStillInUse(logFile: string): Promise<boolean> {
  const lines = (await readFile(logFile, 'utf8')).trimEnd().split('\n');
  return lines.slice(-6).some((line) => line.includes('pre-existing shared memory block'));
}

async function canConnect(sockets: string): Promise<boolean> {
  const client = new Client({ host: sockets, port: 5432, user: 'postgres', database: 'postgres' });
  client.on('error', () => {});
  try {
    await client.connect();
    return true;
  } catch {
    return false;
  } finally {
    await client.end().catch(() => {});
  }
}

async function createDatabase(connection: PoolConfig) {
  const client = new Client({ ...connection, database: 'postgres' });
  await client.connect();
  try {
    const existing = await client.query('select from pg_database where datname = $1', [DATABASE_NAME]);
    if (existing.rowCount === 0) await client.query(`create database ${DATABASE_NAME}`);
  } finally {
    await client.end();
  }
}
