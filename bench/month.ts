import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import type { MonitoringMode } from '@analytics/contract/monitoring';
import { removeEmbedded } from '../server/src/database/embedded.ts';
import { type MonthReport } from '../server/test/month/month-report.ts';
import { simulateMonth } from '../server/test/month/simulate-month.ts';
import { grouped, quantile, seconds, table } from './figures.ts';

/**
 * Whether monitoring misses nothing and counts nothing twice over a month of 200 listeners, while Spotify fails in every way that the
 * simulator knows, workers are killed and stand still, and the database is restarted (`simulateMonth`). What Spotify's list of
 * 50 plays held in an answer must be recorded, once, and nothing else may be. Ends with code 1, and keeps its folder, when
 * anything differs.
 *
 *     node bench/month.ts --listeners 200 --days 30 --step-minutes 60 --workers 3 --fleet-troubles 60 --modes history --seed 1
 */
const { values: flags } = parseArgs({
  options: {
    listeners: { type: 'string', default: '200' },
    days: { type: 'string', default: '30' },
    'step-minutes': { type: 'string', default: '60' },
    workers: { type: 'string', default: '3' },
    'fleet-troubles': { type: 'string', default: '60' },
    modes: { type: 'string', default: 'history' },
    seed: { type: 'string', default: '1' },
  },
});
const SHOWN = 20;

const directory = await mkdtemp(join(tmpdir(), 'analytics-month-'));
const begunAt = performance.now();
const report = await simulateMonth({
  directory,
  listeners: Number(flags.listeners),
  days: Number(flags.days),
  stepMs: Number(flags['step-minutes']) * 60_000,
  workers: Number(flags.workers),
  fleetTroubles: Number(flags['fleet-troubles']),
  modes: flags.modes.split(',') as MonitoringMode[],
  seed: Number(flags.seed),
  log: (line) => console.log(`${seconds(performance.now() - begunAt)}  ${line}`),
});
console.log(`\n${describePlays(report)}\n\n${describeTroubles(report)}\n\n${describeCalls(report)}\n`);
if (report.differences.length === 0) {
  console.log('Everything that Spotify told is recorded, once.');
  await removeEmbedded(join(directory, 'database'), { info: () => {}, error: console.error });
  await rm(directory, { recursive: true });
} else {
  console.log(`${grouped(report.differences.length)} differences; the data and the logs are in ${directory}`);
  for (const difference of report.differences.slice(0, SHOWN)) console.log(`- ${difference}`);
  process.exitCode = 1;
}

function describePlays({ modes }: MonthReport): string {
  const rows = [...modes].map(([mode, { listeners, judgements }]) => {
    const sum = (count: (judgement: (typeof judgements)[number]) => number) =>
      grouped(judgements.reduce((total, judgement) => total + count(judgement), 0));
    return [
      mode,
      grouped(listeners),
      sum(({ listed }) => listed),
      sum(({ due }) => due),
      sum(({ recorded }) => recorded),
      sum(({ beyondWindow }) => beyondWindow),
      sum(({ missing }) => missing.length),
      sum(({ invented }) => invented.length),
      sum(({ twice }) => twice.length),
    ];
  });
  const head = [
    'mode',
    'listeners',
    'listed',
    'told',
    'recorded',
    'never told',
    'missing',
    'invented',
    'twice',
  ];
  return table(head, rows);
}

/** How long it took until everyone had been polled. */
function describeTroubles({ rounds }: MonthReport): string {
  const kinds = Map.groupBy(rounds, ({ trouble }) => trouble ?? 'none');
  const rows = [...kinds].map(([trouble, of]) => {
    const times = of.map(({ tookMs }) => tookMs);
    return [trouble, grouped(of.length), seconds(quantile(times, 0.5)), seconds(Math.max(...times))];
  });
  return table(['what happened to a machine', 'rounds', 'median', 'longest'], rows);
}

function describeCalls({ outcomes }: MonthReport): string {
  const rows = [...outcomes].toSorted(([, a], [, b]) => b - a);
  return table(
    ['calls to Spotify that ended with', 'number'],
    rows.map(([name, count]) => [name, grouped(count)]),
  );
}
