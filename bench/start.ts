import { mkdtemp, rm } from 'node:fs/promises';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { median, table } from './figures.ts';
import { BenchServer } from './server.ts';

/**
 * How soon the program is ready, on a new data directory and on one that is there, and how much memory it holds when nothing
 * happens, all roles in one process, without its database server. The first run may fill the cache of compiled code and is left out.
 *
 *     node bench/start.ts --runs 5 --idle 30
 */
const { values: flags } = parseArgs({
  options: { runs: { type: 'string', default: '5' }, idle: { type: 'string', default: '30' } },
});

interface Run {
  firstMs: number;
  laterMs: number;
  memory: number;
}

const runs: Run[] = [];
await measure();
const loadBefore = loadavg()[0] ?? 0;
for (let run = 0; run < Number(flags.runs); run++) runs.push(await measure());

const line = (name: string, unit: string, values: readonly number[]) => {
  const [least, most] = [Math.min(...values), Math.max(...values)];
  return [name, `${median(values).toFixed(2)} ${unit}`, `${least.toFixed(2)} to ${most.toFixed(2)}`];
};
console.log(`\n${flags.runs} runs, load before ${loadBefore.toFixed(1)}\n`);
console.log(
  table(
    ['', 'median', 'range'],
    [
      line(
        'first start until ready',
        's',
        runs.map(({ firstMs }) => firstMs / 1_000),
      ),
      line(
        'a later one',
        's',
        runs.map(({ laterMs }) => laterMs / 1_000),
      ),
      line(
        `memory after ${flags.idle} s`,
        'MB',
        runs.map(({ memory }) => memory / 1_000_000),
      ),
    ],
  ),
);

async function measure(): Promise<Run> {
  const directory = await mkdtemp(join(tmpdir(), 'analytics-bench-'));
  const dataDir = join(directory, 'data');
  try {
    const first = await startTimed(dataDir);
    await first.server.stop();
    const later = await startTimed(dataDir);
    await sleep(Number(flags.idle) * 1_000);
    const memory = await later.server.readMemory();
    await later.server.stop();
    return { firstMs: first.ms, laterMs: later.ms, memory };
  } finally {
    await rm(directory, { recursive: true });
  }
}

async function startTimed(dataDir: string) {
  const begin = performance.now();
  const server = await BenchServer.start(dataDir);
  return { server, ms: performance.now() - begin };
}
