import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import type { Import, ImportState } from '@analytics/contract/import';
import { Random } from '@analytics/simulator/random';
import { removeEmbedded } from '../server/src/database/embedded.ts';
import { writeExport } from './export.ts';
import { grouped, seconds } from './figures.ts';
import { differences, type ImportOutcome, observe } from './import-outcome.ts';
import type { BenchListener } from './listener.ts';
import { storeMonitoredHalf } from './monitored-half.ts';
import { BenchServer } from './server.ts';

/**
 * Whether an import comes to the same end however often it is killed. The account's older half is monitored
 * (`storeMonitoredHalf`), so that analysis, execution and undo all have something to lose. At random moments of the three stages the
 * program, its embedded PostgreSQL, or both are killed by SIGKILL, some stages several times; the program is started again on
 * the same data, and once the stage has ended, everything that it leaves (`ImportOutcome`) must be as in a run that was left
 * alone. Ends with code 1, and keeps its folder, when anything is not. The same seed plans about the same kills.
 *
 *     node bench/import-kills.ts --rows 140000 --kills 50 --seed 1
 */
const { values: flags } = parseArgs({
  options: {
    rows: { type: 'string', default: '140000' },
    kills: { type: 'string', default: '50' },
    seed: { type: 'string', default: '1' },
  },
});
const kills = Number(flags.kills);
const random = new Random(Number(flags.seed));
const LONGEST_STAGE_MS = 300_000;
const LOOK_EVERY_MS = 50;
/** A kill must not wait until the program has time to answer. */
const LONGEST_LOOK_MS = 30;
/** A job whose process died is tried again after a second or so. */
const RETRY_MS = 1_500;
const MOST_FAILED_STARTS = 10;
const STAGES = ['analysis', 'execution', 'undo'] as const;
type Stage = (typeof STAGES)[number];
const ENDS = { analysis: 'analysed', execution: 'imported', undo: 'undone' } as const;

const directory = await mkdtemp(join(tmpdir(), 'analytics-bench-'));
const dataDir = join(directory, 'data');
const path = join(directory, 'export.zip');
await writeExport(path, Number(flags.rows));
const server = await BenchServer.start(dataDir);
let done = 0;
let same = 0;
try {
  const source = await server.signUp('source');
  await source.import(path);
  let account = await openAccount(source, 0);
  while (done < kills) {
    // What a fault has left may make everything after it differ.
    if (!(await killOneImport(account))) account = await openAccount(source, done);
  }
} finally {
  await server.stop();
}
console.log(`${kills} kills, ${same} as undisturbed`);
if (same === kills) {
  await removeEmbedded(dataDir, { info: () => {}, error: console.error });
  await rm(directory, { recursive: true });
} else {
  console.log(`the data and the log are in ${directory}`);
  process.exitCode = 1;
}

/** An account with the monitored half, and what one import of it leaves and takes when it is left alone. */
interface Account {
  listener: BenchListener;
  expected: Record<Stage, ImportOutcome>;
  tookMs: Record<Stage, number>;
}

async function openAccount(source: BenchListener, number: number): Promise<Account> {
  const listener = await server.signUp(`listener${number}`);
  const database = server.openDatabase();
  await storeMonitoredHalf(database.pool, source.username, listener.username);
  await database.close();
  const expected: Partial<Record<Stage, ImportOutcome>> = {};
  const tookMs = { analysis: 0, execution: 0, undo: 0 };
  let importId = 0;
  for (const stage of STAGES) {
    importId = await begin(stage, listener, importId);
    const begunAt = performance.now();
    await listener.waitFor(importId, ENDS[stage]);
    tookMs[stage] = performance.now() - begunAt;
    expected[stage] = await observe(server, listener, importId);
    console.log(`undisturbed ${stage}: ${seconds(tookMs[stage])}, then ${expected[stage].plays}`);
  }
  return { listener, expected: expected as Record<Stage, ImportOutcome>, tookMs };
}

