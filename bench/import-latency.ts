import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { writeExport } from './export.ts';
import { grouped, quantile, seconds, table } from './figures.ts';
import type { BenchListener } from './listener.ts';
import { BenchServer } from './server.ts';

/**
 * How long `GET /api/stats/summary` takes for a listener with a history of their own while nothing happens, and while the large
 * import of another listener is uploaded, analysed, executed and undone: one request at a time, 20 ms after the answer to
 * the one before. A standstill of seconds counts as one slow request here; the longest shows it.
 *
 *     node bench/import-latency.ts --rows 1000000 --plays 140000
 */
const { values: flags } = parseArgs({
  options: { rows: { type: 'string', default: '1000000' }, plays: { type: 'string', default: '140000' } },
});
const PAUSE_MS = 20;
const IDLE_MS = 15_000;
const GOAL_MS = 100;
/** Seldom, so that asking how far the import is does not slow the reader down. */
const LOOK_EVERY_MS = 250;

const directory = await mkdtemp(join(tmpdir(), 'analytics-bench-'));
try {
  await writeExport(join(directory, 'large.zip'), Number(flags.rows));
  await writeExport(join(directory, 'small.zip'), Number(flags.plays), 8);
  const server = await BenchServer.start(join(directory, 'data'));
  try {
    const reader = await server.signUp('reader');
    await reader.import(join(directory, 'small.zip'));
    report(await measure(reader, await server.signUp('importer'), join(directory, 'large.zip')));
  } finally {
    await server.stop();
  }
} finally {
  await rm(directory, { recursive: true, force: true });
}

interface Phase {
  name: string;
  tookMs: number;
  latencies: readonly number[];
}

async function measure(reader: BenchListener, importer: BenchListener, path: string): Promise<Phase[]> {
  const phases: Phase[] = [];
  const phase = async <T>(name: string, work: () => Promise<T>): Promise<T> => {
    const begunAt = performance.now();
    const stopped = new AbortController();
    const reading = readUntil(reader, stopped.signal);
    const result = await work().finally(() => stopped.abort());
    phases.push({ name, tookMs: performance.now() - begunAt, latencies: await reading });
    return result;
  };
  await phase('nothing', () => sleep(IDLE_MS));
  const id = await phase('upload', () => importer.upload(path));
  await phase('analysis', () => importer.waitFor(id, 'analysed', LOOK_EVERY_MS));
  await phase('execution', async () => {
    await importer.execute(id);
    await importer.waitFor(id, 'imported', LOOK_EVERY_MS);
  });
  await phase('undo', async () => {
    await importer.undo(id);
    await importer.waitFor(id, 'undone', LOOK_EVERY_MS);
  });
  return phases;
}

async function readUntil(reader: BenchListener, signal: AbortSignal): Promise<number[]> {
  const latencies: number[] = [];
  while (!signal.aborted) {
    const begunAt = performance.now();
    await reader.get('/api/stats/summary');
    latencies.push(performance.now() - begunAt);
    await sleep(PAUSE_MS);
  }
  return latencies;
}

function report(phases: readonly Phase[]) {
  const head = ['meanwhile', 'for', 'requests', 'p50', 'p95', 'p99', 'longest', `over ${GOAL_MS} ms`];
  const lines = phases.map(({ name, tookMs, latencies }) => [
    name,
    seconds(tookMs),
    grouped(latencies.length),
    ...[0.5, 0.95, 0.99, 1].map((share) => `${quantile(latencies, share).toFixed(1)} ms`),
    grouped(latencies.filter((latency) => latency > GOAL_MS).length),
  ]);
  console.log(`${grouped(Number(flags.rows))} rows imported, ${grouped(Number(flags.plays))} rows read\n`);
  console.log(table(head, lines));
}
