import type { DailyTotal, HourlyTotal, Summary, WeekdayHourTotal } from '@analytics/contract/stats';
import type { ArtistRow } from '@analytics/contract/artist';
import type { TrackRow } from '@analytics/contract/track';
import { beforeAll, describe, expect, test } from 'vitest';
import { Browser } from '../../test/browser.ts';
import { createTestDatabase } from '../../test/test-database.ts';
import { startTestServer } from '../../test/test-server.ts';

const database = await createTestDatabase();
const server = await startTestServer(database);

interface Played {
  at: string;
  track: string;
  artist: string;
  ms?: number;
}

const TRACK_IDS: Record<string, string> = {
  'Blue Lantern': 'blueLantern00000000000',
  'Ångström, Übung': 'angstrom0000000000000A',
  'Quiet Harbour': 'quietHarbour000000000A',
};

/** Berlin's clocks went forward on 30 March 2025 at 2:00 and back on 26 October 2025 at 3:00. */
const PLAYS: Played[] = [
  { at: '2025-03-29T22:30:00Z', track: 'Blue Lantern', artist: 'The Rivers' },
  { at: '2025-03-29T23:30:00Z', track: 'Blue Lantern', artist: 'The Rivers' },
  { at: '2025-03-30T00:30:00Z', track: 'Ångström, Übung', artist: 'Björn' },
  { at: '2025-03-30T01:30:00Z', track: 'Quiet Harbour', artist: 'The Rivers', ms: 10_000 },
  { at: '2025-04-02T10:00:00Z', track: 'Quiet Harbour', artist: 'The Rivers' },
];

const row = ({ at, track, artist, ms = 200_000 }: Played, index: number) => ({
  ts: at,
  ms_played: ms,
  master_metadata_track_name: track,
  master_metadata_album_artist_name: artist,
  master_metadata_album_album_name: `${artist}'s album`,
  spotify_track_uri: `spotify:track:${TRACK_IDS[track]}`,
  offline_timestamp: index,
});

let listener: Browser;

beforeAll(async () => {
  listener = await Browser.signUp(server.address, 'anna', 'Europe/Berlin');
  const content = new Blob([JSON.stringify(PLAYS.map(row))]);
  const { id } = await listener.upload([{ name: 'Streaming_History_Audio_2025.json', content }]);
  await listener.post(`/api/imports/${id}/execute`);
  await listener.waitForImport(id, ['imported']);
});

const PERIOD = 'from=2025-03-29&to=2025-04-05';

test('the summary counts what the rule counts, and streaks of local days', async () => {
  expect(await listener.json<Summary>('/api/stats/summary')).toMatchObject({
    plays: 4,
    ms: 800_000,
    distinctTracks: 3,
    distinctArtists: 2,
    distinctAlbums: 2,
    firstPlayedAt: '2025-03-29T22:30:00.000Z',
    lastPlayedAt: '2025-04-02T10:00:00.000Z',
    topTrack: { plays: 2, track: { name: 'Blue Lantern' } },
    topArtist: { plays: 3, artist: { name: 'The Rivers' } },
    longestStreakDays: 2,
    currentStreakDays: 0,
  });
  expect(await listener.json<Summary>('/api/stats/summary?from=2025-03-30&to=2025-03-31')).toMatchObject({
    plays: 2,
    distinctTracks: 2,
  });
  expect(await listener.json<Summary>('/api/stats/summary?from=2025-03-30&to=2025-03-30')).toMatchObject({
    plays: 0,
    topTrack: null,
    firstPlayedAt: null,
  });
});

test('days have no gaps, and are those of the listener', async () => {
  const days = await listener.json<DailyTotal[]>(`/api/stats/daily?${PERIOD}`);
  expect(days.map(({ date, plays, tracks, artists }) => [date, plays, tracks, artists])).toEqual([
    ['2025-03-29', 1, 1, 1],
    ['2025-03-30', 2, 2, 2],
    ['2025-03-31', 0, 0, 0],
    ['2025-04-01', 0, 0, 0],
    ['2025-04-02', 1, 1, 1],
    ['2025-04-03', 0, 0, 0],
    ['2025-04-04', 0, 0, 0],
  ]);
  const weeks = await listener.json<DailyTotal[]>(`/api/stats/daily?unit=week&${PERIOD}`);
  expect(weeks.map(({ date, plays }) => [date, plays])).toEqual([
    ['2025-03-24', 3],
    ['2025-03-31', 1],
  ]);
  const months = await listener.json<DailyTotal[]>(`/api/stats/daily?unit=month&${PERIOD}`);
  expect(months.map(({ date, plays }) => [date, plays])).toEqual([
    ['2025-03-01', 3],
    ['2025-04-01', 1],
  ]);
});

