import { afterEach, beforeEach, expect, test } from 'vitest';
import { extendedRow, jsonFile } from '../../test/exports.ts';
import { HostileListener } from '../../test/hostile-listener.ts';
import { createTestDatabase } from '../../test/test-database.ts';
import { startTestServer } from '../../test/test-server.ts';

const database = await createTestDatabase();
const server = await startTestServer(database);

let listener: HostileListener;
beforeEach(async () => {
  listener = await HostileListener.signUp(server, database);
});
afterEach(() => listener.importHonestly());

const BEGIN = Date.UTC(2024, 2, 1, 12);
const instant = (minute: number) => new Date(BEGIN + minute * 60_000).toISOString().replace('.000', '');
let tracks = 0;
const newId = () => String((tracks += 1)).padStart(22, '0');
const rowOf = (minute: number, spotifyId: string, over: object = {}) =>
  extendedRow({ ts: instant(minute), spotify_track_uri: `spotify:track:${spotifyId}`, ...over });

/** What is kept of the plays, as the listener's own export tells it, oldest first. */
async function exportLines(): Promise<Record<string, unknown>[]> {
  const response = await listener.browser.get('/api/export?format=jsonl');
  const lines = (await response.text()).trimEnd().split('\n');
  return lines.map((line) => JSON.parse(line) as Record<string, unknown>);
}

test('texts that mean something to COPY, to SQL or to nobody are kept as they are', async () => {
  const texts = [
    '\\N',
    '\\.',
    '\n\\.\n',
    '\\',
    '\\\\',
    '\\n',
    '\\t',
    'a	b',
    'a\nb',
    'a\r\nb',
    '\r',
    '\b\f\v',
    "'; drop table plays; --",
    '$1',
    '{"a",NULL}',
    'NULL',
    '%s',
    '"',
    ' ',
    '0',
    '\u2028',
    '‮',
    '￿',
    '🌀'.repeat(25),
    '􏿿',
    'é',
    'é',
  ];
  const rows = texts.map((text, minute) =>
    rowOf(minute, newId(), {
      master_metadata_track_name: text,
      master_metadata_album_artist_name: text,
      master_metadata_album_album_name: text,
      platform: text,
      reason_start: text,
      reason_end: text,
    }),
  );
  const { import: done } = await listener.import(jsonFile(rows));
  expect([done.state, done.statistics?.toImport]).toEqual(['imported', texts.length]);
  const fields = ['trackName', 'artistName', 'albumName', 'platform', 'reasonStart', 'reasonEnd'];
  const kept = (await exportLines()).map((line) => fields.map((field) => line[field]));
  expect(kept).toEqual(texts.map((text) => fields.map(() => text)));
});

test('texts that PostgreSQL cannot hold are kept with a sign for what is missing, long ones cut', async () => {
  const name = '\u{1F3B5}'.repeat(5_000);
  const texts = ['a\0b', '\uD800', 'a\uDC00b', '', name];
  const rows = texts.map((text, minute) =>
    rowOf(minute, newId(), {
      master_metadata_track_name: text,
      master_metadata_album_artist_name: text,
      master_metadata_album_album_name: text,
      platform: text,
    }),
  );
  await listener.import(jsonFile(rows));
  const kept = (await exportLines()).map(({ trackName, artistName, albumName, platform }) => [
    trackName,
    artistName,
    albumName,
    platform,
  ]);
  const same = (text: string) => [text, text, text, text];
  const cut = name.slice(0, 1_000);
  expect(kept).toEqual([
    same('a\uFFFDb'),
    same('\uFFFD'),
    same('a\uFFFDb'),
    ['', null, null, null],
    [cut, cut, cut, name.slice(0, 200)],
  ]);
});

