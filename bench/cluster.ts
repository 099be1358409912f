import { mkdtemp, rm } from 'node:fs/promises';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { removeEmbedded } from '../server/src/database/embedded.ts';
import { type ClusterReport, restartCluster } from '../server/test/cluster/restart-cluster.ts';
import { writeExport } from './export.ts';
import { grouped, median, seconds, spread, table } from './figures.ts';

/**
 * Whether a cluster can be restarted under load: two processes for the web and some workers, behind nginx as the manual sets it
 * up, are restarted in order, one after the other, while visitors read and write, listeners are polled, and an export is imported
 * and undone. Ends with code 1, and keeps its folder, when a request failed or a play was lost or doubled.
 *
 *     node bench/cluster.ts --listeners 200 --visitors 12 --workers 3 --turns 3 --rows 20000
 */
const { values: flags } = parseArgs({
  options: {
    listeners: { type: 'string', default: '200' },
    visitors: { type: 'string', default: '12' },
    workers: { type: 'string', default: '3' },
    turns: { type: 'string', default: '3' },
    rows: { type: 'string', default: '20000' },
  },
});
const SHOWN = 20;

const directory = await mkdtemp(join(tmpdir(), 'analytics-cluster-'));
const exportPath = join(directory, 'export.zip');
await writeExport(exportPath, Number(flags.rows));
const load = (loadavg()[0] ?? 0).toFixed(1);
const begunAt = performance.now();
const report = await restartCluster({
  directory: join(directory, 'cluster'),
  listeners: Number(flags.listeners),
  visitors: Number(flags.visitors),
  workers: Number(flags.workers),
  turns: Number(flags.turns),
  exportPath,
  log: (line) => console.log(`${seconds(performance.now() - begunAt)}  ${line}`),
});
console.log(`\n${describe(report)}\n`);
const faults = [
  ...report.failures,
  ...report.differences,
  ...report.restarts.flatMap(({ name, exitCode }) =>
    exitCode === 0 ? [] : [`${name} ended with ${exitCode}`],
  ),
];
if (faults.length === 0) {
  console.log('No request has failed, and every play is there once.');
  const log = { info: () => {}, error: console.error };
  await removeEmbedded(join(directory, 'cluster', 'database'), log);
  await rm(directory, { recursive: true });
} else {
  console.log(`${grouped(faults.length)} faults; the data and the logs are in ${directory}`);
  for (const fault of faults.slice(0, SHOWN)) console.log(`- ${fault}`);
  process.exitCode = 1;
}

function describe({ requests, retried, failures, streams, polls, imports, plays, restarts }: ClusterReport) {
  const ofKind = (kind: string) => restarts.filter(({ name }) => name.startsWith(kind));
  const times = (kind: string, of: 'stopMs' | 'startMs') => {
    const all = ofKind(kind).map((restart) => restart[of]);
    return `${seconds(median(all))} (${spread(all)})`;
  };
  const rows = [
    ['requests answered', grouped(requests)],
    ['asked of a second process by nginx', grouped(retried)],
    ['failed', grouped(failures.length)],
    ['event streams opened', grouped(streams)],
    ['polls', grouped(polls)],
    ['imports, all but the last undone', grouped(imports)],
    ['plays expected, recorded', `${grouped(plays.expected)}, ${grouped(plays.recorded)}`],
    ...['web', 'worker'].map((kind) => [
      `${ofKind(kind).length} restarts of a ${kind} process: end, start`,
      `${times(kind, 'stopMs')}, ${times(kind, 'startMs')}`,
    ]),
    ['load before, all in all', `${load}, ${seconds(performance.now() - begunAt)}`],
  ];
  return table(['', ''], rows);
}
