import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { startSimulator, type Simulator } from '@analytics/simulator/simulator';
import { createSeal } from '../server/src/accounts/seal.ts';
import { removeEmbedded } from '../server/src/database/embedded.ts';
import { nextPollAt } from '../server/src/monitoring/poll-times.ts';
import { Fleet, FLEET_SECRET_KEY } from '../server/test/fleet.ts';
import { settleListeners, type SettledListener } from '../server/test/settled-listeners.ts';
import { grouped, megabytes, quantile, seconds, table } from './figures.ts';
import { PollLateness } from './poll-lateness.ts';
import { readCpuMs, readDatabaseCpuMs, takePeakMemory } from './process-load.ts';

/**
 * How many listeners one worker and several can serve, against a Spotify that answers in 50 ms: how late polls are, how steadily what
 * plays is looked at, and what it takes of processor and memory. Everyone in realtime mode plays all the time. Of several
 * workers one is killed at the end: how long until its listeners are served by others?
 *
 *     node bench/workers.ts --history 10000 --realtime 1000 --workers 1,3 --minutes 25
 */
const { values: flags } = parseArgs({
  options: {
    history: { type: 'string', default: '10000' },
    realtime: { type: 'string', default: '1000' },
    workers: { type: 'string', default: '1,3' },
    minutes: { type: 'string', default: '25' },
    'warm-up-minutes': { type: 'string', default: '2' },
  },
});
const history = Number(flags.history);
const realtime = Number(flags.realtime);
const MINUTE_MS = 60_000;
const POLL_INTERVAL_MS = 20 * MINUTE_MS;
const ANSWER_MS = 50;
const TAKE_EVERY_MS = 5_000;
const AFTER_KILL_MS = 2 * MINUTE_MS;
const SHARES = [0.5, 0.95, 0.99, 1];

for (const workers of flags.workers.split(',').map(Number)) {
  const directory = await mkdtemp(join(tmpdir(), 'analytics-workers-'));
  const simulator = await startSimulator({
    listeners: [...scripts('history', history), ...scripts('realtime', realtime)],
  });
  simulator.addFault({ kind: 'timeout', delayMs: ANSWER_MS, times: 'forever' });
  const fleet = await Fleet.start(directory, simulator, { workers });
  try {
    await measure(fleet, simulator);
  } finally {
    await fleet.stop();
    await simulator.close();
  }
  await removeEmbedded(join(directory, 'database'), { info: () => {}, error: console.error });
  await rm(directory, { recursive: true });
}

function scripts(mode: string, count: number) {
  return Array.from({ length: count }, (_, index) => ({ id: `${mode}-${index + 1}`, historyDays: 10 }));
}

async function measure(fleet: Fleet, simulator: Simulator): Promise<void> {
  const listeners = await settle(fleet, simulator);
  const lateness = new PollLateness(simulator, fleet.database);
  await watch(lateness, Number(flags['warm-up-minutes']) * MINUTE_MS);
  lateness.reset();
  const begin = await readLoad(fleet);
  await watch(lateness, Number(flags.minutes) * MINUTE_MS);
  const end = await readLoad(fleet);
  console.log(
    `\n## ${fleet.workers.length} worker(s), ${grouped(listeners.length)} listeners, ${flags.minutes} minutes\n`,
  );
  const waiting = lateness.listWaiting();
  const rows = [
    ['polls late by', grouped(lateness.polls.length), ...quantiles(lateness.polls)],
    ['still waiting, late by', grouped(waiting.length), ...quantiles(waiting)],
    ['from look to look', grouped(lateness.cadences.length), ...quantiles(lateness.cadences)],
  ];
  console.log(table(['', 'number', 'p50', 'p95', 'p99', 'most'], rows));
  const spentMs = end.at - begin.at;
  const cores = (ms: number) => `${(ms / spentMs).toFixed(2)} cores`;
  const loads = end.workers.map(({ name, cpuMs, peakBytes }, index) => [
    name,
    cores(cpuMs - (begin.workers[index]?.cpuMs ?? 0)),
    megabytes(peakBytes),
  ]);
  loads.push(['database server', cores(end.databaseCpuMs - begin.databaseCpuMs), '']);
  console.log(`\n${table(['', 'processor', 'memory, peak'], loads)}`);
  if (fleet.workers.length > 1) await killOne(fleet, lateness);
}

