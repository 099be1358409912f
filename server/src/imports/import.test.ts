import { mkdtemp, rm } from 'node:fs/promises';
import { openAsBlob } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Import, ImportRow } from '@analytics/contract/import';
import type { Play } from '@analytics/contract/play';
import type { Summary } from '@analytics/contract/stats';
import { createCatalogue } from '@analytics/simulator/catalogue';
import { writeExtendedExport } from '@analytics/simulator/export/extended-export';
import { createHeavyListener } from '@analytics/simulator/export/heavy-listener';
import { afterAll, describe, expect, test } from 'vitest';
import { Browser } from '../../test/browser.ts';
import {
  extendedRow as row,
  importFiles,
  jsonFile,
  listAllPlays,
  sumVerdicts,
  undoImport,
} from '../../test/exports.ts';
import { compareTotals } from '../../test/play-totals.ts';
import { createTestDatabase } from '../../test/test-database.ts';
import { startTestServer } from '../../test/test-server.ts';

const database = await createTestDatabase();
const server = await startTestServer(database);
const directory = await mkdtemp(join(tmpdir(), 'analytics-import-test-'));
afterAll(() => rm(directory, { recursive: true, force: true }));

const catalogue = createCatalogue(3);
const UNTIL = new Date('2026-10-01T00:00:00Z');
const ROWS = 3_000;
const heavy = createHeavyListener(catalogue, 5, ROWS, UNTIL);

async function exportZip(layout: '2021' | '2023' | '2024' | '2026', name = `${layout}.zip`) {
  const path = join(directory, name);
  const streams = heavy.timeline.between(0, UNTIL.getTime());
  const report = await writeExtendedExport({ catalogue, listener: heavy, streams, layout, rows: ROWS }, path);
  return { report, file: { name, content: await openAsBlob(path) } };
}

let count = 0;
const newListener = () => Browser.signUp(server.address, `listener${(count += 1)}`, 'Europe/Berlin');

describe.each(['2021', '2023', '2024', '2026'] as const)('an export of %s', (layout) => {
  test('comes in whole, adds nothing the second time, and can be taken back', async () => {
    const { report, file } = await exportZip(layout);
    const listener = await newListener();
    const done = await importFiles(listener, [file]);
    const { statistics } = done;
    expect(statistics.totalRows).toBe(report.rows);
    expect(sumVerdicts(statistics)).toBe(report.rows);
    // The report counts a repeated row once, whatever it is a row of.
    const repeatedElsewhere = [
      statistics.incognito - report.incognito,
      statistics.podcasts - report.episodes - report.audiobooks,
      statistics.withoutTrack - report.withoutTrack,
    ];
    expect(repeatedElsewhere.every((rows) => rows >= 0)).toBe(true);
    expect(statistics.repeatedInFile + repeatedElsewhere.reduce((sum, rows) => sum + rows)).toBe(
      report.repeated,
    );
    expect(statistics.malformed).toBe(0);
    const plays = await listAllPlays(listener);
    expect(plays).toHaveLength(statistics.toImport);
    expect(plays.filter((play) => !play.counted)).toHaveLength(statistics.short);
    const summary = await listener.json<Summary>('/api/stats/summary');
    expect(summary.plays).toBe(statistics.toImport - statistics.short);
    expect(Object.values(statistics.byYear).reduce((sum, counted) => sum + counted, 0)).toBe(summary.plays);

    const again = await importFiles(listener, [file]);
    expect(again.statistics).toMatchObject({ toImport: 0, exactDuplicates: statistics.toImport });
    expect(await listener.json('/api/stats/summary')).toEqual(summary);

    // What both imports hold is the second one's now.
    await undoImport(listener, done.id);
    expect(await listener.json('/api/stats/summary')).toEqual(summary);
    expect(await listener.json(`/api/imports/${again.id}`)).toMatchObject({
      statistics: { ...statistics, files: expect.anything() },
    });
    await undoImport(listener, again.id);
    expect(await listAllPlays(listener)).toEqual([]);
    const { kept, computed } = await compareTotals(database.database);
    expect(kept).toEqual(computed);
  });
});

