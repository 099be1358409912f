import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { globSync, readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { delimiter, join } from 'node:path';
import { findBoundaryFaults } from './boundaries.ts';

/** Every check that needs no running program; all of them run, and each that fails is named at the end. */

interface Check {
  readonly name: string;
  /** What is wrong; empty when nothing is. */
  readonly run: () => Promise<string>;
}

const root = join(import.meta.dirname, '..');
const { workspaces } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
  workspaces: string[];
};

const checks: Check[] = [
  command('lint', 'oxlint'),
  ...[...workspaces, 'scripts']
    .filter((folder) => globSync(`${folder}/**/*.{ts,tsx}`, { cwd: root }).length > 0)
    .map((folder) => command(`types of ${folder}`, 'tsc', '-p', folder)),
  command('format', 'biome', 'format'),
  { name: 'import boundaries', run: async () => (await findBoundaryFaults(root)).join('\n') },
  command('unused code and dependencies', 'knip', '--no-progress'),
];

const failed: string[] = [];
const waiting = checks.values();
await Promise.all(Array.from({ length: Math.max(2, availableParallelism()) }, work));
if (failed.length > 0) {
  console.log(`\nFailed: ${failed.join(', ')}`);
  process.exitCode = 1;
}

async function work() {
  for (const { name, run } of waiting) {
    const startedAt = Date.now();
    const faults = await run().catch((error: unknown) => String(error));
    const seconds = ((Date.now() - startedAt) / 1_000).toFixed(1);
    console.log(`${faults === '' ? 'ok  ' : 'FAIL'}  ${name} (${seconds} s)`);
    if (faults === '') continue;
    console.log(faults.trim().replaceAll(/^/gm, '      '));
    failed.push(name);
  }
}

function command(name: string, file: string, ...args: string[]): Check {
  return {
    name,
    async run() {
      const path = `${join(root, 'node_modules/.bin')}${delimiter}${process.env['PATH']}`;
      const child = spawn(file, args, {
        cwd: root,
        env: { ...process.env, PATH: path, NO_COLOR: '1' },
        stdio: ['ignore', 'pipe', 'pipe'],
      });
      let output = '';
      for (const stream of [child.stdout, child.stderr]) {
        stream.setEncoding('utf8').on('data', (chunk: string) => {
          output += chunk;
        });
      }
      const [code] = (await once(child, 'close')) as [number | null];
      return code === 0 ? '' : output || `${file} ended with ${code}`;
    },
  };
}
