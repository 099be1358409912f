import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { fileURLToPath } from 'node:url';
import { onTestFinished } from 'vitest';

const main = fileURLToPath(new URL('../src/main.ts', import.meta.url));

/**
 * The program as its host runs it: an own process, with nothing in its environment but the given settings. It ends with
 * the test at the latest.
 */
export class Program {
  readonly child: ChildProcess;
  readonly closed: Promise<{ code: number | null; signal: string | null }>;
  stdout = '';
  stderr = '';

  constructor(env: Record<string, string>, { asNobody = false } = {}) {
    const asUser = ['--reuid=65534', '--regid=65534', '--clear-groups', '--', process.execPath, main];
    const [file, args] = asNobody ? ['setpriv', asUser] : [process.execPath, [main]];
    // Another working directory: a .env of the repository must not count.
    this.child = spawn(file, args, {
      cwd: tmpdir(),
      env: { PATH: process.env['PATH'], ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    this.child.stdout?.on('data', (chunk: Buffer) => {
      this.stdout += chunk.toString();
    });
    this.child.stderr?.on('data', (chunk: Buffer) => {
      this.stderr += chunk.toString();
    });
    this.closed = once(this.child, 'close').then(([code, signal]) => ({
      code: code as number | null,
      signal: signal as string | null,
    }));
    onTestFinished(async () => {
      this.child.kill('SIGKILL');
      await this.closed;
    });
  }

  /** Waits until it listens and answers where. */
  async address(): Promise<string> {
    for (;;) {
      const [, address] = /"listening at (http:\/\/[^;"]+);/.exec(this.stdout) ?? [];
      if (address !== undefined) return address;
      if (this.child.exitCode !== null) throw new Error(`it ended: ${this.stderr}`);
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }

  /** What it has logged, line by line. */
  get log(): Record<string, unknown>[] {
    const lines = this.stdout.split('\n').filter((line) => line !== '');
    return lines.map((line) => JSON.parse(line) as Record<string, unknown>);
  }
}
