import type { SessionAnswer } from '@analytics/contract/account';
import type { AlbumDetail, ArtistDetail, TrackDetail } from '@analytics/contract/detail';
import { beforeAll, describe, expect, test } from 'vitest';
import { Browser } from '../../test/browser.ts';
import {
  type InventedCatalogue,
  type InventedPlay,
  type InventedTrack,
  inventCatalogue,
  inventPlays,
} from '../../test/invented-history.ts';
import { createTestDatabase } from '../../test/test-database.ts';
import { startTestServer } from '../../test/test-server.ts';

const database = await createTestDatabase();
const server = await startTestServer(database);
const ZONE = 'America/New_York';

let anna: Browser;
let berta: Browser;
let catalogue: InventedCatalogue;
let plays: InventedPlay[];
let bertasPlays: InventedPlay[];

const userIdOf = async (browser: Browser) => (await browser.json<SessionAnswer>('/api/session')).user.id;

beforeAll(async () => {
  anna = await Browser.signUp(server.address, 'anna', ZONE);
  berta = await Browser.signUp(server.address, 'berta');
  catalogue = await inventCatalogue(database.database, 5);
  const others = await inventCatalogue(database.database, 6);
  const span = { count: 500, from: '2023-06-01T00:00:00Z', days: 400 };
  plays = await inventPlays(database.database, await userIdOf(anna), catalogue.tracks, { seed: 7, ...span });
  bertasPlays = await inventPlays(database.database, await userIdOf(berta), others.tracks, {
    seed: 8,
    ...span,
  });
});

const parts = new Intl.DateTimeFormat('sv-SE', {
  timeZone: ZONE,
  year: 'numeric',
  month: '2-digit',
  day: '2-digit',
  hour: '2-digit',
  hourCycle: 'h23',
});
const monthOf = (instant: Date) => `${parts.format(instant).slice(0, 7)}-01`;
const hourOf = (instant: Date) => Number(parts.format(instant).slice(11, 13));

type Belongs = (track: InventedTrack) => readonly number[];
const recordings: Belongs = ({ recordingId }) => [recordingId];
const artists: Belongs = ({ artistIds }) => artistIds;
const albums: Belongs = ({ albumId }) => (albumId === null ? [] : [albumId]);

function sumUp(some: readonly InventedPlay[]) {
  return { plays: some.length, ms: some.reduce((sum, { ms }) => sum + ms, 0) };
}

/** How often everything of a kind was played. */
function countBy(some: readonly InventedPlay[], belongs: Belongs): Map<number, number> {
  const counts = new Map<number, number>();
  for (const { track } of some) for (const id of belongs(track)) counts.set(id, (counts.get(id) ?? 0) + 1);
  return counts;
}

function rankOf(some: readonly InventedPlay[], belongs: Belongs, id: number): number {
  const counts = countBy(some, belongs);
  return 1 + [...counts.values()].filter((count) => count > (counts.get(id) ?? 0)).length;
}

/** What a detail has to say of the plays that belong to it, computed in JavaScript. */
function expectedFigures(belongs: Belongs, id: number) {
  const counted = plays.filter((play) => play.counted);
  const own = counted
    .filter(({ track }) => belongs(track).includes(id))
    .toSorted((a, b) => a.playedAt.getTime() - b.playedAt.getTime());
  const byMonth = Map.groupBy(own, ({ playedAt }) => monthOf(playedAt));
  const [first, last] = [own[0], own.at(-1)];
  if (!first || !last) throw new Error('nothing was played');
  const best = [...byMonth].reduce((most, month) => (month[1].length > most[1].length ? month : most));
  return {
    ...sumUp(own),
    rank: rankOf(counted, belongs, id),
    share: own.length / counted.length,
    firstPlayedAt: first.playedAt.toISOString(),
    lastPlayedAt: last.playedAt.toISOString(),
    discoveredOn: parts.format(first.playedAt).slice(0, 10),
    bestMonth: {
      date: best[0],
      ...sumUp(best[1]),
      rank: rankOf(
        counted.filter(({ playedAt }) => monthOf(playedAt) === best[0]),
        belongs,
        id,
      ),
    },
    byHour: Array.from({ length: 24 }, (_, hour) => ({
      hour,
      ...sumUp(own.filter(({ playedAt }) => hourOf(playedAt) === hour)),
    })),
    months: [...byMonth].map(([date, some]) => ({ date, ...sumUp(some) })),
    firstMonth: monthOf(first.playedAt),
    lastMonth: monthOf(last.playedAt),
  };
}

function expectFigures(detail: TrackDetail | ArtistDetail | AlbumDetail, belongs: Belongs, id: number) {
  const { months, firstMonth, lastMonth, ...figures } = expectedFigures(belongs, id);
  expect(detail).toMatchObject(figures);
  expect(detail.byMonth.filter((month) => month.plays > 0)).toEqual(months);
  expect([detail.byMonth[0]?.date, detail.byMonth.at(-1)?.date]).toEqual([firstMonth, lastMonth]);
  const span = (Date.parse(lastMonth) - Date.parse(firstMonth)) / 86_400_000;
  expect(detail.byMonth).toHaveLength(Math.round(span / 30.44) + 1);
}

/** The most played first, as `[id, plays]`; of equals in any order. */
const mostPlayed = (own: readonly InventedPlay[], belongs: Belongs, limit: number) =>
  [...countBy(own, belongs).values()].toSorted((a, b) => b - a).slice(0, limit);

