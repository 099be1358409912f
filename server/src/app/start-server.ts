import { randomBytes } from 'node:crypto';
import { hostname } from 'node:os';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import type { InstanceAnswer } from '@analytics/contract/account';
import type { FastifyInstance } from 'fastify';
import type pg from 'pg';
import { pino, type Logger } from 'pino';
import { sealAnew } from '../accounts/seal-anew.ts';
import { createSeal } from '../accounts/seal.ts';
import { isTimezone, listSpotifyIdsAmong, updateHosts } from '../accounts/users.queries.ts';
import type { Config } from '../config.ts';
import { prepareDataDirectory, readOrMakeSecretKey } from '../data-directory.ts';
import { openDatabase } from '../database/database.ts';
import { startEmbedded } from '../database/embedded.ts';
import { migrate } from '../database/migrate.ts';
import { listenForNotifications } from '../database/notifications.ts';
import { StartError } from '../errors.ts';
import { EventStreams } from '../http/events.ts';
import { UploadDirectory } from '../imports/upload-directory.ts';
import { type ClockSource, followClock, REAL_TIME } from '../monitoring/watch-clock.ts';
import { Queue } from '../queue/queue.ts';
import { createSpotifyClient } from '../spotify/client.ts';
import { createHttp } from './http.ts';
import { JOBS, startJobs } from './jobs.ts';
import packageJson from '../../package.json' with { type: 'json' };

const POLL_INTERVAL_MS = 20 * 60_000;
const SWEEP_INTERVAL_MS = 15_000;
const LONGEST_REQUEST_CLOSE_MS = 2_500;
const LONGEST_POOL_CLOSE_MS = 1_000;

/** What the demo and tests set otherwise than a real instance. */
export interface StartOptions {
  readonly pollIntervalMs?: number;
  readonly sweepIntervalMs?: number;
  readonly clock?: ClockSource;
  readonly demoListeners?: InstanceAnswer['demoListeners'];
}

export interface RunningServer {
  /** Where this process listens, without the path of `PUBLIC_URL`; empty for a worker. */
  readonly address: string;
  readonly log: Logger;
  /** Ends in reverse order of the start: what is in flight is finished or handed back. */
  close(): Promise<void>;
}

/**
 * Starts database, queue, HTTP and worker, as `config.role` says.
 * @throws StartError when it cannot; whatever was started by then is ended.
 */
export async function startServer(config: Config, options: StartOptions = {}): Promise<RunningServer> {
  const log = createLog(config);
  const closing: (() => Promise<void> | void)[] = [];
  const close = async () => {
    for (const end of closing.splice(0).toReversed()) await end();
  };
  try {
    const address = await start(config, options, log, closing);
    return { address, log, close };
  } catch (error) {
    await close();
    throw error;
  }
}

type Closing = (() => Promise<void> | void)[];