/** Listeners have had their first poll already and come up again at their own places in the interval. */
async function settle(fleet: Fleet, simulator: Simulator): Promise<SettledListener[]> {
  const { database, pool } = fleet.database;
  const seal = createSeal(FLEET_SECRET_KEY);
  const listeners = await settleListeners(database, seal, simulator, (index) =>
    index < history ? 'history' : 'realtime',
  );
  const halfAgo = new Date(Date.now() - POLL_INTERVAL_MS / 2);
  const polled = listeners.filter(({ mode }) => mode === 'history').map(({ userId }) => userId);
  await pool.query(
    `update monitors m set next_poll_at = d.due
     from unnest($1::bigint[], $2::timestamptz[]) as d (user_id, due) where d.user_id = m.user_id`,
    [polled, polled.map((userId) => nextPollAt(userId, halfAgo, POLL_INTERVAL_MS))],
  );
  const playsForMs =
    (Number(flags.minutes) + Number(flags['warm-up-minutes'])) * MINUTE_MS + 2 * AFTER_KILL_MS;
  for (const { spotifyId, mode } of listeners)
    if (mode === 'realtime') simulator.listenNow(spotifyId, playsForMs);
  return listeners;
}

async function watch(lateness: PollLateness, forMs: number): Promise<void> {
  const until = performance.now() + forMs;
  while (performance.now() < until) {
    await sleep(TAKE_EVERY_MS);
    await lateness.take();
  }
}

async function readLoad(fleet: Fleet) {
  const postmaster = await fleet.findPostmaster();
  return {
    at: performance.now(),
    databaseCpuMs: postmaster === undefined ? 0 : await readDatabaseCpuMs(postmaster),
    workers: await Promise.all(
      fleet.workers.map(async ({ name, pid }) => ({
        name,
        cpuMs: await readCpuMs(pid),
        peakBytes: await takePeakMemory(pid),
      })),
    ),
  };
}

function quantiles(times: readonly number[]): string[] {
  return SHARES.map((share) => (times.length === 0 ? '' : seconds(quantile(times, share))));
}

/** Kills a worker and says how long its listeners then waited. */
async function killOne(fleet: Fleet, lateness: PollLateness): Promise<void> {
  const [victim] = fleet.workers;
  if (!victim) return;
  await lateness.take();
  lateness.reset();
  const killedAt = Date.now();
  await victim.kill();
  const { rows } = await fleet.database.pool.query<{ listener: string }>(
    `select u.display_name as listener from monitors m join users u on u.id = m.user_id
     left join watches w on w.user_id = m.user_id
     where m.polling_since is not null and m.worker like $1 or w.worker like $1`,
    [`%-${victim.pid}-%`],
  );
  const orphans = rows.map(({ listener }) => listener);
  const servedAt = new Map<string, number>();
  const until = performance.now() + AFTER_KILL_MS;
  while (performance.now() < until) {
    await sleep(TAKE_EVERY_MS / 5);
    await lateness.take();
    for (const listener of orphans) {
      const at = lateness.lastAt.get(listener) ?? 0;
      if (at > killedAt && !servedAt.has(listener)) servedAt.set(listener, at - killedAt);
    }
  }
  const waited = [...servedAt.values()];
  const forgotten = orphans.length - waited.length;
  console.log(
    `\nOne killed: of its ${grouped(orphans.length)} listeners ${grouped(forgotten)} are not served after ${seconds(AFTER_KILL_MS)}.`,
  );
  console.log(
    table(
      ['', 'number', 'p50', 'p95', 'p99', 'most'],
      [
        ['its listeners served again after', grouped(waited.length), ...quantiles(waited)],
        ['polls late by', grouped(lateness.polls.length), ...quantiles(lateness.polls)],
        ['from look to look', grouped(lateness.cadences.length), ...quantiles(lateness.cadences)],
      ],
    ),
  );
}
