import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

const FOLDERS = ['/usr/local/sbin', '/usr/local/bin', '/usr/sbin', '/usr/bin'];

/** A proxy in a process of its own, which ends with this one at the latest. */
export class RunningProxy {
  /** What it has complained about so far. */
  complaints = '';
  readonly #child: ChildProcess;

  private constructor(child: ChildProcess) {
    this.#child = child;
    child.stderr?.setEncoding('utf8').on('data', (chunk: string) => {
      this.complaints += chunk;
    });
  }

  /**
   * Starts a program that listens at this port of the loopback address.
   * @param own a folder that is there, for what it writes
   */
  static async start(
    own: string,
    port: number,
    [name, ...args]: [string, ...string[]],
  ): Promise<RunningProxy> {
    const proxy = new RunningProxy(
      // Also when this process is killed.
      spawn('setpriv', ['--pdeathsig=TERM', findProgram(name), ...args], {
        env: { HOME: own, PATH: process.env['PATH'] },
        stdio: ['ignore', 'ignore', 'pipe'],
      }),
    );
    while (!(await accepts(port))) {
      if (proxy.#child.exitCode !== null) throw new Error(`${name} does not start: ${proxy.complaints}`);
      await sleep(20);
    }
    return proxy;
  }

  async stop(): Promise<void> {
    if (this.#child.exitCode !== null || this.#child.signalCode !== null) return;
    const exited = once(this.#child, 'exit');
    this.#child.kill('SIGTERM');
    await exited;
  }
}

function accepts(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    socket.once('connect', () => socket.end(() => resolve(true)));
    socket.once('error', () => resolve(false));
  });
}

/**
 * A program of the system; as root on Debian it is installed when it is missing.
 * @throws Error when there is none: a test must not pass because it had no proxy
 */
export function findProgram(name: string): string {
  const find = () => FOLDERS.map((path) => join(path, name)).find((path) => existsSync(path));
  const found = find();
  if (found !== undefined) return found;
  if (process.getuid?.() === 0 && existsSync('/etc/debian_version')) {
    const options = { env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }, stdio: 'pipe' } as const;
    execFileSync('apt-get', ['update', '-qq'], options);
    execFileSync('apt-get', ['install', '-y', '-qq', '--no-install-recommends', name], options);
  }
  const installed = find();
  if (installed === undefined) throw new Error(`There is no ${name} for the tests of proxies. Install it.`);
  return installed;
}