describe('a detail equals an independent computation', () => {
  test('of a track, as its whole recording', async () => {
    const twins = Map.groupBy(plays, ({ track }) => track.recordingId);
    const joined =
      [...twins.values()].find((some) => new Set(some.map(({ track }) => track.id)).size > 1) ?? [];
    const ids = [...new Set(joined.map(({ track }) => track.id))].toSorted((a, b) => a - b);
    const id = ids[1] ?? 0;
    const detail = await anna.json<TrackDetail>(`/api/tracks/${id}`);
    expectFigures(detail, recordings, joined[0]?.track.recordingId ?? 0);
    expect(detail.track.id).toBe(id);
    expect(detail.versions.map((track) => track.id)).toEqual(ids.filter((other) => other !== id));
    const own = joined.filter(({ counted }) => counted);
    expect(new Map(detail.artists.map(({ artist, plays: count }) => [artist.id, count]))).toEqual(
      countBy(own, artists),
    );
    expect(new Map(detail.albums.map(({ album, plays: count }) => [album.id, count]))).toEqual(
      countBy(own, albums),
    );
  });

  test('of an artist', async () => {
    for (const { id } of catalogue.artists.slice(0, 3)) {
      const detail = await anna.json<ArtistDetail>(`/api/artists/${id}`);
      expectFigures(detail, artists, id);
      const own = plays.filter(({ counted, track }) => counted && track.artistIds.includes(id));
      expect(detail.distinctTracks).toBe(countBy(own, recordings).size);
      expect(detail.distinctAlbums).toBe(countBy(own, albums).size);
      expect(detail.topTracks.map((row) => row.plays)).toEqual(mostPlayed(own, recordings, 10));
      expect(detail.topAlbums.map((row) => row.plays)).toEqual(mostPlayed(own, albums, 10));
    }
  });

  test('of an album', async () => {
    for (const { id } of catalogue.albums.slice(0, 3)) {
      const detail = await anna.json<AlbumDetail>(`/api/albums/${id}`);
      expectFigures(detail, albums, id);
      const own = plays.filter(({ counted, track }) => counted && track.albumId === id);
      expect(detail.topTracks.map((row) => row.plays)).toEqual(mostPlayed(own, recordings, 50));
      expect(new Map(detail.artists.map(({ artist, plays: count }) => [artist.id, count]))).toEqual(
        countBy(own, artists),
      );
    }
  });
});

test('what was only skipped is known, with no plays and no rank', async () => {
  const {
    tracks: [track],
  } = await inventCatalogue(database.database, 9, { artists: 1, albums: 1, tracks: 1 });
  if (!track) throw new Error('no track');
  const [play] = await inventPlays(database.database, await userIdOf(anna), [track], {
    seed: 1,
    count: 1,
    from: '2024-01-01T00:00:00Z',
    days: 1,
  });
  expect((await anna.get(`/api/tracks/${track.id}`)).status).toBe(200);
  await database.database
    .updateTable('plays')
    .set({ counted: false })
    .where('track_id', '=', track.id)
    .execute();
  expect(play).toBeDefined();
  expect(await anna.json<TrackDetail>(`/api/tracks/${track.id}`)).toMatchObject({
    plays: 0,
    rank: null,
    share: 0,
    firstPlayedAt: null,
    discoveredOn: null,
    bestMonth: null,
    byMonth: [],
    artists: [],
  });
});

describe('what another listener has played does not exist', () => {
  const pathsOf = (play: InventedPlay | undefined) => [
    `/api/tracks/${play?.track.id}`,
    `/api/artists/${play?.track.artistIds[0]}`,
    `/api/albums/${play?.track.albumId}`,
  ];
  const withAlbum = (some: readonly InventedPlay[]) =>
    some.find(({ track, counted }) => track.albumId !== null && counted);

  test('tracks, artists and albums answer 404', async () => {
    for (const [address, mine, theirs] of [
      ...pathsOf(withAlbum(bertasPlays)).map((path) => [path, anna, berta] as const),
      ...pathsOf(withAlbum(plays)).map((path) => [path, berta, anna] as const),
    ]) {
      expect((await theirs.get(address)).status).toBe(200);
      const response = await mine.get(address);
      expect(response.status).toBe(404);
      expect(await response.json()).toMatchObject({ error: { code: 'not-found' } });
      expect(response.headers.get('etag')).toBeNull();
      expect(response.headers.get('cache-control')).toBe('no-store');
    }
  });

  test('so do plays, and they stay', async () => {
    const { items } = await berta.json<{ items: { id: number }[] }>('/api/plays?limit=1');
    const id = items[0]?.id;
    expect((await anna.request('DELETE', `/api/plays/${id}`)).status).toBe(404);
    expect((await berta.json<{ items: { id: number }[] }>('/api/plays?limit=1')).items[0]?.id).toBe(id);
  });

  test.each([
    '/api/tracks/999999',
    '/api/artists/999999',
    '/api/albums/999999',
    '/api/tracks/9007199254740991',
  ])('%s is unknown', async (path) => {
    expect((await anna.get(path)).status).toBe(404);
  });

  test.each([
    '/api/tracks/0',
    '/api/tracks/-1',
    '/api/artists/abc',
    '/api/albums/1.5',
    '/api/albums/99999999999999999999',
  ])('%s is no id', async (path) => {
    expect((await anna.get(path)).status).toBe(400);
  });
});
