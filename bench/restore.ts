import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, stat } from 'node:fs/promises';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { endpoints } from '../contract/src/endpoints.ts';
import type { DatabasePool } from '../server/src/database/database.ts';
import { writeExport } from './export.ts';
import { grouped, megabytes, seconds, table } from './figures.ts';
import { BenchListener } from './listener.ts';
import { Reader } from './reader.ts';
import { BenchServer } from './server.ts';
import { settle } from './settle.ts';
import { listStatistics } from './statistics-paths.ts';

/**
 * Whether an instance that is restored from a backup answers as the one before. An export is imported, every statistic is asked for,
 * a backup is made while the instance runs, and restored into a new one, which is asked the same. Ends with code 1 when an answer
 * differs.
 *
 *     node bench/restore.ts --rows 1000000
 */
const { values: flags } = parseArgs({ options: { rows: { type: 'string', default: '1000000' } } });
const rows = Number(flags.rows);
const LOOK_EVERY_MS = 500;
const USERNAME = 'listener';
const INSTANCE = ['/api/global/summary', '/api/global/daily', '/api/global/hourly', '/api/global/top'];

const directory = await mkdtemp(join(tmpdir(), 'analytics-restore-'));
try {
  await measure();
} finally {
  await rm(directory, { recursive: true, force: true });
}

async function measure(): Promise<void> {
  const exportPath = join(directory, 'export.zip');
  await writeExport(exportPath, rows);
  const load = (loadavg()[0] ?? 0).toFixed(1);
  const [before, after, backup] = ['before', 'after', 'instance.backup'].map((name) => join(directory, name));
  if (before === undefined || after === undefined || backup === undefined) return;
  const first = await BenchServer.start(before);
  let expected: Map<string, string>;
  let backupMs: number;
  try {
    const listener = await first.signUp(USERNAME);
    await listener.import(exportPath);
    expected = await readEverything(first, listener);
    backupMs = await run('backup', before, backup);
  } finally {
    await first.stop();
  }
  const restoreMs = await run('restore', after, backup);
  const startedAt = performance.now();
  const second = await BenchServer.start(after);
  const startMs = performance.now() - startedAt;
  try {
    const answers = await readEverything(second, await BenchListener.signIn(second.address, USERNAME));
    const different = [...expected].filter(([path, answer]) => answers.get(path) !== answer);
    console.log(
      table(
        [
          'rows',
          'backup',
          'size',
          'restore',
          'start after it',
          'answers compared',
          'different',
          'load before',
        ],
        [
          [
            grouped(rows),
            seconds(backupMs),
            megabytes((await stat(backup)).size),
            seconds(restoreMs),
            seconds(startMs),
            grouped(expected.size),
            grouped(different.length),
            load,
          ],
        ],
      ),
    );
    for (const [path, answer] of different)
      console.log(
        `\n${path}\n  before: ${answer.slice(0, 500)}\n  after:  ${answers.get(path)?.slice(0, 500)}`,
      );
    if (different.length > 0) process.exitCode = 1;
  } finally {
    await second.stop();
  }
}

/** The answer of every statistic, by its path; those of the whole instance without the time at which they were made. */
async function readEverything(server: BenchServer, listener: BenchListener): Promise<Map<string, string>> {
  const database = server.openDatabase();
  try {
    await settle(database.pool);
    // New tracks are looked at once a minute, and some are then one recording.
    while (await areTracksNew(database.pool)) await sleep(LOOK_EVERY_MS);
  } finally {
    await database.close();
  }
  const reader = new Reader(server.address, listener.cookie);
  const paths = [...(await listStatistics(reader)), ...INSTANCE, '/api/imports'];
  requireAll(paths);
  const answers = new Map<string, string>();
  for (const path of paths) {
    const { body } = await reader.get(path);
    answers.set(path, body.replace(/"updatedAt":"[^"]+"/, ''));
  }
  return answers;
}

async function areTracksNew(pool: DatabasePool['pool']): Promise<boolean> {
  const checks = await pool.query<{ open: boolean }>(
    `select exists (select from calendar_totals where tracks is null)
       or exists (select from recording_checks) as open`,
  );
  return checks.rows[0]?.open === true;
}

/** @throws Error when an endpoint of the statistics is not asked */
function requireAll(paths: readonly string[]): void {
  for (const name of Object.keys(endpoints)) {
    const path = /^GET (\/api\/(?:stats|global|tracks|artists|albums|plays).*)$/.exec(name)?.[1];
    if (path === undefined) continue;
    const pattern = new RegExp(`^${path.replaceAll(/\{\w+\}/g, '\\d+')}(\\?|$)`);
    if (!paths.some((asked) => pattern.test(asked))) throw new Error(`${name} is not asked`);
  }
}

/** Runs a script as `npm run` does, and answers how long it took, in ms. */
async function run(name: 'backup' | 'restore', dataDir: string, file: string): Promise<number> {
  const begunAt = performance.now();
  const script = fileURLToPath(new URL(`../server/src/${name}.ts`, import.meta.url));
  const child = spawn(process.execPath, [script, file], {
    // A .env of the repository must not count.
    cwd: directory,
    env: { PATH: process.env['PATH'], DATA_DIR: dataDir },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const [code] = (await once(child, 'exit')) as [number | null];
  if (code !== 0) throw new Error(`${name} ended with ${code}`);
  return performance.now() - begunAt;
}
