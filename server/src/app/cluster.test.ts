import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { restartCluster } from '../../test/cluster/restart-cluster.ts';

const VISITORS = 4;
const directory = await mkdtemp(join(tmpdir(), 'analytics-cluster-test-'));
afterAll(() => rm(directory, { recursive: true, force: true }));

/** `bench/cluster.ts` is the same with 200 listeners. */
test('a restart of all processes, one after the other, fails no request and loses and doubles no play', {
  timeout: 480_000,
}, async () => {
  const report = await restartCluster({
    directory,
    listeners: 20,
    visitors: VISITORS,
    workers: 3,
    turns: 1,
    log: () => {},
  });
  expect(report.failures).toEqual([]);
  expect(report.differences).toEqual([]);
  expect(report.restarts.map(({ name, exitCode }) => [name, exitCode])).toEqual(
    ['web-1', 'web-2', 'worker-1', 'worker-2', 'worker-3'].map((name) => [name, 0]),
  );
  // Each listener has had more than the 50 plays that Spotify told at the first poll.
  expect(report.plays.recorded).toBeGreaterThan(20 * 50);
  // Every stream has ended with its process and was opened anew at the other.
  expect(report.streams).toBeGreaterThanOrEqual(2 * VISITORS);
});
