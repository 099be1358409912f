import type { StatusAnswer } from '@analytics/contract/status';
import { startSimulator } from '@analytics/simulator/simulator';
import { afterAll, expect, test } from 'vitest';
import { Browser } from '../../test/browser.ts';
import { createTestDatabase } from '../../test/test-database.ts';
import { startTestServer } from '../../test/test-server.ts';
import { runEnrichment } from '../catalog/jobs.ts';
import { Queue } from '../queue/queue.ts';

const simulator = await startSimulator({ listeners: 1 });
afterAll(() => simulator.close());
const database = await createTestDatabase();
const { address } = await startTestServer(database, { simulator, env: { TZ: 'Europe/Berlin' } });
const queue = new Queue(database.connection, {
  instanceName: 'orderer',
  log: { warn: () => {}, error: () => {} },
});
await queue.start([runEnrichment]);
afterAll(() => queue.stop());

test('what exports brought is completed at three at night, and later where Spotify asks for a pause', async () => {
  const { rows: schedules } = await database.pool.query('select name, cron, timezone from pgboss.schedule');
  expect(schedules).toEqual([{ name: 'enrich-catalogue', cron: '0 3 * * *', timezone: 'Europe/Berlin' }]);

  const host = await Browser.signUp(address, 'host');
  await host.connectSpotify('maja.eightyears');
  const rows = simulator.catalogue.tracks.slice(0, 30).map(({ id }, index) => ({
    ts: new Date(Date.UTC(2020, 0, 1, index)).toISOString(),
    ms_played: 60_000,
    spotify_track_uri: `spotify:track:${id}`,
    master_metadata_track_name: `Track ${index}`,
    master_metadata_album_artist_name: 'Somebody',
    master_metadata_album_album_name: 'Something',
  }));
  const content = new Blob([JSON.stringify(rows)]);
  const { id } = await host.upload([{ name: 'Streaming_History_Audio_2020.json', content }]);
  await host.post(`/api/imports/${id}/execute`);
  await host.waitForImport(id, ['imported']);
  const enrichment = async () => (await host.json<StatusAnswer>('/api/status')).enrichment;
  expect(await enrichment()).toMatchObject({ completed: 0, remaining: 30, lastRunAt: null });

  simulator.setQuota('tracks', 1);
  await queue.send(runEnrichment, {});
  await expect.poll(enrichment, { timeout: 40_000 }).toMatchObject({
    remaining: 30,
    lastError: expect.stringMatching(/quota/),
    pausedUntil: expect.any(String),
  });
  const orders = async () => {
    const { rows: jobs } = await database.pool.query<{ at: Date }>(
      "select start_after as at from pgboss.job where name = 'enrich-catalogue' and state = 'created'",
    );
    return jobs.map(({ at }) => at.toISOString());
  };
  await expect.poll(orders).toEqual([(await enrichment())?.pausedUntil]);
});