test('several loose files in any order are one history', async () => {
  const rows = Array.from({ length: 40 }, (_, index) =>
    row({
      ts: new Date(Date.UTC(2024, 2, 1, 12, index * 4)).toISOString().replace('.000', ''),
      offline_timestamp: index,
    }),
  );
  const listener = await newListener();
  const first = await importFiles(listener, [
    jsonFile(rows.slice(20), 'b.json'),
    jsonFile(rows.slice(0, 20), 'a.json'),
  ]);
  expect(first.statistics).toMatchObject({ totalRows: 40, toImport: 40 });
  const second = await importFiles(listener, [
    jsonFile(rows.slice(0, 35), 'c.json'),
    jsonFile(rows.slice(30), 'd.json'),
  ]);
  expect(second.statistics).toMatchObject({
    totalRows: 45,
    toImport: 0,
    repeatedInFile: 5,
    exactDuplicates: 40,
  });
});

test('each kind of row has its verdict, and the receipt says why', async () => {
  const listener = await newListener();
  const done = await importFiles(listener, [
    jsonFile([
      row(),
      row(),
      row({ ts: '2024-03-01T13:00:00Z', incognito_mode: true }),
      row({
        ts: '2024-03-01T14:00:00Z',
        spotify_track_uri: null,
        episode_name: 'E',
        spotify_episode_uri: 'spotify:episode:0123456789abcdefghijAB',
      }),
      row({ ts: '2024-03-01T15:00:00Z', spotify_track_uri: null }),
      row({ ts: 'yesterday' }),
      row({ ts: '2024-03-01T16:00:00Z', ms_played: 5_000 }),
      'not a row',
    ]),
  ]);
  expect(done.statistics).toMatchObject({
    totalRows: 8,
    toImport: 2,
    repeatedInFile: 1,
    incognito: 1,
    podcasts: 1,
    withoutTrack: 1,
    malformed: 2,
    short: 1,
    byYear: { '2024': 1 },
  });
  const receipt = await listener.json<{ items: ImportRow[] }>(`/api/imports/${done.id}/rows`);
  expect(receipt.items.map(({ row: place, verdict }) => [place, verdict])).toEqual([
    [1, 'repeated-in-file'],
    [2, 'incognito'],
    [3, 'podcast'],
    [4, 'without-track'],
    [5, 'malformed'],
    [7, 'malformed'],
  ]);
  expect(receipt.items.every(({ reason }) => reason !== null && reason.length > 0)).toBe(true);
  expect(JSON.stringify(receipt)).not.toContain('192.0.2.7');
  const malformed = await listener.json<{ items: ImportRow[]; nextCursor: string }>(
    `/api/imports/${done.id}/rows?verdict=malformed&limit=1`,
  );
  expect(malformed.items.map(({ row: place }) => place)).toEqual([5]);
  const next = await listener.json<{ items: ImportRow[] }>(
    `/api/imports/${done.id}/rows?verdict=malformed&cursor=${malformed.nextCursor}`,
  );
  expect(next.items.map(({ row: place }) => place)).toEqual([7]);
});

test('an address of the exporting machine is stored nowhere', async () => {
  const tables = await database.pool.query<{ name: string }>(
    "select c.relname as name from pg_class c where c.relkind = 'r' and c.relnamespace = 'public'::regnamespace",
  );
  for (const { name } of tables.rows) {
    const found = await database.pool.query(
      `select 1 from "${name}" t where t::text like '%192.0.2.7%' limit 1`,
    );
    expect([name, found.rowCount]).toEqual([name, 0]);
  }
});

