import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createWriteStream, type WriteStream } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import type { PoolConfig } from 'pg';
import type { Simulator } from '@analytics/simulator/simulator';
import rootPackage from '../../package.json' with { type: 'json' };
import type { Environment } from '../src/config.ts';
import { type DatabasePool, openDatabase } from '../src/database/database.ts';
import { type EmbeddedServer, startEmbedded } from '../src/database/embedded.ts';
import { findFreePort } from './free-port.ts';
import { findPostmaster } from './processes.ts';

const main = fileURLToPath(new URL('../src/main.ts', import.meta.url));
/** That of `npm start`: code that is compiled already takes less time. */
const compileCache = fileURLToPath(new URL('../../node_modules/.cache/node', import.meta.url));
/** What a fleet's tokens are sealed with. */
export const FLEET_SECRET_KEY = 'the secret key of a fleet that lives for one run only';
const READY = /"(taking jobs|listening at )/;

/** What `npm start` tells Node about memory. */
export const flagsOfStart = (): string[] =>
  rootPackage.scripts.start.split(' ').filter((word) => word.startsWith('--'));

/** One process of a fleet, whose log stands in the fleet's folder. */
export class FleetProcess {
  readonly name: string;
  readonly #env: Environment;
  readonly #log: WriteStream;
  #child: ChildProcess | undefined;
  #isStalled = false;

  constructor(name: string, env: Environment, logFile: string) {
    this.name = name;
    this.#env = env;
    this.#log = createWriteStream(logFile, { flags: 'a' });
  }

