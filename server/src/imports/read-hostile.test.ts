import { gzipSync, zstdCompressSync } from 'node:zlib';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { extendedRows, readAll, UploadFolder } from '../../test/upload-folder.ts';
import { MAX_ENTRIES } from './read-archive.ts';
import { MAX_ROW_BYTES } from './read-rows.ts';

const NOT_A_DATE = 'its time is not a date between 2006 and today';
const NOT_A_NUMBER = 'its time played is not a possible number';

let folder: UploadFolder;

beforeAll(async () => {
  folder = await UploadFolder.make();
});

afterAll(() => folder.remove());

/** What becomes of rows that stand between two sound ones, neither of which may be harmed. */
async function readBetween(...texts: string[]) {
  const [before, after] = extendedRows(2).map((row) => JSON.stringify(row));
  const { rows, reports } = await readAll(
    await folder.file(`[${[before, ...texts, after].join(',')}]`, 'endsong.json'),
  );
  expect(reports).toMatchObject([{ rows: texts.length + 2, problem: null }]);
  expect([rows.at(0)?.trackName, rows.at(-1)?.trackName]).toEqual(['Träck 0', 'Träck 1']);
  return rows.slice(1, -1);
}

const rowWith = (changes: Record<string, unknown>) => JSON.stringify(extendedRows(1, changes)[0]);

test('long texts, deep nesting and strange shapes cost their own row only', async () => {
  const name = 'x'.repeat(MAX_ROW_BYTES - 1_000);
  const rows = await readBetween(
    rowWith({ master_metadata_track_name: 'x'.repeat(10_000_000) }),
    rowWith({ master_metadata_track_name: name }),
    '['.repeat(400_000) + ']'.repeat(400_000),
    `{"ts":${'{"a":'.repeat(100_000)}1${'}'.repeat(100_000)}}`,
    `{"ts":${'['.repeat(1_000_000)}0${']'.repeat(1_000_000)}}`,
    'null',
    '{"__proto__":{"ts":"2024-01-01T00:00:00Z","ms_played":1}}',
    rowWith({ master_metadata_track_name: { length: 3 }, platform: [1], conn_country: 7, shuffle: 'x' }),
  );
  expect(rows.map((row) => row.reason)).toEqual([
    'it is too long',
    null,
    NOT_A_DATE,
    NOT_A_DATE,
    'it is too long',
    'it is not an object',
    NOT_A_DATE,
    null,
  ]);
  expect(rows[1]?.trackName).toBe(name.slice(0, 1_000));
  expect(rows[7]).toMatchObject({ trackName: null, platform: null, country: null, shuffle: null });
});

test('numbers and dates out of range are malformed', async () => {
  const ts = (text: string) => rowWith({ ts: text });
  const ms = (text: string) => rowWith({ ms_played: 0 }).replace('"ms_played":0', `"ms_played":${text}`);
  const rows = await readBetween(
    ...[
      '1970-01-01T00:00:00Z',
      '2099-12-31T23:59:59Z',
      '0000-00-00T00:00:00Z',
      '+275760-09-13T00:00:00Z',
    ].map(ts),
    ...['1e999', '-1', '9007199254740993', '1.5', '"1"', '86400001'].map(ms),
    ms('-0'),
    rowWith({ offline: true, offline_timestamp: 1e300 }),
    rowWith({ offline: true, offline_timestamp: -5 }),
  );
  expect(rows.map((row) => row.reason)).toEqual([
    ...Array.from({ length: 4 }, () => NOT_A_DATE),
    ...Array.from({ length: 6 }, () => NOT_A_NUMBER),
    null,
    null,
    null,
  ]);
  expect(rows.slice(-2).map((row) => row.playedAt)).toEqual([Date.UTC(2024, 0, 1), Date.UTC(2024, 0, 1)]);
});

