import type { AlbumRow } from '@analytics/contract/album';
import type { ArtistRow } from '@analytics/contract/artist';
import type { SessionAnswer } from '@analytics/contract/account';
import type { TrackRow } from '@analytics/contract/track';
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
const ZONE = 'Asia/Kathmandu';

type Kind = 'tracks' | 'artists' | 'albums';
type Row = (TrackRow | ArtistRow | AlbumRow) & { id: number; name: string };
interface Expected {
  id: number;
  plays: number;
  ms: number;
  first: string;
  last: string;
}

let listener: Browser;
let catalogue: InventedCatalogue;
let plays: InventedPlay[];

beforeAll(async () => {
  listener = await Browser.signUp(server.address, 'anna', ZONE);
  const other = await Browser.signUp(server.address, 'berta');
  catalogue = await inventCatalogue(database.database, 1);
  const idOf = async (browser: Browser) => (await browser.json<SessionAnswer>('/api/session')).user.id;
  plays = await inventPlays(database.database, await idOf(listener), catalogue.tracks.slice(0, 35), {
    seed: 2,
    count: 700,
    from: '2023-06-01T00:00:00Z',
    days: 500,
  });
  await inventPlays(database.database, await idOf(other), catalogue.tracks, {
    seed: 3,
    count: 100,
    from: '2023-06-01T00:00:00Z',
    days: 500,
  });
});

/** The day on the listener's calendar, by the JavaScript engine's time zones instead of PostgreSQL's. */
const dayOf = (instant: Date) => new Intl.DateTimeFormat('sv-SE', { timeZone: ZONE }).format(instant);

const idsOf: Record<Kind, (track: InventedTrack) => readonly number[]> = {
  tracks: ({ recordingId }) => [recordingId],
  artists: ({ artistIds }) => artistIds,
  albums: ({ albumId }) => (albumId === null ? [] : [albumId]),
};

function expectedRows(kind: Kind, from = '0000', to = '9999'): Expected[] {
  const rows = new Map<number, Expected>();
  for (const { track, playedAt, ms, counted } of plays) {
    const day = dayOf(playedAt);
    if (!counted || day < from || day >= to) continue;
    const at = playedAt.toISOString();
    for (const id of idsOf[kind](track)) {
      const row = rows.get(id) ?? { id, plays: 0, ms: 0, first: at, last: at };
      rows.set(id, {
        id,
        plays: row.plays + 1,
        ms: row.ms + ms,
        first: at < row.first ? at : row.first,
        last: at > row.last ? at : row.last,
      });
    }
  }
  return [...rows.values()];
}

async function list(kind: Kind, query = ''): Promise<{ total: number; items: Row[] }> {
  const answer = await listener.json<{ total: number; items: (TrackRow & ArtistRow & AlbumRow)[] }>(
    `/api/${kind}?${query}`,
  );
  const items = answer.items.map((row) => {
    const { id, name } = kind === 'tracks' ? row.track : kind === 'artists' ? row.artist : row.album;
    const recording = catalogue.tracks.find((track) => track.id === id)?.recordingId;
    return { ...row, id: kind === 'tracks' ? (recording ?? 0) : id, name };
  });
  return { ...answer, items };
}

