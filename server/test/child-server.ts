import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Environment } from '../src/config.ts';

const main = fileURLToPath(new URL('../src/main.ts', import.meta.url));

/** The product in a process of its own, on an embedded database, so that it can be killed hard. */
export class ChildServer {
  readonly address: string;
  readonly #env: Environment;
  #child: ChildProcess | undefined;

  constructor(env: Environment & { PORT: string; DATA_DIR: string }) {
    this.#env = env;
    this.address = `http://127.0.0.1:${env.PORT}`;
  }

  /** Starts it and waits until it answers. */
  async start(): Promise<void> {
    let output = '';
    const child = spawn(process.execPath, [main], {
      env: { PATH: process.env['PATH'], LOG_LEVEL: 'warn', ...this.#env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    this.#child = child;
    for (const stream of [child.stdout, child.stderr])
      stream.on('data', (chunk: Buffer) => (output += chunk.toString()));
    while (child.exitCode === null) {
      const isReady = await fetch(`${this.address}/api/status`).then(
        (response) => response.ok,
        () => false,
      );
      if (isReady) return;
      await sleep(50);
    }
    throw new Error(`the server did not start: ${output}`);
  }

  /** Ends the process without any chance to clean up; its database server stays behind. */
  async kill(): Promise<void> {
    await this.#end('SIGKILL');
  }

  async stop(): Promise<void> {
    await this.#end('SIGTERM');
  }

  async #end(signal: NodeJS.Signals) {
    const child = this.#child;
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    const exited = once(child, 'exit');
    child.kill(signal);
    await exited;
  }
}