/** Starts a stage; answers the id of the import. */
async function begin(stage: Stage, listener: BenchListener, importId: number): Promise<number> {
  if (stage === 'analysis') return listener.upload(path);
  await (stage === 'execution' ? listener.execute(importId) : listener.undo(importId));
  return importId;
}

/** Takes an import through its stages with at least one kill in each; false when it differs, and is given up. */
async function killOneImport(account: Account): Promise<boolean> {
  let importId = 0;
  for (const stage of STAGES) {
    if (done === kills) return true;
    importId = await begin(stage, account.listener, importId);
    const hits = [await kill(account, importId, stage, 0)];
    while (done + hits.length < kills && random.chance(0.3))
      hits.push(await kill(account, importId, stage, RETRY_MS));
    const { endedAt, faults } = await judge(account, importId, stage);
    const ended = `ended ${seconds(endedAt - (hits.at(-1)?.killedAt ?? Number.NaN))} later`;
    for (const hit of hits) {
      const all = [...hit.faults, ...faults];
      done += 1;
      if (all.length === 0) same += 1;
      const verdict = all.length === 0 ? 'as undisturbed' : `DIFFERENT: ${all.join(', ')}`;
      console.log(`kill ${done}: ${hit.where}, ${ended}; ${verdict}`);
    }
    if (!server.isRunning) await startAgain();
    if (faults.length > 0) return false;
  }
  return true;
}

interface Hit {
  where: string;
  killedAt: number;
  faults: string[];
}

/** Kills at a random moment of the stage and starts again what does not start by itself. */
async function kill(
  { listener, tookMs }: Account,
  importId: number,
  stage: Stage,
  waitMs: number,
): Promise<Hit> {
  const moment = random.between(0, Math.round(tookMs[stage] * 1.05 + waitMs));
  const victim = random.pick(['program', 'program', 'database', 'both'] as const);
  await sleep(moment);
  const faults = server.isRunning ? [] : ['the program had ended by itself'];
  const killedAt = performance.now();
  const progress = await Promise.race([
    listener.getImport(importId).then(describe, () => 'database away'),
    sleep(LONGEST_LOOK_MS, 'too busy to say where'),
  ]);
  if (victim !== 'program') await server.killDatabase();
  if (victim !== 'database') await server.kill();
  if (!server.isRunning) faults.push(...(await startAgain()));
  return { where: `${stage}, ${victim}, after ${grouped(moment)} ms (${progress})`, killedAt, faults };
}

/** What was wrong with the start; one that fails is a fault, but the next may go on. */
async function startAgain(): Promise<string[]> {
  for (let failed = 0; ; failed += 1) {
    try {
      await server.restart();
      return failed === 0 ? [] : [`started only after ${failed} failed starts`];
    } catch (error) {
      if (failed === MOST_FAILED_STARTS) throw error;
      await sleep(RETRY_MS);
    }
  }
}

function describe({ state, progress }: Import): string {
  return progress === null ? state : `${state}, ${progress.stage} ${progress.done} of ${progress.total}`;
}

/** Waits until the stage has ended and says what is not as in the undisturbed run. */
async function judge({ listener, expected }: Account, importId: number, stage: Stage) {
  let endedAt = Number.NaN;
  try {
    await waitForEnd(listener, importId, ENDS[stage]);
    endedAt = performance.now();
    return { endedAt, faults: differences(await observe(server, listener, importId), expected[stage]) };
  } catch (error) {
    return { endedAt, faults: [String(error)] };
  }
}

async function waitForEnd(listener: BenchListener, importId: number, wanted: ImportState): Promise<void> {
  const deadline = Date.now() + LONGEST_STAGE_MS;
  for (;;) {
    await server.untilReady();
    // Connections of the database server that died may still be found broken.
    const state = await listener.getImport(importId).then(
      (answer) => answer.state,
      () => undefined,
    );
    if (state === wanted || state === 'failed') return;
    if (Date.now() > deadline) throw new Error(`still ${state}`);
    await sleep(LOOK_EVERY_MS);
  }
}