describe.each<Kind>(['tracks', 'artists', 'albums'])('the leaderboard of %s', (kind) => {
  test.each([
    ['all time', undefined, undefined],
    ['a year', '2024-01-01', '2025-01-01'],
    ['a day', '2024-02-29', '2024-03-01'],
    ['from a day on', '2024-05-05', undefined],
    ['until a day', undefined, '2023-07-01'],
    ['a century', '1950-01-01', '2050-01-01'],
    ['nothing', '2024-01-01', '2024-01-01'],
    ['the future', '2090-01-01', '2091-01-01'],
  ])('counts %s like an independent computation', async (_, from, to) => {
    const expected = expectedRows(kind, from, to);
    const counted = plays.filter(
      ({ counted: isCounted, playedAt }) =>
        isCounted && dayOf(playedAt) >= (from ?? '0000') && dayOf(playedAt) < (to ?? '9999'),
    );
    const period = `limit=200${from ? `&from=${from}` : ''}${to ? `&to=${to}` : ''}`;
    for (const measure of ['plays', 'ms'] as const) {
      const { items, total } = await list(kind, `${period}&sort=${measure}`);
      expect(total).toBe(expected.length);
      const whole = counted.reduce((sum, play) => sum + (measure === 'ms' ? play.ms : 1), 0);
      expect(
        items.map((row) => [row.id, row.plays, row.ms, row.firstPlayedAt, row.lastPlayedAt, row.rank]),
      ).toEqual(
        expected
          .toSorted((a, b) => b[measure] - a[measure] || b.plays - a.plays || b.ms - a.ms || a.id - b.id)
          .map((row) => [
            row.id,
            row.plays,
            row.ms,
            row.first,
            row.last,
            1 + expected.filter((other) => other[measure] > row[measure]).length,
          ]),
      );
      for (const row of items) expect(row.share).toBeCloseTo(row[measure] / whole, 10);
    }
  });

  test.each(['plays', 'ms', 'name', 'lastPlayed'])(
    'sorted by %s, pages neither overlap nor skip',
    async (sort) => {
      for (const order of ['asc', 'desc']) {
        const query = `sort=${sort}&order=${order}`;
        const whole = await list(kind, `${query}&limit=200`);
        const paged: Row[] = [];
        for (let offset = 0; offset < whole.total; offset += 3) {
          paged.push(...(await list(kind, `${query}&limit=3&offset=${offset}`)).items);
        }
        expect(paged).toEqual(whole.items);
        expect(new Set(paged.map(({ id }) => id)).size).toBe(whole.total);
      }
      expect(await list(kind, `sort=${sort}&offset=1000`)).toMatchObject({ items: [] });
    },
  );

  test('a search keeps ranks, shares and order, on every page', async () => {
    const whole = await list(kind, 'limit=200');
    const found = await list(kind, 'limit=200&search=a');
    expect(found.total).toBe(found.items.length);
    expect(found.total).toBeLessThanOrEqual(whole.total);
    const ids = new Set(found.items.map(({ id }) => id));
    expect(found.items).toEqual(whole.items.filter(({ id }) => ids.has(id)));
    const second = await list(kind, 'limit=2&offset=2&search=a');
    expect(second).toEqual({ total: found.total, items: found.items.slice(2, 4) });
  });

  test.each([
    'from=2024-02-01&to=2024-01-01',
    'limit=0',
    'limit=201',
    'offset=-1',
    'sort=rank',
    'order=up',
    'page=2',
  ])('%s is refused', async (query) => {
    expect((await listener.get(`/api/${kind}?${query}`)).status).toBe(400);
  });
});

describe('search', () => {
  /** What a search must look through, by the names as they are. */
  function textsOf({ name, artistIds, albumId }: InventedTrack): string {
    const artists = catalogue.artists.filter(({ id }) => artistIds.includes(id)).map((artist) => artist.name);
    return [name, ...artists, catalogue.albums.find(({ id }) => id === albumId)?.name ?? ''].join(' ');
  }

  const bare = (text: string) =>
    text.normalize('NFD').replaceAll(/\p{M}/gu, '').replaceAll('ß', 'ss').toLowerCase();

  test.each([
    'ANGSTROM',
    'ångström',
    'A\u030angstro\u0308m',
    'ete',
    'STRASSE lantern',
    'lantern strasse',
    'river 100%',
    '%',
    '_',
    String.raw`back\slash`,
    String.raw`\\`,
    'ноЧЬ',
    "blue' or '1'='1",
    'nothing is called so',
  ])('%s finds what is called so, in any order of the words', async (search) => {
    const words = search.split(' ').map(bare);
    const played = new Set(plays.filter(({ counted }) => counted).map(({ track }) => track.recordingId));
    const expected = new Set(
      catalogue.tracks
        .filter(
          (track) =>
            played.has(track.recordingId) && words.every((word) => bare(textsOf(track)).includes(word)),
        )
        .map(({ recordingId }) => recordingId),
    );
    const found = await list('tracks', `limit=200&search=${encodeURIComponent(search)}`);
    expect(new Set(found.items.map(({ id }) => id))).toEqual(expected);
    const history = await listener.json<{ items: { track: { id: number } }[] }>(
      `/api/plays?limit=200&search=${encodeURIComponent(search)}`,
    );
    for (const { track } of history.items) {
      const invented = catalogue.tracks.find(({ id }) => id === track.id);
      expect(words.every((word) => invented && bare(textsOf(invented)).includes(word))).toBe(true);
    }
    expect(history.items.length > 0).toBe(expected.size > 0);
  });

  test('only what the listener has played is found', async () => {
    const mine = new Set(plays.filter(({ counted }) => counted).map(({ track }) => track.recordingId));
    expect((await list('tracks', 'limit=200&search=%20')).total).toBe(mine.size);
  });
});
