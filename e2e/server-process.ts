import { spawn } from 'node:child_process';
import { once } from 'node:events';

const READY_TIMEOUT_MS = 290_000;

/** A program of ours that runs as a process of its own. */
export interface ServerProcess {
  /** Such as `http://127.0.0.1:41234`, without a slash at its end. */
  readonly address: string;
  /** Ends it, and answers when it has ended. */
  close(): Promise<void>;
}

interface ServerStart {
  readonly script: string;
  /** The working directory; a `.env` in it counts. */
  readonly directory: string;
  readonly env: NodeJS.ProcessEnv;
  readonly address: string;
  /** What it says once it can be visited. */
  readonly readyWords: string;
}

/**
 * Starts a program and answers when it can be visited.
 * @throws Error with what the program said when it does not get that far
 */
export async function startServerProcess(start: ServerStart): Promise<ServerProcess> {
  const { script, directory, env, address, readyWords } = start;
  const child = spawn(process.execPath, [script], {
    cwd: directory,
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const exited = once(child, 'exit');
  const close = async () => {
    child.kill('SIGTERM');
    await exited;
  };
  let output = '';
  const ready = new Promise<boolean>((resolve) => {
    const timer = setTimeout(() => resolve(false), READY_TIMEOUT_MS);
    const settle = (isReady: boolean) => {
      clearTimeout(timer);
      resolve(isReady);
    };
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (chunk: string) => {
        output += chunk;
        if (output.includes(readyWords)) settle(true);
      });
    }
    void exited.then(() => settle(false));
  });
  if (await ready) return { address, close };
  await close();
  throw new Error(`${script} did not start:\n${output}`);
}
