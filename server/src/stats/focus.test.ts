import type { SessionAnswer } from '@analytics/contract/account';
import type { DailyTotal, HourlyTotal } from '@analytics/contract/stats';
import { beforeAll, expect, test } from 'vitest';
import { Browser } from '../../test/browser.ts';
import {
  type InventedCatalogue,
  type InventedPlay,
  inventCatalogue,
  inventPlays,
} from '../../test/invented-history.ts';
import { createTestDatabase } from '../../test/test-database.ts';
import { startTestServer } from '../../test/test-server.ts';

const database = await createTestDatabase();
const server = await startTestServer(database);
const ZONE = 'America/New_York';
const PERIOD = { from: '2023-08-10', to: '2024-03-20' };

let anna: Browser;
let berta: Browser;
let catalogue: InventedCatalogue;
let plays: InventedPlay[];

beforeAll(async () => {
  anna = await Browser.signUp(server.address, 'anna', ZONE);
  berta = await Browser.signUp(server.address, 'berta', ZONE);
  const { user } = await anna.json<SessionAnswer>('/api/session');
  catalogue = await inventCatalogue(database.database, 5);
  const span = { seed: 7, count: 500, from: '2023-06-01T00:00:00Z', days: 400 };
  plays = await inventPlays(database.database, user.id, catalogue.tracks, span);
});

const parts = new Intl.DateTimeFormat('sv-SE', { timeZone: ZONE, dateStyle: 'short', timeStyle: 'short' });
const dayOf = ({ playedAt }: InventedPlay) => parts.format(playedAt).slice(0, 10);
const hourOf = ({ playedAt }: InventedPlay) => Number(parts.format(playedAt).slice(11, 13));

const UNITS = {
  day: (day: string) => day,
  month: (day: string) => `${day.slice(0, 7)}-01`,
};

/** A query for the plays of something, and which those are. */
function focuses(): [query: string, own: (play: InventedPlay) => boolean][] {
  const [artist] = catalogue.artists;
  const album = catalogue.albums.find(({ artistId }) => artistId !== artist?.id);
  const twin = catalogue.tracks.find(({ id, recordingId }, _, all) =>
    all.some((other) => other.recordingId === recordingId && other.id !== id),
  );
  if (!artist || !album || !twin) throw new Error('the catalogue is too small');
  const isBy = ({ track }: InventedPlay) => track.artistIds.includes(artist.id);
  const isOn = ({ track }: InventedPlay) => track.albumId === album.id;
  return [
    [`artistId=${artist.id}`, isBy],
    [`albumId=${album.id}`, isOn],
    [`trackId=${twin.id}`, ({ track }) => track.recordingId === twin.recordingId],
    [`artistId=${artist.id}&albumId=${album.id}`, (play) => isBy(play) && isOn(play)],
  ];
}

const sumUp = (some: readonly InventedPlay[]) => ({
  plays: some.length,
  ms: some.reduce((sum, { ms }) => sum + ms, 0),
});

test.each(['day', 'month'] as const)('listening by %s is that of what is in focus', async (unit) => {
  for (const [query, isOwn] of focuses()) {
    const { from, to } = PERIOD;
    const totals = await anna.json<DailyTotal[]>(
      `/api/stats/daily?unit=${unit}&from=${from}&to=${to}&${query}`,
    );
    const own = plays.filter(
      (play) => play.counted && isOwn(play) && dayOf(play) >= from && dayOf(play) < to,
    );
    expect(own.length).toBeGreaterThan(0);
    const expected = [...Map.groupBy(own, (play) => UNITS[unit](dayOf(play)))].map(([date, some]) => ({
      date,
      ...sumUp(some),
      tracks: new Set(some.map(({ track }) => track.recordingId)).size,
      artists: new Set(some.flatMap(({ track }) => track.artistIds)).size,
    }));
    const byDate = (a: { date: string }, b: { date: string }) => a.date.localeCompare(b.date);
    expect(totals.filter((total) => total.plays > 0)).toEqual(expected.toSorted(byDate));
    const everything = await anna.json<DailyTotal[]>(`/api/stats/daily?unit=${unit}&from=${from}&to=${to}`);
    expect(totals.map(({ date }) => date)).toEqual(everything.map(({ date }) => date));
  }
});

test('so is listening by hour, in a period and in all time', async () => {
  for (const [query, isOwn] of focuses()) {
    for (const period of [PERIOD, undefined]) {
      const days = period ? `&from=${period.from}&to=${period.to}` : '';
      const hours = await anna.json<HourlyTotal[]>(`/api/stats/hourly?${query}${days}`);
      const own = plays.filter(
        (play) =>
          play.counted && isOwn(play) && (!period || (dayOf(play) >= period.from && dayOf(play) < period.to)),
      );
      expect(hours.map(({ hour, plays: count, ms }) => ({ hour, plays: count, ms }))).toEqual(
        Array.from({ length: 24 }, (_, hour) => ({
          hour,
          ...sumUp(own.filter((play) => hourOf(play) === hour)),
        })),
      );
    }
  }
});

test('another listener has no plays of it, and something is in focus by an id only', async () => {
  for (const [query] of focuses()) {
    expect(await berta.json(`/api/stats/daily?${query}`)).toEqual([]);
    const hours = await berta.json<HourlyTotal[]>(`/api/stats/hourly?${query}`);
    expect(hours.every((row) => row.plays === 0)).toBe(true);
  }
  for (const path of [
    'daily?trackId=0',
    'daily?artistId=x',
    'hourly?albumId=-1',
    'weekday-hours?trackId=1',
  ]) {
    expect((await anna.get(`/api/stats/${path}`)).status).toBe(400);
  }
});
