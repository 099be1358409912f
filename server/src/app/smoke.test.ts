import { startSimulator } from '@analytics/simulator/simulator';
import { afterAll, expect, test } from 'vitest';
import { Browser } from '../../test/browser.ts';
import { createTestDatabase } from '../../test/test-database.ts';
import { startTestServer } from '../../test/test-server.ts';

const simulator = await startSimulator();
afterAll(() => simulator.close());
const database = await createTestDatabase();
const server = await startTestServer(database, { simulator });

test('a listener connects and is polled', async () => {
  const anna = await Browser.signUp(server.address, 'anna');
  const response = await anna.connectSpotify('teo.twoyears');
  expect(response.headers.get('location')).toBe('/spotify/analytics/');
  const put = await anna.request('PUT', '/api/monitoring', { enabled: true });
  expect(put.status).toBe(200);
  await expect
    .poll(async () => (await anna.json<{ items: unknown[] }>('/api/plays?limit=200')).items.length, {
      timeout: 20_000,
    })
    .toBeGreaterThan(40);
});
