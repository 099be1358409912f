import { setTimeout as sleep } from 'node:timers/promises';
import type { Account } from '@analytics/contract/account';
import type { HourlyTotal, Summary } from '@analytics/contract/stats';
import { beforeAll, expect, test } from 'vitest';
import { Browser } from '../../test/browser.ts';
import { createTestDatabase } from '../../test/test-database.ts';
import { startTestServer } from '../../test/test-server.ts';
import { extendedRows } from '../../test/upload-folder.ts';
import { lockHistory } from '../database/locks.queries.ts';
import { provenListenerId } from '../database/listener-id.ts';

const database = await createTestDatabase();
const server = await startTestServer(database);
let listener: Browser;

beforeAll(async () => {
  listener = await Browser.signUp(server.address, 'anna', 'UTC');
  const content = new Blob([JSON.stringify([...extendedRows(5), ...extendedRows(2, { ms_played: 10_000 })])]);
  const { id } = await listener.upload([{ name: 'Streaming_History_Audio_2024.json', content }]);
  await listener.post(`/api/imports/${id}/execute`);
  await listener.waitForImport(id, ['imported']);
});

const account = () => listener.json<Account>('/api/account');
const change = async (patch: object): Promise<Account> =>
  (await (await listener.request('PATCH', '/api/account', patch)).json()) as Account;

/** The hours of the day in which anything was played. */
async function playedHours(): Promise<number[]> {
  const hours = await listener.json<HourlyTotal[]>('/api/stats/hourly');
  return hours.filter(({ plays }) => plays > 0).map(({ hour }) => hour);
}

test('the figures of a short history follow at once', async () => {
  expect(await playedHours()).toEqual([0]);
  expect(await change({ timezone: 'Asia/Kathmandu', weekStart: 'sunday' })).toMatchObject({
    timezone: 'Asia/Kathmandu',
    weekStart: 'sunday',
    settingsPending: false,
  });
  expect(await playedHours()).toEqual([5, 6]);
  expect(await change({ timezone: 'UTC' })).toMatchObject({ timezone: 'UTC', weekStart: 'sunday' });
  expect(await playedHours()).toEqual([0]);
});

test('while the history is being written the old figures stay, and the last wish wins', async () => {
  const { id } = await account();
  const before = await listener.get('/api/stats/hourly');
  await database.database.transaction().execute(async (trx) => {
    await lockHistory(trx, provenListenerId(id));
    await change({ timezone: 'Asia/Tokyo' });
    expect(await change({ countingRule: 'half-track' })).toMatchObject({ timezone: 'Asia/Tokyo' });
    expect(await change({ timezone: 'America/New_York' })).toMatchObject({
      timezone: 'America/New_York',
      countingRule: 'half-track',
      settingsPending: true,
    });
    expect(await playedHours()).toEqual([0]);
    const again = await listener.get('/api/stats/hourly', {
      'if-none-match': before.headers.get('etag') ?? '',
    });
    expect(again.status).toBe(304);
  });
  while ((await account()).settingsPending) await sleep(50);
  expect(await account()).toMatchObject({ timezone: 'America/New_York', countingRule: 'half-track' });
  expect(await playedHours()).toEqual([19]);
});

test('another rule decides anew about every play', async () => {
  expect(await listener.json<Summary>('/api/stats/summary')).toMatchObject({ plays: 5 });
  await change({ countingRule: 'finished' });
  await database.database.updateTable('tracks').set({ duration_ms: 14_000 }).execute();
  await change({ countingRule: 'half-track' });
  expect(await listener.json<Summary>('/api/stats/summary')).toMatchObject({ plays: 7 });
});

test('a length that comes to be known decides by the same rule', async () => {
  const setLength = (ms: number | null) =>
    database.database.updateTable('tracks').set({ duration_ms: ms }).execute();
  await change({ countingRule: 'half-track' });
  await setLength(null);
  expect(await listener.json<Summary>('/api/stats/summary')).toMatchObject({ plays: 5 });
  await setLength(14_000);
  expect(await listener.json<Summary>('/api/stats/summary')).toMatchObject({ plays: 7 });
  await setLength(600_000);
  expect(await listener.json<Summary>('/api/stats/summary')).toMatchObject({ plays: 0 });
  await change({ countingRule: '30-seconds' });
  expect(await listener.json<Summary>('/api/stats/summary')).toMatchObject({ plays: 5 });
});

test.each([{ weekStart: 'tuesday' }, { timezone: 'Mars/Olympus' }, { countingRule: 'always' }])(
  '%o is refused',
  async (patch) => {
    const before = await account();
    expect((await listener.request('PATCH', '/api/account', patch)).status).toBe(400);
    expect(await account()).toEqual(before);
  },
);
