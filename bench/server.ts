import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { openAsBlob } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { type AddressInfo, createServer } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

const main = fileURLToPath(new URL('../server/src/main.ts', import.meta.url));
const LOOK_EVERY_MS = 20;

/** The product as a process of its own, on an embedded database. */
export class BenchServer {
  readonly #address: string;
  readonly #child: ChildProcess;

  private constructor(address: string, child: ChildProcess) {
    this.#address = address;
    this.#child = child;
  }

  static async start(dataDir: string): Promise<BenchServer> {
    const port = await findFreePort();
    const child = spawn(process.execPath, [main], {
      env: { PATH: process.env['PATH'], PORT: String(port), DATA_DIR: dataDir, LOG_LEVEL: 'warn' },
      stdio: 'inherit',
    });
    const address = `http://127.0.0.1:${port}`;
    while (!(await answers(`${address}/api/status`))) await sleep(LOOK_EVERY_MS);
    return new BenchServer(address, child);
  }

  /** Lets the code be compiled and the connections be opened before anything is measured. */
  async warmUp(): Promise<void> {
    await this.signUp('warm-up');
  }

  async signUp(username: string): Promise<BenchListener> {
    const response = await fetch(`${this.#address}/api/accounts`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ username, password: 'a password to measure with' }),
    });
    if (!response.ok) throw new Error(await response.text());
    return new BenchListener(this.#address, response.headers.getSetCookie()[0]?.split(';')[0] ?? '');
  }

  /** The most memory that the process has held so far, in bytes; Linux only. */
  async peakMemory(): Promise<number> {
    const status = await readFile(`/proc/${this.#child.pid}/status`, 'utf8');
    return Number(/VmHWM:\s+(\d+) kB/.exec(status)?.[1]) * 1_024;
  }

  async stop(): Promise<void> {
    const exited = once(this.#child, 'exit');
    this.#child.kill('SIGTERM');
    await exited;
  }
}

/** A listener who is signed in. */
export class BenchListener {
  readonly #address: string;
  readonly #cookie: string;

  constructor(address: string, cookie: string) {
    this.#address = address;
    this.#cookie = cookie;
  }

  /** Uploads and imports an export; the upload belongs to the analysis. */
  async import(path: string): Promise<{ analysisMs: number; executionMs: number }> {
    const begin = performance.now();
    const form = new FormData();
    form.append('file', await openAsBlob(path), 'export.zip');
    const { id } = (await this.#call('POST', '/api/imports', form)) as { id: number };
    await this.#waitFor(id, 'analysed');
    const analysed = performance.now();
    await this.#call('POST', `/api/imports/${id}/execute`);
    await this.#waitFor(id, 'imported');
    return { analysisMs: analysed - begin, executionMs: performance.now() - analysed };
  }

  async #waitFor(id: number, wanted: string) {
    for (;;) {
      const { state, error } = (await this.#call('GET', `/api/imports/${id}`)) as {
        state: string;
        error: string;
      };
      if (state === wanted) return;
      if (state === 'failed') throw new Error(error);
      await sleep(LOOK_EVERY_MS);
    }
  }

  async #call(method: string, path: string, body?: FormData): Promise<unknown> {
    const response = await fetch(`${this.#address}${path}`, {
      method,
      headers: { cookie: this.#cookie },
      ...(body && { body }),
    });
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${await response.text()}`);
    return response.json();
  }
}

const answers = (url: string) =>
  fetch(url).then(
    (response) => response.ok,
    () => false,
  );

async function findFreePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}
