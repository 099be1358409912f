import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';

/**
 * Puts together in an empty folder what runs in production, as the container image has it: the dependencies without those for
 * development, the sources without tests, the built pages.
 */

const root = join(import.meta.dirname, '..');
const INSTALLED = ['contract', 'server'];
const COPIED = ['contract/src', 'server/src', 'web/dist'];

const [argument] = process.argv.slice(2);
if (argument === undefined)
  throw new Error('Name the folder to make: node scripts/production-tree.ts FOLDER');
const target = resolve(argument);
if (!existsSync(join(root, 'web/dist/index.html'))) {
  throw new Error('The pages are not built: run "npm run build" first.');
}
mkdirSync(target, { recursive: true });
if (readdirSync(target).length > 0) throw new Error(`${target} is not empty.`);

const { workspaces } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
  workspaces: string[];
};
const manifests = workspaces.map((workspace) => join(workspace, 'package.json'));
for (const file of ['package.json', 'package-lock.json', '.npmrc', ...manifests]) {
  cpSync(join(root, file), join(target, file));
}
const only = INSTALLED.flatMap((workspace) => ['--workspace', workspace]);
execFileSync('npm', ['ci', '--omit=dev', '--prefer-offline', '--no-audit', '--no-fund', ...only], {
  cwd: target,
  stdio: 'inherit',
});
// npm wants to see every workspace of the lock file; what belongs to the others is of no more use.
for (const workspace of workspaces.filter((name) => !INSTALLED.includes(name))) {
  rmSync(join(target, workspace), { recursive: true });
  rmSync(join(target, 'node_modules/@analytics', workspace), { force: true });
}
for (const folder of COPIED) {
  const filter = (path: string) => !basename(path).endsWith('.test.ts');
  cpSync(join(root, folder), join(target, folder), { recursive: true, filter });
}
