import { mkdtemp, rm, stat } from 'node:fs/promises';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { writeExport } from './export.ts';
import { grouped, median, megabytes, seconds, spread, table } from './figures.ts';
import { measureFloor } from './floor.ts';
import type { ImportTimes } from './listener.ts';
import { storeMonitoredHalf } from './monitored-half.ts';
import { BenchServer } from './server.ts';

/**
 * How long an import takes by HTTP over loopback, from the first byte of the upload to its end, and how long its undo takes, for
 * exports of several sizes: into an empty account, once more into the account that now has it all, and into one whose older half
 * was monitored (`storeMonitoredHalf`). Each run measures the floor before and after, and ends with everything undone. Every size has a
 * server and a data directory of its own, and its first run meets cold code.
 *
 *     node bench/import.ts --rows 16000,140000,1000000 --runs 5,5,1
 *
 * The last number of runs holds for the sizes after it as well.
 */
const { values: flags } = parseArgs({
  options: {
    rows: { type: 'string', default: '16000,140000,1000000' },
    runs: { type: 'string', default: '5,5,1' },
  },
});
/** For what an undo clears away after its end. */
const SETTLE_MS = 2_000;
const runsOf = flags.runs.split(',').map(Number);

for (const [index, rows] of flags.rows.split(',').map(Number).entries()) {
  await measure(rows, runsOf[index] ?? runsOf.at(-1) ?? 1);
}

interface Figures extends ImportTimes {
  floorMs: number;
  undoMs: number;
  /** The most memory that the server process held meanwhile, in bytes. */
  memory: number;
}

async function measure(rows: number, runs: number) {
  const directory = await mkdtemp(join(tmpdir(), 'analytics-bench-'));
  try {
    const path = join(directory, 'export.zip');
    await writeExport(path, rows);
    const load = loadavg()[0] ?? 0;
    const server = await BenchServer.start(join(directory, 'data'));
    try {
      const cases = new Map<string, Figures[]>();
      for (let run = 0; run < runs; run += 1) {
        const before = await measureFloor(path, join(directory, 'floor'));
        const results = await runCases(server, path, run);
        const floorMs = (before + (await measureFloor(path, join(directory, 'floor')))) / 2;
        for (const [name, figures] of results) {
          cases.set(name, [...(cases.get(name) ?? []), { ...figures, floorMs }]);
        }
      }
      const size = `${((await stat(path)).size / 1e6).toFixed(1)} MB`;
      console.log(
        `\n${grouped(rows)} rows, ${size}, ${runs} ${runs === 1 ? 'run' : 'runs'}; load before ${load.toFixed(1)}` +
          `\n\n${describe(cases)}`,
      );
    } finally {
      await server.stop();
    }
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}

async function runCases(
  server: BenchServer,
  path: string,
  run: number,
): Promise<[string, Omit<Figures, 'floorMs'>][]> {
  const fresh = await server.signUp(`fresh${run}`);
  const monitored = await server.signUp(`monitored${run}`);
  await server.takePeakMemory();
  const first = await fresh.import(path);
  const firstMemory = await server.takePeakMemory();
  const again = await fresh.import(path);
  const againMemory = await server.takePeakMemory();
  if (again.done.statistics?.toImport !== 0) throw new Error('the second import brought something new');
  const database = server.openDatabase();
  await storeMonitoredHalf(database.pool, fresh.username, monitored.username);
  await database.close();
  // The latest first: what two imports share would be handed over to the one that stays.
  const againUndoMs = await fresh.undoAndWait(again.done.id);
  const firstUndoMs = await fresh.undoAndWait(first.done.id);
  await sleep(SETTLE_MS);
  await server.takePeakMemory();
  const half = await monitored.import(path);
  const halfMemory = await server.takePeakMemory();
  const halfUndoMs = await monitored.undoAndWait(half.done.id);
  await sleep(SETTLE_MS);
  const { exactDuplicates = 0, windowDuplicates = 0, sequenceDuplicates = 0 } = half.done.statistics ?? {};
  const matched = grouped(exactDuplicates + windowDuplicates + sequenceDuplicates);
  return [
    ['empty account', { ...first.times, undoMs: firstUndoMs, memory: firstMemory }],
    ['the same again, all duplicates', { ...again.times, undoMs: againUndoMs, memory: againMemory }],
    [`half monitored, ${matched} matched`, { ...half.times, undoMs: halfUndoMs, memory: halfMemory }],
  ];
}

function describe(cases: ReadonlyMap<string, readonly Figures[]>): string {
  const head = [
    'case',
    'upload',
    'analysis',
    'execution',
    'total',
    'from, to',
    'times the floor',
    'undo',
    'memory',
  ];
  const floors = (cases.values().next().value ?? []).map(({ floorMs }) => floorMs);
  const lines = [['floor', '', '', '', seconds(median(floors)), spread(floors), '1.0', '', '']];
  for (const [name, runs] of cases) {
    const totals = runs.map((run) => run.uploadMs + run.analysisMs + run.executionMs);
    const ratios = runs.map((run, index) => (totals[index] ?? Number.NaN) / run.floorMs);
    lines.push([
      name,
      seconds(median(runs.map((run) => run.uploadMs))),
      seconds(median(runs.map((run) => run.analysisMs))),
      seconds(median(runs.map((run) => run.executionMs))),
      seconds(median(totals)),
      spread(totals),
      median(ratios).toFixed(1),
      seconds(median(runs.map((run) => run.undoMs))),
      megabytes(Math.max(...runs.map((run) => run.memory))),
    ]);
  }
  return table(head, lines);
}
