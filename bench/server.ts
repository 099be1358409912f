import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { open, readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { type DatabasePool, openDatabase } from '../server/src/database/database.ts';
import { socketDirectory } from '../server/src/database/directory-claim.ts';
import { flagsOfStart } from '../server/test/fleet.ts';
import { findFreePort } from '../server/test/free-port.ts';
import { BenchListener } from './listener.ts';
import { readMemory, takePeakMemory } from './process-load.ts';

const main = fileURLToPath(new URL('../server/src/main.ts', import.meta.url));
/** That of `npm start`: code that is compiled already takes less time and memory. */
const compileCache = fileURLToPath(new URL('../node_modules/.cache/node', import.meta.url));
const LOOK_EVERY_MS = 20;
const LONGEST_START_MS = 120_000;

/** The product as a process of its own, on an embedded database. Its log stands beside the data directory. */
export class BenchServer {
  readonly address: string;
  readonly #port: number;
  readonly #dataDir: string;
  #child: ChildProcess;
  #killedPostmaster: number | undefined;

  private constructor(port: number, dataDir: string, child: ChildProcess) {
    this.address = `http://127.0.0.1:${port}`;
    this.#port = port;
    this.#dataDir = dataDir;
    this.#child = child;
  }

  /** Starts on a data directory, which is made when it is not there, and waits until it answers. */
  static async start(dataDir: string): Promise<BenchServer> {
    const port = await findFreePort();
    const server = new BenchServer(port, dataDir, await spawnServer(port, dataDir));
    await server.untilReady();
    return server;
  }

  /** Starts again what was killed. */
  async restart(): Promise<void> {
    this.#child = await spawnServer(this.#port, this.#dataDir);
    await this.untilReady();
  }

  /** Whether the process lives. */
  get isRunning(): boolean {
    return this.#child.exitCode === null && this.#child.signalCode === null;
  }

  /**
   * Waits until the program answers, on another database server than the one that was killed.
   * @throws Error when it ends by itself, or takes too long
   */
  async untilReady(): Promise<void> {
    const deadline = Date.now() + LONGEST_START_MS;
    for (;;) {
      const postmaster = await this.#findPostmaster();
      const isNew = postmaster !== undefined && postmaster !== this.#killedPostmaster;
      if (isNew && (await answers(`${this.address}/api/status`))) return;
      if (!this.isRunning) throw new Error(`the program ended by itself; see ${this.#dataDir}.log`);
      if (Date.now() > deadline) throw new Error(`the program is not ready; see ${this.#dataDir}.log`);
      await sleep(LOOK_EVERY_MS);
    }
  }

  async signUp(username: string): Promise<BenchListener> {
    return BenchListener.signUp(this.address, username);
  }

  /** The database past the program, for what a bench prepares and checks. */
  openDatabase(): DatabasePool {
    const host = socketDirectory(this.#dataDir);
    return openDatabase({ host, port: 5432, user: 'postgres', database: 'analytics' });
  }

  /** The most memory that the process has held since this was asked last, in bytes; Linux only. */
  async takePeakMemory(): Promise<number> {
    return takePeakMemory(this.#pid);
  }

  /** The memory that the process holds now, in bytes; Linux only. */
  async readMemory(): Promise<number> {
    return readMemory(this.#pid);
  }

  get #pid(): number {
    if (this.#child.pid === undefined) throw new Error('the program could not be started');
    return this.#child.pid;
  }

  /** Ends the process without any chance to clean up; its database server stays behind. */
  async kill(): Promise<void> {
    await this.#end('SIGKILL');
  }

  /** Ends the database server without any chance to clean up, unless it is away; the program starts it again. */
  async killDatabase(): Promise<void> {
    const pid = await this.#findPostmaster();
    if (pid === undefined || pid === this.#killedPostmaster) return;
    this.#killedPostmaster = pid;
    try {
      process.kill(pid, 'SIGKILL');
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
    }
  }

  async stop(): Promise<void> {
    await this.#end('SIGTERM');
  }

  async #end(signal: NodeJS.Signals) {
    if (!this.isRunning) return;
    const exited = once(this.#child, 'exit');
    this.#child.kill(signal);
    await exited;
  }

  async #findPostmaster(): Promise<number | undefined> {
    const file = await readFile(join(this.#dataDir, 'postgres', 'postmaster.pid'), 'utf8').catch(() => '');
    const pid = Number.parseInt(file, 10);
    return Number.isInteger(pid) ? pid : undefined;
  }
}

async function spawnServer(port: number, dataDir: string): Promise<ChildProcess> {
  const log = await open(`${dataDir}.log`, 'a');
  try {
    return spawn(process.execPath, [...flagsOfStart(), main], {
      // A .env of the repository must not count.
      cwd: tmpdir(),
      env: {
        PATH: process.env['PATH'],
        NODE_COMPILE_CACHE: compileCache,
        PORT: String(port),
        DATA_DIR: dataDir,
        LOG_LEVEL: 'warn',
      },
      stdio: ['ignore', log.fd, log.fd],
    });
  } finally {
    await log.close();
  }
}

const answers = (url: string) =>
  fetch(url).then(
    (response) => response.ok,
    () => false,
  );
