import type { Behaviour, Diversity, PlayCountBin, SessionsAnswer } from '@analytics/contract/habits';
import { sql } from 'kysely';
import { beforeAll, describe, expect, test } from 'vitest';
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

describe('play-counts', () => {
  const bins = async (query = '') => {
    const { items } = await listener.json<{ items: PlayCountBin[] }>(`/api/stats/play-counts${query}`);
    return items.map(({ from, to, tracks, plays }) => [from, to, tracks, plays]);
  };

  test('bins double, and empty ones are there', async () => {
    expect(await bins()).toEqual([
      [1, 1, 1, 1],
      [2, 2, 2, 4],
      [3, 4, 1, 4],
    ]);
    expect(await bins('?from=2023-01-01&to=2023-01-03')).toEqual([
      [1, 1, 1, 1],
      [2, 2, 0, 0],
      [3, 4, 1, 3],
    ]);
    expect(await bins('?to=2020-01-01')).toEqual([]);
  });

  test('each count lies in its bin', async () => {
    const other = await Browser.signUp(server.address, 'counts');
    const { id: userId } = await other.json<{ id: number }>('/api/account');
    await sql`
      with recording as (insert into recordings select from generate_series(1, 20) returning id)
      insert into subject_totals
      select ${userId}, 'recording', id, row_number() over (), 0, now(), now() from recording`.execute(
      database.database,
    );
    const { items } = await other.json<{ items: PlayCountBin[] }>('/api/stats/play-counts');
    expect(items.map(({ from, to, tracks }) => [from, to, tracks])).toEqual([
      [1, 1, 1],
      [2, 2, 1],
      [3, 4, 2],
      [5, 8, 4],
      [9, 16, 8],
      [17, 32, 4],
    ]);
  });
});

describe('diversity', () => {
  const months = async (query: string) =>
    (await listener.json<{ items: Diversity[] }>(`/api/stats/diversity?unit=month&${query}`)).items;

  test('counts artists and new ones, and says how even they are', async () => {
    const items = await months('from=2022-12-01&to=2023-07-01');
    expect(items.map(({ date, plays, artists, newArtists }) => [date, plays, artists, newArtists])).toEqual([
      ['2022-12-01', 1, 1, 1],
      ['2023-01-01', 5, 2, 1],
      ['2023-02-01', 0, 0, 0],
      ['2023-03-01', 2, 1, 1],
      ['2023-04-01', 0, 0, 0],
      ['2023-05-01', 0, 0, 0],
      ['2023-06-01', 1, 1, 0],
    ]);
    const shannon = -(0.4 * Math.log(0.4) + 0.6 * Math.log(0.6));
    expect(items[1]?.shannon).toBeCloseTo(shannon, 10);
    expect(items[1]?.topTenShare).toBe(1);
    expect(items[2]).toMatchObject({ shannon: 0, topTenShare: 0 });
  });

  test('of a cut month, the days of the period alone', async () => {
    expect(await months('from=2023-01-02&to=2023-01-03')).toEqual([
      { date: '2023-01-01', plays: 1, artists: 1, newArtists: 0, topTenShare: 1, shannon: 0 },
    ]);
  });

  test('the ten most played artists of twelve', async () => {
    const other = await Browser.signUp(server.address, 'dozen');
    const rows = [...Array(12).keys()]
      .map((artist) =>
        [...Array(artist + 1).keys()].map((play) => ({
          ts: new Date(Date.UTC(2024, 4, 1) + (artist * 20 + play) * 10 * MINUTE_MS)
            .toISOString()
            .replace('.000', ''),
          ms_played: 200_000,
          master_metadata_track_name: `Track ${artist}`,
          master_metadata_album_artist_name: `Artist ${artist}`,
          spotify_track_uri: `spotify:track:dozen${String(artist).padStart(17, '0')}`,
        })),
      )
      .flat();
    const content = new Blob([JSON.stringify(rows)]);
    const { id } = await other.upload([{ name: 'Streaming_History_Audio_2024.json', content }]);
    await other.post(`/api/imports/${id}/execute`);
    await other.waitForImport(id, ['imported']);
    const { items } = await other.json<{ items: Diversity[] }>(
      '/api/stats/diversity?unit=month&from=2024-05-01&to=2024-06-01',
    );
    expect(items[0]?.topTenShare).toBeCloseTo(75 / 78, 10);
    const shannon = Array.from({ length: 12 }, (_, artist) => (artist + 1) / 78)
      .map((share) => -share * Math.log(share))
      .reduce((sum, part) => sum + part, 0);
    expect(items[0]?.shannon).toBeCloseTo(shannon, 10);
  });
});

