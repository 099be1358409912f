import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import type { DatabasePool } from '../server/src/database/database.ts';
import { writeExport } from './export.ts';
import { grouped, median, quantile, table } from './figures.ts';
import { Reader } from './reader.ts';
import { readPlans } from './slow-plans.ts';
import { BenchServer } from './server.ts';
import { settle } from './settle.ts';
import { listStatistics, STATISTICS, YEAR } from './statistics-paths.ts';

/**
 * How fast the statistics of a listener are read over loopback. For each number of rows an export is imported; then every endpoint is
 * asked one request at a time, the history being marked as changed before each, so that every answer is computed; then 8 clients
 * ask for what the dashboard asks for. Ends with the growth of each p50 from the first number of rows to the last, and the slowest
 * plans of the last.
 *
 *     node bench/statistics.ts --rows 140000,1000000 --requests 60 --seconds 10
 */
const { values: flags } = parseArgs({
  options: {
    rows: { type: 'string', default: '140000,1000000' },
    requests: { type: 'string', default: '60' },
    seconds: { type: 'string', default: '10' },
  },
});
const CLIENTS = 8;
/** The first requests meet cold code and cold pages. */
const WARM_UP = 10;
const PLANS = 3;
const RECONNECT_MS = 1_000;

/** What the overview and the lists behind it ask for, for all time and for a year. */
const dashboard = ['', YEAR].flatMap((period) => [
  `/api/stats/summary?${period}`,
  `/api/stats/daily?unit=month&${period}`,
  `/api/stats/hourly?${period}`,
  `/api/stats/weekday-hours?${period}`,
  `/api/tracks?limit=5&${period}`,
  `/api/artists?limit=5&${period}`,
  `/api/tracks?${period}`,
  `/api/artists?${period}`,
  `/api/albums?${period}`,
  `/api/plays?limit=10&${period}`,
]);

const p50s: Map<string, number>[] = [];
for (const rows of flags.rows.split(',').map(Number)) p50s.push(await measure(rows));
reportGrowth();

async function measure(rows: number): Promise<Map<string, number>> {
  const directory = await mkdtemp(join(tmpdir(), 'analytics-bench-'));
  try {
    await writeExport(join(directory, 'export.zip'), rows);
    const server = await BenchServer.start(join(directory, 'data'));
    const database = server.openDatabase();
    try {
      const listener = await server.signUp('listener');
      await listener.import(join(directory, 'export.zip'));
      await settle(database.pool);
      const reader = new Reader(server.address, listener.cookie);
      const change = () => database.pool.query('update users set history_version = history_version + 1');
      console.log(`\n${grouped(rows)} rows, load before ${(loadavg()[0] ?? 0).toFixed(1)}\n`);
      const p50 = await measureEach(reader, await listStatistics(reader), change);
      console.log('');
      await measureTogether(reader, change);
      await showPlans(server, database.pool, reader, join(directory, 'data', 'postgres.log'));
      return p50;
    } finally {
      await database.close();
      await server.stop();
    }
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}

/** Asks everything once more while the database server explains itself into its log. */
async function showPlans(server: BenchServer, pool: DatabasePool['pool'], reader: Reader, logFile: string) {
  const before = (await readFile(logFile, 'utf8')).length;
  await pool.query("alter database analytics set session_preload_libraries = 'auto_explain'");
  await pool.query('alter database analytics set auto_explain.log_min_duration = 0');
  await pool.query('alter database analytics set auto_explain.log_analyze = on');
  await pool.query(
    "select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'analytics-for-spotify' and pid <> pg_backend_pid()",
  );
  await sleep(RECONNECT_MS);
  await server.untilReady();
  for (const path of STATISTICS) await reader.get(path);
  const plans = readPlans((await readFile(logFile, 'utf8')).slice(before));
  for (const { ms, plan } of plans.slice(0, PLANS)) console.log(`\n${ms.toFixed(1)} ms\n${plan}`);
}

async function measureEach(reader: Reader, paths: readonly string[], change: () => Promise<unknown>) {
  const lines: string[][] = [];
  const p50 = new Map<string, number>();
  for (const path of paths) {
    const latencies: number[] = [];
    let bytes = 0;
    for (let request = 0; request < WARM_UP + Number(flags.requests); request += 1) {
      await change();
      const answer = await reader.get(path);
      bytes = answer.bytes;
      if (request >= WARM_UP) latencies.push(answer.ms);
    }
    p50.set(path.replace(/\d+$/, '{id}'), median(latencies));
    const mean = latencies.reduce((sum, ms) => sum + ms, 0) / latencies.length;
    lines.push([
      path,
      ...[0.5, 0.95].map((share) => `${quantile(latencies, share).toFixed(1)} ms`),
      grouped(bytes),
      (1_000 / mean).toFixed(0),
    ]);
  }
  console.log(table(['endpoint', 'p50', 'p95', 'bytes', 'per second'], lines));
  return p50;
}

async function measureTogether(reader: Reader, change: () => Promise<unknown>) {
  const etags = new Map<string, string>();
  for (const path of dashboard) etags.set(path, (await reader.get(path)).etag);
  const cases: [string, (path: string) => Promise<unknown>][] = [
    [
      'the history changes before every request',
      async (path) => {
        await change();
        return reader.get(path);
      },
    ],
    ['nothing changes, and the clients keep nothing', (path) => reader.get(path)],
    [
      'nothing changes, and the clients revalidate what they keep',
      (path) => reader.get(path, etags.get(path)),
    ],
  ];
  const lines: string[][] = [];
  for (const [name, ask] of cases.toReversed()) {
    const { requests, latencies, ms } = await drive(ask);
    lines.unshift([
      name,
      ((requests / ms) * 1_000).toFixed(0),
      `${median(latencies).toFixed(1)} ms`,
      `${quantile(latencies, 0.95).toFixed(1)} ms`,
    ]);
  }
  console.log(table([`${CLIENTS} clients`, 'requests per second', 'p50', 'p95'], lines));
}

async function drive(ask: (path: string) => Promise<unknown>) {
  const latencies: number[] = [];
  const begunAt = performance.now();
  const until = begunAt + Number(flags.seconds) * 1_000;
  await Promise.all(
    Array.from({ length: CLIENTS }, async (_, client) => {
      for (let turn = client * 3; performance.now() < until; turn += 1) {
        const askedAt = performance.now();
        await ask(dashboard[turn % dashboard.length] ?? '');
        latencies.push(performance.now() - askedAt);
      }
    }),
  );
  return { requests: latencies.length, latencies, ms: performance.now() - begunAt };
}

function reportGrowth() {
  const [first, last] = [p50s[0], p50s.at(-1)];
  if (!first || !last || first === last) return;
  const lines = [...last].map(([path, ms]) => {
    const before = first.get(path) ?? Number.NaN;
    return [path, `${before.toFixed(1)} ms`, `${ms.toFixed(1)} ms`, (ms / before).toFixed(1)];
  });
  const [from = '', to = ''] = [flags.rows.split(',')[0], flags.rows.split(',').at(-1)].map((rows) =>
    grouped(Number(rows)),
  );
  console.log(`\n${table(['p50', from, to, 'growth'], lines)}`);
}
