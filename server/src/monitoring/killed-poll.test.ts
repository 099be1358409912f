import type { Monitoring } from '@analytics/contract/monitoring';
import { startSimulator } from '@analytics/simulator/simulator';
import { sql } from 'kysely';
import { afterAll, expect, test } from 'vitest';
import { Browser } from '../../test/browser.ts';
import { ChildServer } from '../../test/child-server.ts';
import { listAllPlays } from '../../test/exports.ts';
import { findFreePort } from '../../test/free-port.ts';
import { killWhereItWaits } from '../../test/kill-where-it-waits.ts';
import { compareTotals } from '../../test/play-totals.ts';
import { createTestDatabase } from '../../test/test-database.ts';
import { startTestServer } from '../../test/test-server.ts';

const SECRET_KEY = 'the key that all processes of this test share';
const simulator = await startSimulator({ startAt: new Date('2026-06-01T06:00:00Z'), speed: 0, seed: 4 });
afterAll(() => simulator.close());
const database = await createTestDatabase();
const web = await startTestServer(database, { simulator, env: { ROLE: 'web', SECRET_KEY } });
const worker = new ChildServer({
  PORT: String(await findFreePort()),
  DATA_DIR: web.dataDir,
  DATABASE_URL: database.url,
  SECRET_KEY,
  SPOTIFY_CLIENT_ID: 'simulated-client-id',
  SPOTIFY_CLIENT_SECRET: 'simulated-client-secret',
  SPOTIFY_API_URL: simulator.apiUrl,
  SPOTIFY_ACCOUNTS_URL: simulator.accountsUrl,
});
afterAll(() => worker.kill());

test('a poll that is killed when its plays are written leaves none of them, is over after a while, and is made up for', async () => {
  await worker.start();
  const listener = await Browser.signUp(web.address, 'maja');
  await listener.connectSpotify('maja.eightyears');
  const monitoring = () => listener.json<Monitoring>('/api/monitoring');
  await killWhereItWaits(
    database,
    worker,
    // What has been covered is noted after the plays.
    (trx) => sql`lock table coverage_spans in exclusive mode`.execute(trx),
    () => listener.request('PUT', '/api/monitoring', { enabled: true }),
  );
  expect(await listAllPlays(listener)).toEqual([]);
  expect(await monitoring()).toMatchObject({ state: 'processing', lastPollAt: null });
  // As the queue does with the job of a process that has been silent for long.
  await database.pool.query("update pgboss.job set state = 'failed' where name = 'poll-recently-played'");
  // Nobody says that it is over, so that it is after as long as a poll may take.
  await database.pool.query("update monitors set polling_since = polling_since - interval '2 minutes'");
  expect(await monitoring()).toMatchObject({ state: 'running', lastPollAt: null });

  await worker.start();
  await expect.poll(async () => (await monitoring()).lastPollAt).not.toBeNull();
  expect(await monitoring()).toMatchObject({ state: 'running', lastError: null });
  expect(await listAllPlays(listener)).toHaveLength(50);
  const { kept, computed } = await compareTotals(database.database);
  expect(kept).toEqual(computed);
});