  /**
   * Of the process that runs or ran last.
   * @throws Error before the first start
   */
  get pid(): number {
    if (this.#child?.pid === undefined) throw new Error(`${this.name} has not been started`);
    return this.#child.pid;
  }

  get isRunning(): boolean {
    return this.#child?.exitCode === null && this.#child.signalCode === null;
  }

  get isStalled(): boolean {
    return this.#isStalled;
  }

  /** Starts it, with the flags of `npm start`, and waits until it works. */
  async start(): Promise<void> {
    // Another working directory: a .env of the repository must not count.
    const child = spawn(process.execPath, [...flagsOfStart(), main], {
      cwd: tmpdir(),
      env: { PATH: process.env['PATH'], NODE_COMPILE_CACHE: compileCache, ...this.#env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    this.#child = child;
    this.#isStalled = false;
    const ready = Promise.withResolvers<undefined>();
    for (const stream of [child.stdout, child.stderr]) {
      stream.on('data', (chunk: Buffer) => {
        this.#log.write(chunk);
        if (READY.test(chunk.toString())) ready.resolve(undefined);
      });
    }
    child.once('exit', () => ready.reject(new Error(`${this.name} has ended; its log says why`)));
    await ready.promise;
  }

  /** Ends it in order, and starts it again. Answers how long either took, in ms, and the exit code. */
  async restart(): Promise<{ stopMs: number; startMs: number; exitCode: number | null }> {
    const begunAt = performance.now();
    await this.#end('SIGTERM');
    const stoppedAt = performance.now();
    const exitCode = this.#child?.exitCode ?? null;
    await this.start();
    return { stopMs: stoppedAt - begunAt, startMs: performance.now() - stoppedAt, exitCode };
  }

  /** Ends it without any chance to clean up. */
  async kill(): Promise<void> {
    await this.#end('SIGKILL');
  }

  /** Lets it stand still, as a machine that swaps or a paused container does. */
  stall(): void {
    this.#isStalled = true;
    this.#child?.kill('SIGSTOP');
  }

  resume(): void {
    this.#isStalled = false;
    this.#child?.kill('SIGCONT');
  }

  async stop(): Promise<void> {
    if (this.#isStalled) this.resume();
    await this.#end('SIGTERM');
    this.#log.end();
  }

  async #end(signal: NodeJS.Signals) {
    if (!this.#child || !this.isRunning) return;
    const exited = once(this.#child, 'exit');
    this.#child.kill(signal);
    await exited;
  }
}

interface FleetSize {
  readonly workers: number;
  /** 1 unless said otherwise. */
  readonly webs?: number;
  /** What all processes are told besides. */
  readonly env?: Environment;
}

/** The product as it runs on several machines: processes for the web and workers, on a PostgreSQL and a folder that they share. */
export class Fleet {
  readonly directory: string;
  /** Where each process for the web listens. */
  readonly addresses: readonly string[];
  readonly webs: readonly FleetProcess[];
  readonly workers: readonly FleetProcess[];
  readonly connection: PoolConfig;
  /** Past the program, for what is prepared and checked. */
  readonly database: DatabasePool;
  #postgres: EmbeddedServer;

  private constructor(
    directory: string,
    simulator: Simulator,
    ports: readonly number[],
    size: FleetSize,
    postgres: EmbeddedServer,
  ) {
    this.directory = directory;
    this.addresses = ports.map((port) => `http://127.0.0.1:${port}`);
    this.#postgres = postgres;
    this.connection = postgres.connection;
    this.database = openDatabase(postgres.connection);
    const host = encodeURIComponent(String(postgres.connection.host));
    const process = (name: string, own: Environment) => {
      const env = {
        DATABASE_URL: `postgresql:///analytics?host=${host}&user=postgres`,
        DATA_DIR: join(directory, 'data'),
        SECRET_KEY: FLEET_SECRET_KEY,
        SPOTIFY_CLIENT_ID: 'simulated-client-id',
        SPOTIFY_CLIENT_SECRET: 'simulated-client-secret',
        SPOTIFY_API_URL: simulator.apiUrl,
        SPOTIFY_ACCOUNTS_URL: simulator.accountsUrl,
        ...size.env,
        ...own,
      };
      return new FleetProcess(name, env, join(directory, `${name}.log`));
    };
    this.webs = ports.map((port, index) => process(`web-${index + 1}`, { ROLE: 'web', PORT: String(port) }));
    this.workers = Array.from({ length: size.workers }, (_, index) =>
      process(`worker-${index + 1}`, { ROLE: 'worker' }),
    );
  }

  /** Starts the database and all processes on a folder that is made. */
  static async start(directory: string, simulator: Simulator, size: FleetSize): Promise<Fleet> {
    await mkdir(directory, { recursive: true });
    const postgres = await startPostgres(directory);
    const ports = await Promise.all(Array.from({ length: size.webs ?? 1 }, findFreePort));
    const fleet = new Fleet(directory, simulator, ports, size, postgres);
    await Promise.all([...fleet.webs, ...fleet.workers].map((process) => process.start()));
    return fleet;
  }

  /** The database server ends by a signal, SIGINT in order or SIGKILL hard, and is started again at once. */
  async restartDatabase(signal: 'SIGINT' | 'SIGKILL'): Promise<void> {
    const before = await this.#databaseStartedAt();
    const pid = await this.findPostmaster();
    if (pid !== undefined) process.kill(pid, signal);
    while ((await this.#databaseStartedAt()) === before) await sleep(50);
    await this.untilDatabaseAnswers();
  }

  /** The database server is away for so many ms. */
  async takeDatabaseAway(forMs: number): Promise<void> {
    await this.#postgres.stop();
    await sleep(forMs);
    this.#postgres = await startPostgres(this.directory);
    await this.untilDatabaseAnswers();
  }

  async untilDatabaseAnswers(): Promise<void> {
    while ((await this.#databaseStartedAt()) === undefined) await sleep(50);
  }

  async stop(): Promise<void> {
    await Promise.all([...this.webs, ...this.workers].map((process) => process.stop()));
    await this.database.close();
    await this.#postgres.stop();
  }

  /** The process id of the database server, unless it is away. */
  findPostmaster(): Promise<number | undefined> {
    return findPostmaster(join(this.directory, 'database'));
  }

  /** Undefined while it is away. */
  async #databaseStartedAt(): Promise<string | undefined> {
    const query = 'select pg_postmaster_start_time()::text as "startedAt"';
    const answer = await this.database.pool.query<{ startedAt: string }>(query).catch(() => undefined);
    return answer?.rows[0]?.startedAt;
  }
}

function startPostgres(directory: string): Promise<EmbeddedServer> {
  const log = { info: () => {}, error: () => {} };
  return startEmbedded(join(directory, 'database'), log, { max_connections: '200' });
}
