import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { isDeepStrictEqual } from 'node:util';
import { startSimulator, type Simulator } from '@analytics/simulator/simulator';
import { createSeal } from '../../src/accounts/seal.ts';
import { insertSession } from '../../src/accounts/sessions.queries.ts';
import { JOBS } from '../../src/app/jobs.ts';
import { sweepMonitors } from '../../src/monitoring/sweep-monitors.ts';
import { Queue } from '../../src/queue/queue.ts';
import { FLEET_SECRET_KEY } from '../fleet.ts';
import { judgeListener } from '../month/judge-listener.ts';
import { jumpAhead } from '../month/jump-ahead.ts';
import { PollLog } from '../month/poll-log.ts';
import { readHistory } from '../month/read-history.ts';
import { compareTotals } from '../play-totals.ts';
import { type SettledListener, settleListeners } from '../settled-listeners.ts';
import { Cluster } from './cluster.ts';
import { ClusterImporter } from './cluster-importer.ts';
import { ClusterVisitor } from './cluster-visitor.ts';

const DAY_MS = 86_400_000;
const HISTORY_DAYS = 20;
/** Between two rounds of polls, in simulated time; nobody plays more in it than Spotify remembers. */
const STEP_MS = 60 * 60_000;
const SWEEP_EVERY_MS = 1_000;
const LOOK_EVERY_MS = 50;
const PAUSE_MS = 500;
/** So many requests of each visitor are answered between two restarts. */
const REQUESTS_BETWEEN = 8;

export interface ClusterOptions {
  /** A folder that is made, for the database and the logs. */
  readonly directory: string;
  readonly listeners: number;
  /** How many of them look at their pages meanwhile. */
  readonly visitors: number;
  readonly workers: number;
  /** How often each process is restarted. */
  readonly turns: number;
  /** What is imported and undone meanwhile; else the history of one of the listeners. */
  readonly exportPath?: string;
  readonly log: (line: string) => void;
}

/** What came of it. */
export interface ClusterReport {
  /** Requests that were answered as they should be, event streams left out. */
  readonly requests: number;
  /** Those that nginx had to ask of a second process. */
  readonly retried: number;
  readonly failures: readonly string[];
  readonly streams: number;
  readonly polls: number;
  readonly imports: number;
  readonly restarts: readonly { name: string; stopMs: number; startMs: number; exitCode: number | null }[];
  /** Plays that Spotify and the export told of, and those that were recorded. */
  readonly plays: { readonly expected: number; readonly recorded: number };
  /** Every play that is missing, invented or there twice, and totals that are not those of the plays. */
  readonly differences: readonly string[];
}

/** Two processes for the web and some workers are restarted in order, one after the other, while all of them have to do. */
export async function restartCluster(options: ClusterOptions): Promise<ClusterReport> {
  const simulator = await startSimulator({
    startAt: new Date(Date.now() - HISTORY_DAYS * DAY_MS),
    listeners: Array.from({ length: options.listeners }, (_, index) => ({
      id: `listener-${index + 1}`,
      habits: { playsPerDay: 60 + (index % 60), utcOffsetHours: (index % 24) - 11, hearsAds: false },
      historyDays: HISTORY_DAYS,
    })),
  });
  await using end = new AsyncDisposableStack();
  end.defer(() => simulator.close());
  const cluster = await Cluster.start(options.directory, simulator, options.workers);
  end.defer(() => cluster.stop());
  const queue = new Queue(cluster.fleet.connection, {
    instanceName: 'sweeper',
    log: { warn: () => {}, error: () => {} },
  });
  await queue.start(JOBS);
  end.defer(() => queue.stop());
  return await new Restarts(options, simulator, cluster, queue).run();
}

class Restarts {
  readonly #options: ClusterOptions;
  readonly #simulator: Simulator;
  readonly #cluster: Cluster;
  readonly #queue: Queue;
  readonly #polls = new PollLog();
  readonly #restarts: ClusterReport['restarts'][number][] = [];
  #visitors: ClusterVisitor[] = [];
  #isOver = false;

  constructor(options: ClusterOptions, simulator: Simulator, cluster: Cluster, queue: Queue) {
    this.#options = options;
    this.#simulator = simulator;
    this.#cluster = cluster;
    this.#queue = queue;
  }