async function start(config: Config, options: StartOptions, log: Logger, closing: Closing): Promise<string> {
  await prepareDataDirectory(config.dataDir);
  const secretKey = config.secretKey ?? (await readOrMakeSecretKey(config.dataDir));
  const seal = createSeal(secretKey, config.formerSecretKey);
  const connection = await connect(config, log, closing);
  const pool = openDatabase(connection, (error) => log.warn({ err: error }, 'a database connection broke'));
  // A transaction that does not come to its end is aborted by the database server, when that stops.
  closing.push(() => Promise.race([pool.close(), sleep(LONGEST_POOL_CLOSE_MS)]));
  await reach(config, () => migrate(pool.pool));
  await updateHosts(pool.database, config.admins);
  for (const id of await listSpotifyIdsAmong(pool.database, config.admins?.usernames ?? [])) {
    log.warn(
      `ADMINS names ${id}, which is no local account but the Spotify id of a listener: write spotify:${id}`,
    );
  }
  if (!(await isTimezone(pool.database, config.timezone))) {
    throw new StartError(
      `TZ is "${config.timezone}", which the database does not know; use a name such as Europe/Berlin.`,
    );
  }
  if (config.role !== 'web' && seal.formerMark !== undefined) {
    log.info(
      await sealAnew(pool.database, seal),
      'nothing that can be read needs SECRET_KEY_PREVIOUS any more',
    );
  }

  const worker = `${hostname()}-${process.pid}-${randomBytes(2).toString('hex')}`;
  const queue = new Queue(connection, { instanceName: worker, log });
  await queue.start(JOBS);
  closing.push(() => queue.stop());
  // With the embedded database this is the only process, so whatever still runs there died with the one before.
  if (config.databaseUrl === undefined) await queue.releaseAll(JOBS);

  const context = {
    ...pool,
    connection,
    config,
    log,
    queue,
    seal,
    worker,
    spotify: config.spotify,
    client: createSpotifyClient(pool.database, config.spotify.apiUrl),
    events: new EventStreams(),
    uploads: new UploadDirectory(config.dataDir),
    version: packageJson.version,
    demoListeners: options.demoListeners ?? [],
    pollIntervalMs: options.pollIntervalMs ?? POLL_INTERVAL_MS,
    sweepIntervalMs: options.sweepIntervalMs ?? SWEEP_INTERVAL_MS,
    clock: followClock(options.clock ?? REAL_TIME),
  };
  if (config.role !== 'web') {
    const stopSweeping = await startJobs(context);
    closing.push(stopSweeping);
  }
  if (config.role === 'worker') return '';
  const notifications = listenForNotifications(connection, (userId, news) => {
    if (news.type === 'signed-out') context.events.end(userId);
    else context.events.send(userId, news);
  });
  closing.push(() => notifications.close());
  const app = await createHttp(context);
  closing.push(async () => {
    context.events.close();
    // Requests in flight may end; an upload that takes minutes may not keep us.
    const cut = setTimeout(() => app.server.closeAllConnections(), LONGEST_REQUEST_CLOSE_MS);
    await app.close();
    clearTimeout(cut);
  });
  return listen(app, config);
}

async function connect(config: Config, log: Logger, closing: Closing): Promise<pg.PoolConfig> {
  if (config.databaseUrl !== undefined) return { connectionString: config.databaseUrl };
  const embedded = await startEmbedded(config.dataDir, {
    info: (message) => log.info(message),
    error: (message) => log.error(message),
  });
  closing.push(() => embedded.stop());
  return embedded.connection;
}

/** The first use of the database: what fails here is a matter of settings. */
async function reach(config: Config, use: () => Promise<void>) {
  try {
    await use();
  } catch (error) {
    if (error instanceof StartError || config.databaseUrl === undefined) throw error;
    const { code, message } = error as NodeJS.ErrnoException;
    throw new StartError(`The database of DATABASE_URL cannot be used: ${message || code}.`);
  }
}

async function listen(app: FastifyInstance, { host, port }: Config): Promise<string> {
  try {
    await app.listen({ host, port });
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'EADDRINUSE') throw new StartError(`Port ${port} is taken. Stop what uses it, or set PORT.`);
    if (code === 'EACCES') throw new StartError(`Port ${port} needs more rights. Set PORT to 1024 or above.`);
    if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND')
      throw new StartError(`HOST ${host} is no address of this machine.`);
    throw error;
  }
  const bound = app.server.address() as AddressInfo;
  return `http://${bound.family === 'IPv6' ? `[${bound.address}]` : bound.address}:${bound.port}`;
}

function createLog({ logLevel }: Config): Logger {
  return pino({
    level: logLevel,
    // Query strings carry authorization codes; headers carry sessions and tokens.
    serializers: {
      // Errors of libraries carry whole connections along.
      err: (error: NodeJS.ErrnoException) => ({
        type: error.name,
        code: error.code,
        message: error.message,
        stack: error.stack,
        cause: error.cause instanceof Error ? error.cause.message : undefined,
      }),
      req: (request: { method: string; url: string; ip: string }) => ({
        method: request.method,
        path: request.url.split('?')[0],
        ip: request.ip,
      }),
    },
    redact: ['*.password', '*.clientSecret', '*.accessToken', '*.refreshToken', 'req.headers'],
  });
}