test('hours are averaged over the days that passed, fractions and all', async () => {
  const hours = await listener.json<HourlyTotal[]>(`/api/stats/hourly?${PERIOD}`);
  expect(hours).toHaveLength(24);
  expect(hours.filter(({ plays }) => plays > 0)).toEqual([
    { hour: 0, plays: 1, ms: 200_000, averagePlays: 1 / 7 },
    { hour: 1, plays: 1, ms: 200_000, averagePlays: 1 / 7 },
    { hour: 12, plays: 1, ms: 200_000, averagePlays: 1 / 7 },
    { hour: 23, plays: 1, ms: 200_000, averagePlays: 1 / 7 },
  ]);
  const cells = await listener.json<WeekdayHourTotal[]>(`/api/stats/weekday-hours?${PERIOD}`);
  expect(cells).toHaveLength(7 * 24);
  expect(cells.filter(({ plays }) => plays > 0).map(({ weekday, hour }) => [weekday, hour])).toEqual([
    [3, 12],
    [6, 23],
    [7, 0],
    [7, 1],
  ]);
});

describe('leaderboards', () => {
  const tracks = (query: string) =>
    listener.json<{ items: TrackRow[]; total: number }>(`/api/tracks?${query}`);

  test('rank, share and total belong to the whole period, whatever is searched', async () => {
    const { items, total } = await tracks('search=%C3%BCBUNG angstrom');
    expect(total).toBe(1);
    expect(items[0]).toMatchObject({ rank: 2, plays: 1, share: 0.25, track: { name: 'Ångström, Übung' } });
    expect((await tracks('search=%25')).total).toBe(0);
    expect((await tracks('limit=1&offset=2')).items).toHaveLength(1);
    expect(await tracks('offset=10')).toEqual({ items: [], total: 3 });
  });

  test('sort by name and by the last play', async () => {
    const names = async (query: string) => (await tracks(query)).items.map(({ track }) => track.name);
    expect(await names('sort=name')).toEqual(['Ångström, Übung', 'Blue Lantern', 'Quiet Harbour']);
    expect(await names('sort=lastPlayed')).toEqual(['Quiet Harbour', 'Ångström, Übung', 'Blue Lantern']);
    expect(await names('sort=plays&order=asc&limit=2')).not.toContain('Blue Lantern');
  });

  test('artists of a period', async () => {
    const { items } = await listener.json<{ items: ArtistRow[] }>(
      '/api/artists?from=2025-03-30&to=2025-04-03',
    );
    expect(items.map(({ artist, plays, rank }) => [artist.name, plays, rank])).toEqual([
      ['The Rivers', 2, 1],
      ['Björn', 1, 2],
    ]);
  });
});

test.each([
  ['/api/stats/summary?from=2025-04-01&to=2025-03-01', 'reversed'],
  ['/api/stats/daily?from=2025-02-29', '29 February of no leap year'],
  ['/api/stats/daily?from=0001-01-01&to=9999-01-01', 'too many days'],
  ['/api/plays?cursor=2024-02-31T00:00:00.000Z_1', 'a cursor of no day'],
  ['/api/plays?cursor=0000-01-01T00:00:00.000Z_1', 'a cursor of no year'],
  ['/api/tracks?sort=colour', 'an unknown order'],
])('%s is refused: %s', async (path) => {
  expect((await listener.get(path)).status).toBe(400);
});

test('a century works, and another zone moves the days', async () => {
  const century = await listener.json<DailyTotal[]>(
    '/api/stats/daily?unit=month&from=1950-01-01&to=2050-01-01',
  );
  expect(century).toHaveLength(1_200);
  await listener.request('PATCH', '/api/account', { timezone: 'Pacific/Kiritimati' });
  const days = await listener.json<DailyTotal[]>(`/api/stats/daily?${PERIOD}`);
  expect(days.filter(({ plays }) => plays > 0).map(({ date, plays }) => [date, plays])).toEqual([
    ['2025-03-30', 3],
    ['2025-04-03', 1],
  ]);
});
