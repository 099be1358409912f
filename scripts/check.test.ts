import { appendFile, cp, mkdir, mkdtemp, readdir, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { findBoundaryFaults } from './boundaries.ts';

const root = join(import.meta.dirname, '..');
const WORKSPACES = ['contract', 'server', 'simulator', 'web', 'e2e', 'bench'];
const LEFT_OUT = new Set(['node_modules', 'dist', 'data']);

let directory: string;
let copy: string;
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'analytics-check-'));
  copy = join(directory, 'copy');
  for (const folder of [...WORKSPACES, 'scripts']) {
    const filter = (path: string) => !LEFT_OUT.has(basename(path));
    await cp(join(root, folder), join(copy, folder), { recursive: true, filter });
  }
  for (const file of ['.dependency-cruiser.mjs', 'package.json', 'vitest.config.ts']) {
    await cp(join(root, file), join(copy, file));
  }
  await linkPackages(join(copy, 'node_modules'));
});
afterAll(() => rm(directory, { recursive: true, force: true }));

/** The installed packages, and the workspaces of the copy instead of the originals. */
async function linkPackages(packages: string) {
  await mkdir(join(packages, '@analytics'), { recursive: true });
  for (const name of await readdir(join(root, 'node_modules'))) {
    if (name !== '@analytics') await symlink(join(root, 'node_modules', name), join(packages, name));
  }
  for (const name of WORKSPACES) await symlink(join(copy, name), join(packages, '@analytics', name));
}

/** What each planted file holds, and the rule that has to find it there. */
const PLANTED: readonly [rule: string, file: string, text: string][] = [
  ['no-circle', 'server/src/errors.ts', "export type { Config } from './config.ts';"],
  ['no-orphan', 'server/src/plays/planted-orphan.ts', 'export const orphan = 1;'],
  ['no-unknown-module', 'server/src/plays/planted-unknown.ts', "import './nowhere.ts';"],
  [
    'no-test-code',
    'server/src/plays/planted-test-code.ts',
    "import { Browser } from '../../test/browser.ts'; new Browser('');",
  ],
  [
    'contract-imports-nothing-of-ours',
    'contract/src/planted.ts',
    "import type { Config } from '../../server/src/config.ts'; export type C = Config;",
  ],
  [
    'web-imports-types-of-the-contract',
    'web/src/planted-contract.ts',
    "import { endpoints } from '@analytics/contract/endpoints'; export const e = endpoints;",
  ],
  [
    'web-imports-no-server',
    'web/src/planted-server.ts',
    "import type { Config } from '../../server/src/config.ts'; export type C = Config;",
  ],
  [
    'simulator-imports-no-server',
    'simulator/src/planted.ts',
    "import type { WirePlay } from '../../server/src/spotify/web-api.ts'; export type P = WirePlay;",
  ],
  [
    'simulator-only-in-the-demo',
    'server/src/spotify/planted.ts',
    "import type { Simulator } from '@analytics/simulator/simulator'; export type S = Simulator;",
  ],
  [
    'demo-imports-the-simulator-when-it-runs',
    'server/src/app/demo.ts',
    "import { startSimulator as planted } from '@analytics/simulator/simulator'; void planted;",
  ],
  [
    'floor-of-catalog',
    'server/src/catalog/planted.ts',
    "import type { IncomingPlay } from '../plays/play-match.ts'; export type P = IncomingPlay;",
  ],
  [
    'floor-of-stats',
    'server/src/stats/planted.ts',
    "import type { HttpContext } from '../app/http.ts'; export type H = HttpContext;",
  ],
  [
    'ground-knows-no-feature',
    'server/src/queue/planted.ts',
    "import { failImport } from '../imports/jobs.ts'; export const job = failImport;",
  ],
  [
    'routes-are-private',
    'server/src/monitoring/planted.ts',
    "import { addPlayRoutes } from '../plays/routes.ts'; export const add = addPlayRoutes;",
  ],
  [
    'sql-in-its-places',
    'server/src/accounts/planted.ts',
    "import { sql } from 'kysely'; export const one = sql`select 1`;",
  ],
  [
    'sql-in-its-places',
    'server/src/http/planted.ts',
    "import { Client } from 'pg'; export const client = new Client();",
  ],
  [
    'sql-in-its-places',
    'server/src/app/planted.ts',
    "import { from } from 'pg-copy-streams'; export const copy = from;",
  ],
  [
    'pg-boss-in-queue',
    'server/src/monitoring/planted-boss.ts',
    "import { PgBoss } from 'pg-boss'; export const boss = PgBoss;",
  ],
  [
    'pages-stand-alone',
    'web/src/pages/year/planted.ts',
    "export { DiversityChart } from '../habits/diversity-chart.tsx';",
  ],
];

test('finds nothing in the tree as it is', async () => {
  expect(await findBoundaryFaults(copy)).toEqual([]);
});

test('finds every kind of planted breach', async () => {
  for (const [, file, text] of PLANTED) {
    await mkdir(dirname(join(copy, file)), { recursive: true });
    await appendFile(join(copy, file), `\n${text}\n`);
  }
  const faults = await findBoundaryFaults(copy);
  for (const [rule, file] of PLANTED) {
    expect
      .soft(
        faults.filter((fault) => fault.startsWith(`${rule}: `) && fault.includes(file)),
        rule,
      )
      .not.toEqual([]);
  }
});

test('does not take an empty tree for a clean one', async () => {
  const empty = join(directory, 'empty');
  for (const folder of [...WORKSPACES, 'scripts']) await mkdir(join(empty, folder), { recursive: true });
  await cp(join(root, '.dependency-cruiser.mjs'), join(empty, '.dependency-cruiser.mjs'));
  await writeFile(join(empty, 'package.json'), '{}');
  const faults = await findBoundaryFaults(empty);
  expect(faults.map((fault) => fault.split(' (')[0])).toEqual([
    'too-little-read: contract',
    'too-little-read: server',
    'too-little-read: simulator',
    'too-little-read: web',
    'too-little-read: e2e',
    'too-little-read: scripts',
  ]);
});
