import { execFileSync } from 'node:child_process';
import { globSync, statSync } from 'node:fs';
import { join } from 'node:path';

/** Builds the web pages when there are none or they are older than what they are made of; otherwise takes no time. */

const root = join(import.meta.dirname, '..');
const SOURCES = ['web/{index.html,package.json,vite.config.ts}', 'web/{src,public}/**', 'package-lock.json'];

const builtAt = modifiedAt('web/dist/index.html');
const changedAt = Math.max(...globSync(SOURCES, { cwd: root }).map(modifiedAt));
if (builtAt < changedAt) {
  console.log('Building the web pages …');
  const vite = join(root, 'node_modules/vite/bin/vite.js');
  execFileSync(process.execPath, [vite, 'build', 'web', '--logLevel', 'warn'], {
    cwd: root,
    stdio: 'inherit',
  });
}

/** Epoch ms; 0 for what is not there. */
function modifiedAt(path: string): number {
  return statSync(join(root, path), { throwIfNoEntry: false })?.mtimeMs ?? 0;
}
