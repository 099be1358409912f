import type { CountingRuleEffect } from '@analytics/contract/account';
import type { Summary } from '@analytics/contract/stats';
import { beforeAll, expect, test } from 'vitest';
import { Browser } from '../../test/browser.ts';
import { createTestDatabase } from '../../test/test-database.ts';
import { startTestServer } from '../../test/test-server.ts';
import { extendedRows } from '../../test/upload-folder.ts';

const database = await createTestDatabase();
const server = await startTestServer(database);
let listener: Browser;
beforeAll(async () => {
  listener = await Browser.signUp(server.address, 'anna');
});

const effects = async (browser: Browser) => {
  const { items } = await browser.json<{ items: CountingRuleEffect[] }>('/api/account/counting-rules');
  return Object.fromEntries(items.map(({ countingRule, plays }) => [countingRule, plays]));
};

test('a listener without plays has none by any rule', async () => {
  expect(await effects(listener)).toEqual({ '30-seconds': 0, 'half-track': 0, finished: 0 });
});

test('each rule has as many plays as the statistics once it holds', async () => {
  const streams = [
    ...extendedRows(5, { ms_played: 200_000, reason_end: 'trackdone' }),
    ...extendedRows(3, { ms_played: 40_000, reason_end: 'fwdbtn' }),
    ...extendedRows(1, { ms_played: 12_000, reason_end: 'trackdone' }),
    ...extendedRows(4, { ms_played: 9_000, reason_end: 'fwdbtn' }),
  ].map((row, index) => ({ ...row, ts: new Date(Date.UTC(2024, 4, 1, index)).toISOString() }));
  const content = new Blob([JSON.stringify(streams)]);
  const { id } = await listener.upload([{ name: 'Streaming_History_Audio_2024.json', content }]);
  await listener.post(`/api/imports/${id}/execute`);
  await listener.waitForImport(id, ['imported']);
  await database.pool.query('update tracks set duration_ms = 100_000');
  const { items } = await listener.json<{ items: { id: number }[] }>('/api/plays?counted=true&limit=1');
  expect((await listener.request('DELETE', `/api/plays/${items[0]?.id}`)).status).toBe(204);

  const told = await effects(listener);
  expect(told).toEqual({ '30-seconds': 7, 'half-track': 5, finished: 6 });
  for (const [countingRule, plays] of Object.entries(told)) {
    await listener.request('PATCH', '/api/account', { countingRule });
    expect(await listener.json<Summary>('/api/stats/summary')).toMatchObject({ plays });
    expect(await effects(listener)).toEqual(told);
  }
  expect(await effects(await Browser.signUp(server.address, 'ben'))).toMatchObject({ finished: 0 });
});
