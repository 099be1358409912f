import type { YearInReview } from '@analytics/contract/year';
import { beforeAll, expect, test } from 'vitest';
import { Browser } from '../../test/browser.ts';
import { importHabits } from '../../test/habits.ts';
import { createTestDatabase } from '../../test/test-database.ts';
import { startTestServer } from '../../test/test-server.ts';

const database = await createTestDatabase();
const server = await startTestServer(database);

const MINUTE_MS = 60_000;
let listener: Browser;

beforeAll(async () => {
  listener = await importHabits(server.address);
});

test('says what the year was and how it differs', async () => {
  const review = await listener.json<YearInReview>('/api/stats/year/2023');
  expect(review).toMatchObject({
    year: 2023,
    plays: 8,
    ms: 43 * MINUTE_MS,
    days: 5,
    tracks: 4,
    artists: 3,
    topTracks: [
      { rank: 1, plays: 4, track: { name: 'B1' } },
      { plays: 2, track: { name: 'C1' } },
      { plays: 1 },
      { plays: 1 },
    ],
    topArtists: [{ artist: { name: 'Ben' } }, { plays: 2 }, { plays: 2 }],
    topAlbums: [{ album: { name: 'Album of Ben' } }, { plays: 2 }, { plays: 2 }],
    newTracks: {
      total: 3,
      items: [
        { track: { name: 'B1' }, plays: 4, firstPlayedAt: '2023-01-01T00:43:00.000Z' },
        { track: { name: 'C1' }, plays: 2 },
        { track: { name: 'A2' }, plays: 1 },
      ],
    },
    newArtists: {
      total: 2,
      items: [
        { artist: { name: 'Ben' }, firstPlayedAt: '2023-01-01T00:43:00.000Z' },
        { artist: { name: 'Cleo' } },
      ],
    },
    longestStreak: { days: 3, from: '2023-01-01', to: '2023-01-04' },
    longestSession: { startedAt: '2023-03-10T07:40:00.000Z', ms: 24 * MINUTE_MS },
    mostActiveDay: { date: '2023-03-10', plays: 2, ms: 24 * MINUTE_MS },
    previous: { year: 2022, plays: 1, days: 1, changes: { plays: 7, days: 4, artists: 2 } },
  });
  expect(review.months.map(({ plays }) => plays)).toEqual([5, 0, 2, 0, 0, 1, 0, 0, 0, 0, 0, 0]);
});

test('is empty before the first play', async () => {
  expect(await listener.json<YearInReview>('/api/stats/year/1999')).toMatchObject({
    plays: 0,
    topTracks: [],
    newArtists: { total: 0, items: [] },
    longestStreak: null,
    longestSession: null,
    mostActiveDay: null,
    previous: { plays: 0, changes: { plays: null } },
  });
});

test.each(['1899', '3000', 'last', '20.5'])('there is none of %s', async (year) => {
  expect((await listener.get(`/api/stats/year/${year}`)).status).toBe(400);
});

test('another listener sees nothing of it', async () => {
  const other = await Browser.signUp(server.address, 'berta', 'UTC');
  expect(await other.json('/api/stats/year/2023')).toMatchObject({
    plays: 0,
    topTracks: [],
    longestSession: null,
  });
});