test('numbers and dates that cannot be are malformed rows and nothing else', async () => {
  const raw = (minute: number, ms: string, start = '0', ts = instant(minute)) =>
    JSON.stringify(rowOf(minute, newId(), { ts, ms_played: 'MS', offline: true, offline_timestamp: 'START' }))
      .replace('"MS"', ms)
      .replace('"START"', start);
  const numbers = [
    '-1',
    '1e300',
    '1e999',
    '9007199254740992',
    '1.5',
    '"200000"',
    'null',
    'true',
    '[1]',
    '86400001',
  ];
  const dates = [
    '1970-01-01T00:00:00Z',
    '2099-01-01T00:00:00Z',
    '2024-02-30T00:00:00Z',
    '2024-03-01',
    '',
    '0',
  ];
  const starts = [
    '1e300',
    '-1',
    '9007199254740993',
    '99999999999999',
    '1709294400.5',
    '"1"',
    '{}',
    '1e11',
    'null',
  ];
  const malformed = [
    ...numbers.map((ms, at) => raw(at, ms)),
    ...dates.map((ts, at) => raw(at, '200000', '0', ts)),
    '"a row"',
    '[]',
    '17',
    'null',
    '{"ts":}',
    `{"ts":"${'x'.repeat(10_000_000)}"}`,
    '['.repeat(200_000) + ']'.repeat(200_000),
  ];
  const good = [...starts.map((start, at) => raw(at, '200000', start)), raw(50, '-0'), raw(51, '86400000')];
  const { import: done, plays } = await listener.import(
    jsonFile(`[${[good[0], ...malformed, ...good.slice(1)].join(',')}]`),
  );
  expect(done.statistics).toMatchObject({ malformed: malformed.length, toImport: good.length });
  // A start that cannot be is not believed: the play ended when the row says.
  expect(plays.map(({ playedAt }) => playedAt).toSorted()).toEqual(
    [...starts.keys(), 50, 51].map((minute) => new Date(BEGIN + minute * 60_000).toISOString()),
  );
});

test('files from the listener’s own disk may have any URI', async () => {
  const long = 'x'.repeat(5_000);
  const named: [uri: string, name: string][] = [
    ['spotify:local:Fugees+%28Refugee%29:The+Score:No+Woman%2C+No+Cry:273', 'No Woman, No Cry'],
    ['spotify:local::::', ''],
    ['spotify:local:', ''],
    ['spotify:local:a:b:c', 'c'],
    ['spotify:local:a:b:c:d:e:f', 'c'],
    ['spotify:local:%00:%00:%00x:1', '\uFFFDx'],
    ['spotify:local:%ZZ:%:%E0%A4:1', '%E0%A4'],
    ['spotify:local:\\N:\\.:\\N:1', '\\N'],
    ['spotify:local:a\tb:c\nd:e\rf:1', 'e\rf'],
    ['spotify:local:\uD800:\0:z\uDC00:1', 'z\uFFFD'],
    [`spotify:local:${long}:b:c:1`, ''],
    ['SPOTIFY:LOCAL:a:b:c:1', ''],
  ];
  const bare = {
    master_metadata_track_name: null,
    master_metadata_album_artist_name: null,
    master_metadata_album_album_name: null,
  };
  const rows = named.map(([uri], minute) =>
    extendedRow({ ts: instant(minute * 10), spotify_track_uri: uri, ...bare }),
  );
  const { plays, import: done } = await listener.import(jsonFile(rows));
  const names = named.map(([, name]) => name).filter((name) => name !== '');
  expect(plays.map(({ track }) => track.name).toReversed()).toEqual(names);
  expect(plays.every(({ track }) => track.isLocal)).toBe(true);
  expect(done.statistics?.withoutTrack).toBe(named.length - names.length);
});

test('of a track under two names the latest play names it, whatever the order of the files', async () => {
  const named = (minute: number, id: string, name: string) =>
    rowOf(minute, id, { master_metadata_track_name: name, master_metadata_album_album_name: `${name} LP` });
  const filesFrom = (begin: number, id = newId()) => [
    jsonFile([named(begin, id, 'Old'), named(begin + 20, id, 'Old'), named(begin + 30, id, 'New')], 'a.json'),
    jsonFile([named(begin + 10, id, 'Old'), named(begin + 35, id, 'New')], 'b.json'),
  ];
  for (const files of [filesFrom(0), filesFrom(10_000).toReversed()]) {
    const { plays } = await listener.import(...files);
    expect(plays).toHaveLength(5);
    for (const { track } of plays) expect([track.name, track.album?.name]).toEqual(['New', 'New LP']);
  }
});

test('rows that differ in nothing but names are one row', async () => {
  const id = newId();
  const { import: done } = await listener.import(
    jsonFile([
      rowOf(0, id),
      rowOf(0, id, { master_metadata_track_name: 'Another' }),
      rowOf(0, id, { platform: 'x' }),
    ]),
  );
  expect(done.statistics).toMatchObject({ toImport: 1, repeatedInFile: 2 });
});

test('a table of more columns than any history has is none', async () => {
  const heading = 'playedAt,msPlayed,ordinal,trackName,artistName,spotifyId';
  const extra = Array.from({ length: 100_000 }, (_, at) => `c${at}`).join(',');
  const line = `${instant(0)},200000,0,n,a,${newId()}${','.repeat(100_000)}`;
  const table = [`${heading},${extra}`, ...Array.from({ length: 100 }, () => line)].join('\n');
  const { import: done } = await listener.import({ name: 'a.csv', content: new Blob([table]) });
  expect([done.state, done.statistics?.totalRows]).toEqual(['failed', 0]);
});