test('texts with NUL and lone surrogates fit PostgreSQL', async () => {
  const odd = 'a\0b\uD800c';
  const rows = await readBetween(
    rowWith({ master_metadata_track_name: odd, platform: odd, reason_end: odd }),
    rowWith({ spotify_track_uri: `spotify:local:${odd}:${odd}:${odd}:1`, master_metadata_track_name: null }),
    rowWith({ spotify_track_uri: null, episode_name: odd, master_metadata_track_name: null }),
  );
  const texts = rows.flatMap((row) =>
    Object.entries(row).flatMap(([name, value]) =>
      name !== 'identity' && typeof value === 'string' ? value : [],
    ),
  );
  expect(texts.filter((text) => text.includes('a\uFFFDb\uFFFDc'))).toHaveLength(7);
  for (const text of texts) expect(text.isWellFormed() && !text.includes('\0')).toBe(true);
});

test('a file that is packed otherwise, or once more, says so', async () => {
  const json = Buffer.from(JSON.stringify(extendedRows(2)));
  const tar = Buffer.alloc(1024);
  tar.write('endsong.json');
  tar.write('ustar', 257);
  const packed = {
    'endsong.json.gz': gzipSync(json),
    'endsong.json.zst': zstdCompressSync(json),
    'endsong.json.bz2': Buffer.from('BZh91AY&SY'),
    'endsong.json.xz': Buffer.from('fd377a585a000004', 'hex'),
    'my_spotify_data.7z': Buffer.from('377abcaf271c0004', 'hex'),
    'my_spotify_data.rar': Buffer.from('526172211a070100', 'hex'),
    'my_spotify_data.tar': tar,
  };
  const report = (name: string) => ({ name, kind: 'other', rows: 0, problem: 'packed' });
  const bare = await Promise.all(Object.entries(packed).map(([name, bytes]) => folder.file(bytes, name)));
  expect((await readAll(...bare)).reports.map(({ problem }) => problem)).toEqual(bare.map(() => 'packed'));
  const again = Buffer.from('PK\u0003\u0004\u0014\0\0\0\u0008\0');
  const inside = await folder.archive({ 'again.zip': again, 'x.rar': packed['my_spotify_data.rar'] });
  expect((await readAll(inside)).reports).toEqual([report('again.zip'), report('x.rar')]);
});

test('names that would be paths, or no names at all, are only shown', async () => {
  const names = ['aa/passwd', '_root/x.y', 'c_/win.json', 'n_l.json', 'latin_.json'];
  const renamed = new Map([
    ['aa/passwd', '../passwd'],
    ['_root/x.y', '//root/x.y'.slice(1)],
    ['c_/win.json', 'c:\\win.json'],
    ['n_l.json', 'n\0l.json'],
    ['latin_.json', 'latin\xe9.json'],
  ]);
  const entries = Object.fromEntries(names.map((name) => [name, extendedRows(1)]));
  const zip = await folder.archive(entries, (bytes) => {
    let text = bytes.toString('latin1');
    for (const [from, to] of renamed) text = text.replaceAll(from, to);
    return Buffer.from(text, 'latin1');
  });
  const { reports, rows } = await readAll(zip);
  expect(reports.map((report) => report.name)).toEqual([
    'passwd',
    'x.y',
    'win.json',
    'nl.json',
    'latiné.json',
  ]);
  expect(rows).toHaveLength(5);
});

test('many archives may not hold more files than one', async () => {
  const half = await folder.archive(
    Object.fromEntries(
      Array.from({ length: MAX_ENTRIES / 2 + 1 }, (_, at) => [`${at}.txt`, Buffer.alloc(0)]),
    ),
  );
  const { reports } = await readAll(
    half,
    half,
    await folder.file(JSON.stringify(extendedRows(3)), 'endsong.json'),
  );
  expect(reports).toHaveLength(MAX_ENTRIES / 2 + 3);
  expect(reports.slice(-2)).toEqual([
    { name: 'my_spotify_data.zip', kind: 'other', rows: 0, problem: 'too-many-entries' },
    { name: 'endsong.json', kind: 'extended', rows: 3, problem: null },
  ]);
});
