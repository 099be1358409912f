import type { SessionAnswer } from '@analytics/contract/account';
import type { GlobalDaily, GlobalHourly, GlobalSummary, GlobalTop } from '@analytics/contract/global';
import { beforeAll, expect, test } from 'vitest';
import { Browser } from '../../test/browser.ts';
import { extendedRow, importFiles, jsonFile } from '../../test/exports.ts';
import { type InventedCatalogue, inventCatalogue, inventPlays } from '../../test/invented-history.ts';
import { createTestDatabase } from '../../test/test-database.ts';
import { startTestServer } from '../../test/test-server.ts';
import { updateGlobalStatistics } from './global.queries.ts';
import { runGlobalStatistics } from './global-statistics.ts';

const database = await createTestDatabase();
const server = await startTestServer(database);
const stranger = new Browser(server.address);

let host: Browser;
const listeners: number[] = [];
let catalogue: InventedCatalogue;

const today = new Date().toISOString().slice(0, 10);

beforeAll(async () => {
  host = await Browser.signUp(server.address, 'host');
  listeners.push((await host.json<SessionAnswer>('/api/session')).user.id);
  for (const name of ['second', 'third']) {
    const browser = await Browser.signUp(server.address, name);
    listeners.push((await browser.json<SessionAnswer>('/api/session')).user.id);
  }
  catalogue = await inventCatalogue(database.database, 3, { tracks: 4, artists: 2, albums: 2 });
});

const top = () => stranger.json<GlobalTop>('/api/global/top');

async function play(listener: number, tracks: number, count = 20) {
  await inventPlays(database.database, listeners[listener] ?? 0, catalogue.tracks.slice(0, tracks), {
    seed: listener,
    count,
    from: new Date(Date.now() - 40 * 86_400_000).toISOString(),
    days: 30,
  });
  await updateGlobalStatistics(database.database);
}

test('an empty instance answers', async () => {
  await updateGlobalStatistics(database.database);
  expect(await stranger.json<GlobalSummary>('/api/global/summary')).toMatchObject({
    listeners: 0,
    plays: 0,
    ms: 0,
  });
  expect(await top()).toMatchObject({ tracks: [], artists: [], albums: [] });
});

test('what one or two listeners play is in the sums and in no list', async () => {
  await play(0, 4);
  await play(1, 4);
  const { plays, listeners: count } = await stranger.json<GlobalSummary>('/api/global/summary');
  expect(count).toBe(2);
  expect(plays).toBeGreaterThan(20);
  const { items: days } = await stranger.json<GlobalDaily>('/api/global/daily');
  expect(days).toHaveLength(365);
  expect(days.at(-1)?.date).toBe(today);
  expect(days.reduce((sum, day) => sum + day.plays, 0)).toBe(plays);
  const { items: hours } = await stranger.json<GlobalHourly>('/api/global/hourly');
  expect(hours.map(({ hour }) => hour)).toEqual(Array.from({ length: 24 }, (_, hour) => hour));
  expect(hours.reduce((sum, hour) => sum + hour.plays, 0)).toBe(plays);
  expect(await top()).toMatchObject({ tracks: [], artists: [], albums: [] });
});

test('a third listener brings in what all three play, and nothing else', async () => {
  await play(2, 1);
  const { tracks, artists, albums } = await top();
  expect(tracks.map(({ track }) => track.id)).toEqual([catalogue.tracks[0]?.id]);
  expect(new Set(artists.map(({ artist }) => artist.id))).toEqual(new Set(catalogue.tracks[0]?.artistIds));
  expect(albums.map(({ album }) => album.id)).toEqual(
    catalogue.tracks[0]?.albumId === null ? [] : [catalogue.tracks[0]?.albumId],
  );
  const { sum } = await database.database
    .selectFrom('plays')
    .select((eb) => eb.fn.countAll<number>().as('sum'))
    .where('track_id', '=', catalogue.tracks[0]?.id ?? 0)
    .where('counted', '=', true)
    .executeTakeFirstOrThrow();
  expect(tracks[0]?.plays).toBe(sum);
});

test('the host alone hides the lists, at once', async () => {
  const other = await Browser.signUp(server.address, 'other');
  for (const [browser, status] of [
    [stranger, 401],
    [other, 403],
  ] as const) {
    expect((await browser.get('/api/instance/settings')).status).toBe(status);
    const response = await browser.request('PUT', '/api/instance/settings', { globalTopShown: false });
    expect(response.status).toBe(status);
  }
  expect((await top()).tracks).toHaveLength(1);
  expect(await host.json('/api/instance/settings')).toEqual({ globalTopShown: true });
  for (const globalTopShown of [false, true]) {
    expect((await host.request('PUT', '/api/instance/settings', { globalTopShown })).status).toBe(200);
    expect(await host.json('/api/instance/settings')).toEqual({ globalTopShown });
    const answer = await top();
    expect([answer.shown, answer.tracks.length]).toEqual([globalTopShown, globalTopShown ? 1 : 0]);
  }
  expect((await host.request('PUT', '/api/instance/settings', { globalTopShown: 'no' })).status).toBe(400);
  expect((await stranger.get('/api/global/top')).headers.get('cache-control')).toBe('no-cache');
});

test('figures are kept for an hour and say how old they are', async () => {
  const before = await stranger.get('/api/global/summary');
  expect(before.headers.get('cache-control')).toBe('public, max-age=3600');
  const old = (await before.json()) as GlobalSummary;
  await inventPlays(database.database, listeners[0] ?? 0, catalogue.tracks, {
    seed: 9,
    count: 5,
    from: '2024-01-01T00:00:00Z',
    days: 1,
  });
  expect(await stranger.json('/api/global/summary')).toEqual(old);
  await runGlobalStatistics(database.database, new Date(Date.parse(old.updatedAt) - 1).toISOString());
  expect(await stranger.json('/api/global/summary')).toEqual(old);
  await runGlobalStatistics(database.database, new Date().toISOString());
  const fresh = await stranger.json<GlobalSummary>('/api/global/summary');
  expect(fresh.plays).toBeGreaterThan(old.plays);
  expect(fresh.updatedAt > old.updatedAt).toBe(true);
});

test('an import shows soon, by the job', async () => {
  const before = await stranger.json<GlobalSummary>('/api/global/summary');
  await importFiles(host, [jsonFile([extendedRow()])]);
  let after = before;
  while (after.plays === before.plays) after = await stranger.json<GlobalSummary>('/api/global/summary');
  expect(after.plays).toBe(before.plays + 1);
});
