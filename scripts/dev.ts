import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { watch } from 'node:fs';
import { join } from 'node:path';

/** The demo, started again when the server's code changes, and the web pages as they are edited, until Ctrl-C. */

const root = join(import.meta.dirname, '..');
const DEMO = 'server/src/app/demo.ts';
const SOURCES = ['contract/src', 'server/src', 'simulator/src'];
/** An editor that saves many files makes one restart. */
const SETTLE_MS = 300;

let demo = start(DEMO);
const web = start('node_modules/vite/bin/vite.js', 'web');
let restarting = Promise.resolve();
let isClosing = false;

let timer: NodeJS.Timeout | undefined;
for (const folder of SOURCES) {
  watch(join(root, folder), { recursive: true }, (_event, name) => {
    if (name === null || name.endsWith('.test.ts')) return;
    clearTimeout(timer);
    timer = setTimeout(() => {
      console.log(`${name} changed: starting again`);
      restarting = restarting.then(restart);
    }, SETTLE_MS);
  });
}

process.on('SIGINT', () => void close(0));
process.on('SIGTERM', () => void close(0));
await once(web, 'exit');
await close(1);

function start(...args: string[]): ChildProcess {
  // In a group of its own: Ctrl-C reaches this process alone, which then ends both, each once.
  return spawn(process.execPath, args, {
    cwd: root,
    stdio: ['ignore', 'inherit', 'inherit'],
    detached: true,
  });
}

async function restart() {
  if (isClosing) return;
  await stop(demo);
  demo = start(DEMO);
}

async function close(code: number) {
  if (isClosing) return;
  isClosing = true;
  await restarting;
  await Promise.all([demo, web].map(stop));
  process.exit(code);
}

async function stop(child: ChildProcess) {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exited = once(child, 'exit');
  child.kill('SIGTERM');
  await exited;
}
