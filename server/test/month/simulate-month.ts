import type { MonitoringMode } from '@analytics/contract/monitoring';
import type { ListenerScript } from '@analytics/simulator/listener';
import { Random, seedOf } from '@analytics/simulator/random';
import { startSimulator } from '@analytics/simulator/simulator';
import { createSeal } from '../../src/accounts/seal.ts';
import { JOBS } from '../../src/app/jobs.ts';
import { Queue } from '../../src/queue/queue.ts';
import { Fleet, FLEET_SECRET_KEY } from '../fleet.ts';
import { settleListeners } from '../settled-listeners.ts';
import { type MonthReport, reportMonth } from './month-report.ts';
import { Month } from './month.ts';

const DAY_MS = 86_400_000;

/** How a month is simulated. */
export interface MonthOptions {
  /** A folder that is made, for the database and the logs. */
  readonly directory: string;
  readonly listeners: number;
  /** Their modes, in turn. */
  readonly modes: readonly MonitoringMode[];
  readonly days: number;
  /** Simulated ms between two rounds of polls. */
  readonly stepMs: number;
  readonly workers: number;
  /** How many times something happens to a process or to the database. */
  readonly fleetTroubles: number;
  readonly seed: number;
  readonly log: (line: string) => void;
}

/**
 * Days of many listeners in minutes: the clock jumps from one round of polls to the next, Spotify, workers and database fail
 * in every way meanwhile, and at the end each listener's recorded plays are compared with the truth.
 */
export async function simulateMonth(options: MonthOptions): Promise<MonthReport> {
  const simulator = await startSimulator({
    startAt: new Date(Date.now() - options.days * DAY_MS),
    seed: options.seed,
    listeners: listenerScripts(options),
  });
  const fleet = await Fleet.start(options.directory, simulator, { workers: options.workers });
  const queue = new Queue(fleet.connection, {
    instanceName: 'month',
    log: { warn: () => {}, error: () => {} },
  });
  try {
    await queue.start(JOBS);
    const { modes } = options;
    const listeners = await settleListeners(
      fleet.database.database,
      createSeal(FLEET_SECRET_KEY),
      simulator,
      (index) => modes[index % modes.length] ?? 'history',
    );
    const month = new Month({ simulator, fleet, queue, listeners }, options);
    await month.run();
    return await reportMonth(month);
  } finally {
    await queue.stop();
    await fleet.stop();
    await simulator.close();
  }
}

/** From those who hardly listen to those who outrun Spotify's list in a few hours, anywhere on earth. */
function listenerScripts({ seed, listeners }: MonthOptions): ListenerScript[] {
  const random = new Random(seedOf(seed, 'month'));
  return Array.from({ length: listeners }, (_, index) => ({
    id: `listener-${index + 1}`,
    habits: {
      playsPerDay: random.between(5, 130),
      utcOffsetHours: random.between(-11, 14),
      hearsAds: random.chance(0.2),
    },
    historyDays: 20,
  }));
}