test('a repeat is a play of its own, and a deleted play stays deleted', async () => {
  const listener = await newListener();
  const repeats = [0, 200, 400].map((seconds) =>
    row({
      ts: new Date(Date.UTC(2024, 2, 1, 12, 0, seconds)).toISOString().replace('.000', ''),
      offline_timestamp: seconds,
    }),
  );
  const done = await importFiles(listener, [jsonFile(repeats)]);
  expect(done.statistics).toMatchObject({ toImport: 3 });
  const [latest] = await listAllPlays(listener);
  expect((await listener.request('DELETE', `/api/plays/${latest?.id}`)).status).toBe(204);
  expect((await listener.request('DELETE', `/api/plays/${latest?.id}`)).status).toBe(404);
  const again = await importFiles(listener, [jsonFile(repeats)]);
  expect(again.statistics).toMatchObject({ toImport: 0, exactDuplicates: 3 });
  expect(await listAllPlays(listener)).toHaveLength(2);
});

test.each([
  ['a text', 'hello', 'notes.txt'],
  ['JSON that is no history', { playlists: [] }, 'Playlist1.json'],
  ['an empty list', [], 'Streaming_History_Audio_2024.json'],
  ['an empty file', '', 'Streaming_History_Audio_2024.json'],
  ['a broken archive', 'PK\u0003\u0004 and then nothing', 'export.zip'],
])('an upload without a usable row ends in a clear error: %s', async (_what, content, name) => {
  const listener = await newListener();
  const answer = (await listener.upload([jsonFile(content, name)])) as unknown as Import;
  expect(answer.state).toBe('failed');
  expect(answer.error).toMatch(/history|play of a track/);
  expect((await listener.post(`/api/imports/${answer.id}/execute`)).status).toBe(409);
});

test('an upload can be discarded, and states are kept to', async () => {
  const listener = await newListener();
  const { id } = await listener.upload([jsonFile([row()])]);
  expect((await listener.post(`/api/imports/${id}/undo`)).status).toBe(409);
  expect((await listener.request('DELETE', `/api/imports/${id}`)).status).toBe(204);
  expect(await listener.json(`/api/imports/${id}`)).toMatchObject({ state: 'cancelled' });
  expect((await listener.post(`/api/imports/${id}/execute`)).status).toBe(409);
  expect((await listener.request('DELETE', `/api/imports/${id}`)).status).toBe(409);
  const stranger = await newListener();
  expect((await stranger.get(`/api/imports/${id}`)).status).toBe(404);
  expect((await stranger.get(`/api/imports/${id}/rows`)).status).toBe(404);
  expect((await stranger.post(`/api/imports/${id}/execute`)).status).toBe(404);
  expect((await stranger.request('DELETE', `/api/imports/${id}`)).status).toBe(404);
});

test('what is no upload is refused', async () => {
  const listener = await newListener();
  expect((await listener.post('/api/imports', { file: 'x' })).status).toBe(415);
  expect((await listener.post('/api/imports', new FormData())).status).toBe(400);
  const form = new FormData();
  form.append('other', new Blob(['x']), 'x.json');
  expect((await listener.post('/api/imports', form)).status).toBe(400);
});

test('two listeners import at once, one of them twice', async () => {
  const [{ file }, first, second] = [await exportZip('2024'), await newListener(), await newListener()];
  const [one, two, three] = await Promise.all([
    importFiles(first, [file]),
    importFiles(second, [file]),
    importFiles(first, [file]),
  ]);
  const plays = (await listAllPlays(first)).length;
  expect([one, three].map(({ statistics }) => statistics.toImport).reduce((a, b) => a + b)).toBe(plays);
  expect(two.statistics.toImport).toBe(plays);
  const strip = (list: Play[]) =>
    list.map(({ playedAt, msPlayed, track }) => ({ playedAt, msPlayed, track }));
  expect(strip(await listAllPlays(second))).toEqual(strip(await listAllPlays(first)));
});
