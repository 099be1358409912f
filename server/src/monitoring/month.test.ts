import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { simulateMonth } from '../../test/month/simulate-month.ts';

/** What the calls of a few days run into for certain; `bench/month.ts` is the same at full length. */
const COMMON_FAULTS = [
  'server-error',
  'bad-gateway',
  'html',
  'reset',
  'duplicate-plays',
  'null-tracks',
  'backfill',
];

test('days of faults of every kind, with kills, a stall and restarts, miss and double nothing', {
  timeout: 900_000,
}, async () => {
  const directory = await mkdtemp(join(tmpdir(), 'analytics-month-test-'));
  onTestFinished(() => rm(directory, { recursive: true, force: true }));
  const report = await simulateMonth({
    directory,
    listeners: 8,
    modes: ['history', 'hybrid'],
    days: 3,
    stepMs: 90 * 60_000,
    workers: 3,
    fleetTroubles: 4,
    seed: 1,
    log: () => {},
  });
  expect(report.differences).toEqual([]);
  expect([...report.outcomes.keys()]).toEqual(expect.arrayContaining(COMMON_FAULTS));
  expect(report.rounds.filter(({ trouble }) => trouble !== undefined)).toHaveLength(4);
  const judgements = [...report.modes.values()].flatMap((mode) => mode.judgements);
  expect(judgements).toHaveLength(8);
  for (const { recorded } of judgements) expect(recorded).toBeGreaterThan(50);
  // The longest trouble reaches beyond Spotify's window, or the comparison would prove little.
  expect(judgements.reduce((sum, { beyondWindow }) => sum + beyondWindow, 0)).toBeGreaterThan(0);
});
