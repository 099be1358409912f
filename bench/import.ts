import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { createCatalogue } from '@analytics/simulator/catalogue';
import { writeExtendedExport } from '@analytics/simulator/export/extended-export';
import { createHeavyListener } from '@analytics/simulator/export/heavy-listener';
import { measureFloor } from './floor.ts';
import { BenchServer } from './server.ts';

/**
 * How long an import takes from the upload to its end, into an empty account and a second time into the full one, with the
 * server's peak memory and the distance to the floor. `node bench/import.ts --rows 140000 --runs 5`
 */
const { values: flags } = parseArgs({
  options: { rows: { type: 'string', default: '140000' }, runs: { type: 'string', default: '5' } },
});
const rows = Number(flags.rows);
const runs = Number(flags.runs);

const directory = await mkdtemp(join(tmpdir(), 'analytics-bench-'));
try {
  const path = await makeExport(rows);
  const floorMs = await measureFloor(path, join(directory, 'floor'));
  console.log(`${rows} rows, ${((await stat(path)).size / 1e6).toFixed(1)} MB; floor ${seconds(floorMs)}`);
  const server = await BenchServer.start(join(directory, 'data'));
  try {
    await server.warmUp();
    const fresh: Timing[] = [];
    const again: Timing[] = [];
    for (let run = 0; run < runs; run += 1) {
      const listener = await server.signUp(`listener${run}`);
      fresh.push(await listener.import(path));
      again.push(await listener.import(path));
    }
    report('empty account', fresh, floorMs);
    report('the same again', again, floorMs);
    console.log(`peak memory of the server process ${((await server.peakMemory()) / 1e6).toFixed(0)} MB`);
  } finally {
    await server.stop();
  }
} finally {
  await rm(directory, { recursive: true, force: true });
}

interface Timing {
  analysisMs: number;
  executionMs: number;
}

async function makeExport(rowCount: number): Promise<string> {
  const catalogue = createCatalogue(1);
  const until = new Date('2026-10-01T00:00:00Z');
  const listener = createHeavyListener(catalogue, 7, rowCount, until);
  const path = join(directory, 'export.zip');
  const streams = listener.timeline.between(0, until.getTime());
  await writeExtendedExport({ catalogue, listener, streams, layout: '2026', rows: rowCount }, path);
  return path;
}

function report(what: string, timings: readonly Timing[], floorMs: number) {
  const analysisMs = median(timings.map((timing) => timing.analysisMs));
  const executionMs = median(timings.map((timing) => timing.executionMs));
  const totals = timings.map((timing) => timing.analysisMs + timing.executionMs);
  const total = median(totals);
  const spread = `${seconds(Math.min(...totals))} to ${seconds(Math.max(...totals))}`;
  console.log(
    `${what}: ${seconds(total)} (analysis ${seconds(analysisMs)}, import ${seconds(executionMs)}; ${spread}), ${(total / floorMs).toFixed(1)} × the floor`,
  );
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}

function seconds(ms: number): string {
  return `${(ms / 1_000).toFixed(2)} s`;
}
