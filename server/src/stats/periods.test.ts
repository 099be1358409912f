import type { DailyTotal, HourlyTotal } from '@analytics/contract/stats';
import { beforeAll, describe, expect, test } from 'vitest';
import { Browser } from '../../test/browser.ts';
import { createTestDatabase } from '../../test/test-database.ts';
import { startTestServer } from '../../test/test-server.ts';
import { extendedRows } from '../../test/upload-folder.ts';

const database = await createTestDatabase();
const server = await startTestServer(database);

const DAY_MS = 86_400_000;
let listener: Browser;

beforeAll(async () => {
  listener = await Browser.signUp(server.address, 'anna', 'UTC');
  const rows = extendedRows(30).map((row, at) => ({
    ...row,
    ts: new Date(Date.UTC(2024, 9, 26, at)).toISOString().replace('.000', ''),
  }));
  const content = new Blob([JSON.stringify(rows)]);
  const { id } = await listener.upload([{ name: 'Streaming_History_Audio_2024.json', content }]);
  await listener.post(`/api/imports/${id}/execute`);
  await listener.waitForImport(id, ['imported']);
});

describe('periods', () => {
  const days = (query: string) => listener.json<DailyTotal[]>(`/api/stats/daily?${query}`);

  test.each([
    ['from=2024-03-10&to=2024-03-10', 0],
    ['from=2001-01-01&to=2001-01-02', 1],
    ['from=2002-01-01&to=2002-02-01', 31],
    ['from=2090-01-01&to=2091-01-01', 365],
    ['from=2023-02-20&to=2023-03-05', 13],
    ['unit=month&from=1950-01-01&to=2050-01-01', 1_200],
    ['unit=week&from=1950-01-01&to=2050-01-01', 5_219],
    ['unit=day&from=1950-01-01&to=2050-01-01', 36_525],
  ])('%s has %i', async (query, length) => {
    expect(await days(query)).toHaveLength(length);
  });

  test('an open end reaches today', async () => {
    const all = await days('from=2025-11-01');
    const today = new Date().toISOString().slice(0, 10);
    expect([all[0]?.date, all.at(-1)?.date]).toEqual(['2025-11-01', today]);
  });

  test('days to come are no days that passed', async () => {
    const hours = await listener.json<HourlyTotal[]>('/api/stats/hourly?from=2024-10-26&to=2224-10-26');
    const passed = Math.ceil((Date.now() - Date.parse('2024-10-26T00:00:00Z')) / DAY_MS);
    for (const { plays, averagePlays } of hours) {
      expect(averagePlays).toBeGreaterThanOrEqual(plays / (passed + 1));
      expect(averagePlays).toBeLessThanOrEqual(plays / (passed - 1));
    }
  });

  test.each([
    'summary',
    'daily',
    'hourly',
    'weekday-hours',
    'play-counts',
    'diversity',
    'behaviour',
    'sessions',
  ])('%s refuses a reversed one and a day that does not exist', async (name) => {
    for (const query of ['from=2025-04-01&to=2025-03-31', 'from=2025-02-29', 'to=2025-13-01', 'from=today']) {
      expect((await listener.get(`/api/stats/${name}?${query}`)).status).toBe(400);
    }
    for (const query of ['from=2025-04-01&to=2025-04-01', 'from=1950-01-01&to=2050-01-01', 'to=2000-01-01']) {
      expect((await listener.get(`/api/stats/${name}?${query}`)).status).toBe(200);
    }
  });
});