  async run(): Promise<ClusterReport> {
    const { database } = this.#cluster.fleet.database;
    const seal = createSeal(FLEET_SECRET_KEY);
    const listeners = await settleListeners(database, seal, this.#simulator, () => 'history');
    const exportPath = this.#options.exportPath ?? (await this.#exportFirst());
    const importer = new ClusterImporter(this.#cluster, exportPath);
    this.#visitors = await Promise.all(
      listeners.slice(0, this.#options.visitors).map(async ({ userId }) => {
        return new ClusterVisitor(this.#cluster.address, await insertSession(database, userId));
      }),
    );
    const leaving = new AbortController();
    const looking = this.#visitors.flatMap((visitor) => [
      visitor.click(leaving.signal),
      visitor.listen(leaving.signal),
    ]);
    const importing = importer.run(() => this.#isOver);
    const polling = this.#pollOn();
    const restarting = this.#restartAll().finally(() => {
      this.#isOver = true;
    });
    const [imported] = await Promise.all([importing, polling, restarting]);
    leaving.abort();
    await Promise.all(looking);
    return this.#report(listeners, importer, imported);
  }

  async #exportFirst(): Promise<string> {
    const path = join(this.#options.directory, 'export.zip');
    await this.#simulator.writeExtendedExport('listener-1', { layout: '2026', quirks: false }, path);
    return path;
  }

  async #restartAll(): Promise<void> {
    const { webs, workers } = this.#cluster.fleet;
    for (let turn = 0; turn < this.#options.turns; turn += 1) {
      for (const process of [...webs, ...workers]) {
        await this.#untilVisited();
        const restart = { name: process.name, ...(await process.restart()) };
        this.#restarts.push(restart);
        this.#options.log(
          `${restart.name}: stopped in ${Math.round(restart.stopMs)} ms, started in ${Math.round(restart.startMs)} ms`,
        );
      }
    }
    await this.#untilVisited();
  }

  /** Waits until every visitor follows events and has been answered some more. */
  async #untilVisited(): Promise<void> {
    const before = this.#visitors.map(({ requests }) => requests);
    const isServed = (visitor: ClusterVisitor, index: number) =>
      visitor.isListening && visitor.requests >= (before[index] ?? 0) + REQUESTS_BETWEEN;
    while (!this.#visitors.every(isServed)) await sleep(LOOK_EVERY_MS);
  }

  /** An hour after the other passes and everyone is polled, at last once more when all restarts are over. */
  async #pollOn(): Promise<void> {
    let isLast: boolean;
    do {
      await sleep(PAUSE_MS);
      isLast = this.#isOver;
      await jumpAhead(this.#cluster.fleet.database, this.#simulator, STEP_MS);
      await this.#pollEveryone();
      this.#polls.take(this.#simulator);
    } while (!isLast);
  }

  async #pollEveryone(): Promise<void> {
    const { database, pool } = this.#cluster.fleet.database;
    let sweptAt = Number.NEGATIVE_INFINITY;
    for (;;) {
      // A poll that failed here, as those of many new listeners at once may, comes again a minute later: not after the next jump in time.
      await pool.query(
        'update monitors set next_poll_at = now() where enabled and last_error is not null and next_poll_at > now()',
      );
      const { rows } = await pool.query<{ due: number }>(
        'select count(*) as due from monitors where enabled and next_poll_at <= now()',
      );
      if (rows[0]?.due === 0) return;
      if (performance.now() - sweptAt > SWEEP_EVERY_MS) {
        sweptAt = performance.now();
        await sweepMonitors(database, this.#queue);
      }
      await sleep(LOOK_EVERY_MS);
    }
  }

  async #report(
    listeners: readonly SettledListener[],
    importer: ClusterImporter,
    imported: { expected: number; recorded: number },
  ): Promise<ClusterReport> {
    const plays = { ...imported };
    const differences =
      imported.expected === imported.recorded
        ? []
        : [`the import should have left ${imported.expected} plays, and left ${imported.recorded}`];
    const now = this.#simulator.clock.now();
    for (const listener of listeners) {
      const { spotifyId } = listener;
      const judgement = judgeListener(
        this.#simulator.truth(spotifyId, 0, now + 1).filter((play) => play.listed && play.visibleAt <= now),
        0,
        this.#polls.polls.filter((poll) => poll.listenerId === spotifyId),
        () => false,
        await readHistory(this.#cluster.fleet, listener),
      );
      plays.expected += judgement.due;
      plays.recorded += judgement.recorded;
      const { missing, invented, twice } = judgement;
      differences.push(...[...missing, ...invented, ...twice].map((words) => `${spotifyId}: ${words}`));
    }
    const { kept, computed } = await compareTotals(this.#cluster.fleet.database.database);
    if (!isDeepStrictEqual(kept, computed)) differences.push('the totals are not those of the plays');
    const sum = (count: (visitor: ClusterVisitor) => number) =>
      this.#visitors.reduce((total, visitor) => total + count(visitor), 0);
    return {
      requests: sum(({ requests }) => requests),
      retried: await this.#cluster.countRetried(),
      failures: this.#visitors.flatMap(({ failures }) => failures),
      streams: sum(({ streams }) => streams),
      polls: this.#polls.polls.length,
      imports: importer.imports,
      restarts: this.#restarts,
      plays,
      differences,
    };
  }
}