test('behaviour is that of all streams, with what is not known apart', async () => {
  const behaviour = await listener.json<Behaviour>('/api/stats/behaviour?from=2023-03-01&to=2024-01-01');
  expect(behaviour).toEqual({
    plays: 4,
    ms: 27.1 * MINUTE_MS,
    skips: { yes: 1, no: 1, unknown: 2, short: 1 },
    shuffle: { yes: 1, no: 3, unknown: 0 },
    offline: { yes: 1, no: 0, unknown: 3 },
    platforms: [
      { name: 'web', plays: 3, ms: 7.1 * MINUTE_MS },
      { name: 'ios', plays: 1, ms: 20 * MINUTE_MS },
    ],
    startReasons: [
      { reason: 'clickrow', plays: 3 },
      { reason: null, plays: 1 },
    ],
    endReasons: [
      { reason: null, plays: 2 },
      { reason: 'trackdone', plays: 1 },
      { reason: 'fwdbtn', plays: 1 },
    ],
  });
  const { items } = await listener.json<{ items: { id: number; counted: boolean }[] }>(
    '/api/plays?counted=false',
  );
  const [short] = items;
  await listener.request('DELETE', `/api/plays/${short?.id}`);
  const without = await listener.json<Behaviour>('/api/stats/behaviour?from=2023-03-01&to=2024-01-01');
  expect(without).toMatchObject({ plays: 3, skips: { yes: 0, no: 1, unknown: 2, short: 0 } });
});

describe('sessions', () => {
  const sessions = (query: string) => listener.json<SessionsAnswer>(`/api/stats/sessions?${query}`);
  const night = {
    startedAt: '2022-12-31T23:47:00.000Z',
    endedAt: '2023-01-01T00:43:00.000Z',
    ms: 9 * MINUTE_MS,
    plays: 3,
    tracks: 2,
  };

  test('go past midnight, and end with a gap of more than 30 minutes', async () => {
    const { items, total, averageMs, averagePlays } = await sessions('');
    expect(total).toBe(6);
    expect(averageMs).toBeCloseTo((46 * MINUTE_MS) / 6, 6);
    expect(averagePlays).toBeCloseTo(9 / 6, 10);
    expect(items.map(({ startedAt, plays }) => [startedAt, plays])).toEqual([
      ['2023-03-10T07:40:00.000Z', 2],
      ['2022-12-31T23:47:00.000Z', 3],
      ['2023-01-02T11:56:00.000Z', 1],
      ['2023-06-01T07:57:00.000Z', 1],
      ['2023-01-03T11:57:00.000Z', 1],
      ['2023-01-01T01:14:00.000Z', 1],
    ]);
    expect(items[1]).toEqual(night);
  });

  test('are cut by the period, sorted and limited', async () => {
    const { items } = await sessions('from=2023-01-01&to=2023-01-02&sort=plays');
    expect(items).toEqual([
      { ...night, startedAt: '2023-01-01T00:07:00.000Z', ms: 6 * MINUTE_MS, plays: 2 },
      expect.objectContaining({ startedAt: '2023-01-01T01:14:00.000Z' }),
    ]);
    const latest = await sessions('sort=startedAt&limit=1');
    expect(latest).toMatchObject({ items: [{ startedAt: '2023-06-01T07:57:00.000Z' }], total: 6 });
    expect(await sessions('to=2020-01-01')).toEqual({ items: [], total: 0, averageMs: 0, averagePlays: 0 });
  });

  test('of days that are not counted yet are found as well', async () => {
    const before = await sessions('');
    await sql`update calendar_totals set tracks = null where date = '2023-01-01'`.execute(database.database);
    expect(await sessions('')).toEqual(before);
  });
});

test('another listener sees nothing of it', async () => {
  const other = await Browser.signUp(server.address, 'berta', 'UTC');
  expect(await other.json('/api/stats/play-counts')).toEqual({ items: [] });
  expect(await other.json('/api/stats/diversity')).toEqual({ items: [] });
  expect(await other.json('/api/stats/behaviour')).toMatchObject({ plays: 0, platforms: [], endReasons: [] });
  expect(await other.json('/api/stats/sessions')).toMatchObject({ items: [], total: 0 });
});
