import { expect, test } from 'vitest';
import { Browser } from '../../test/browser.ts';
import { extendedRow, importFiles, jsonFile, listAllPlays } from '../../test/exports.ts';
import { createTestDatabase } from '../../test/test-database.ts';
import { startTestServer } from '../../test/test-server.ts';

const server = await startTestServer(await createTestDatabase());

const ownPlay = (playedAt: string, name: string) =>
  JSON.stringify({
    playedAt,
    msPlayed: 200_000,
    msPlayedIsEstimate: true,
    playedAtPrecisionMs: 1,
    ordinal: 0,
    source: 'recently-played',
    spotifyId: name.padEnd(22, 'A'),
    localUri: null,
    trackName: name,
    artistName: 'The Rivers',
    artistNames: ['The Rivers'],
    albumName: 'Harbour',
    platform: null,
    country: null,
    shuffle: null,
    skipped: null,
    offline: null,
    reasonStart: null,
    reasonEnd: null,
    counted: true,
  });

const exportedPlay = (ts: string, name: string) =>
  extendedRow({
    ts,
    master_metadata_track_name: name,
    spotify_track_uri: `spotify:track:${name.padEnd(22, 'A')}`,
  });

test('polled plays that moved in with the own export are known to an extended history that comes later', async () => {
  const listener = await Browser.signUp(server.address, 'mover');
  const own = [ownPlay('2024-03-01T10:00:00.123Z', 'first'), ownPlay('2024-03-01T10:09:54.500Z', 'second')];
  await importFiles(listener, [jsonFile(`${own.join('\n')}\n`, 'history.jsonl')]);
  const rows = [
    exportedPlay('2024-03-01T10:00:05Z', 'first'),
    exportedPlay('2024-03-01T10:10:00Z', 'second'),
  ];
  const { statistics } = await importFiles(listener, [jsonFile(rows)]);
  expect(statistics).toMatchObject({ toImport: 0, windowDuplicates: 2 });
  const plays = await listAllPlays(listener);
  expect(plays.map(({ playedAt, msPlayedIsEstimate }) => [playedAt, msPlayedIsEstimate])).toEqual([
    ['2024-03-01T10:10:00.000Z', false],
    ['2024-03-01T10:00:05.000Z', false],
  ]);
});

test('polled plays of the own export and the extended history that tells of them may come in one upload', async () => {
  const listener = await Browser.signUp(server.address, 'packer');
  const own = [
    ownPlay('2024-03-01T10:00:00.123Z', 'first'),
    ownPlay('2024-03-01T10:09:54.500Z', 'second'),
    ownPlay('2024-03-01T10:20:00.000Z', 'third'),
  ];
  const rows = [
    exportedPlay('2024-03-01T10:00:05Z', 'first'),
    exportedPlay('2024-03-01T10:10:00Z', 'second'),
    exportedPlay('2024-03-01T10:20:45Z', 'third'),
  ];
  const files = [jsonFile(`${own.join('\n')}\n`, 'history.jsonl'), jsonFile(rows)];
  const { statistics } = await importFiles(listener, files);
  expect(statistics).toMatchObject({ totalRows: 6, toImport: 4, repeatedInFile: 2 });
});

test('the years of an import are those of the time zone that it is executed in', async () => {
  const listener = await Browser.signUp(server.address, 'traveller', 'UTC');
  const { id } = await listener.upload([jsonFile([exportedPlay('2025-12-31T22:00:00Z', 'late')])]);
  await listener.request('PATCH', '/api/account', { timezone: 'Asia/Kathmandu' });
  await listener.post(`/api/imports/${id}/execute`);
  expect(await listener.waitForImport(id, ['imported'])).toMatchObject({
    statistics: { byYear: { '2026': 1 } },
  });
});
