import { truncate } from 'node:fs/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { deflateRawSync } from 'node:zlib';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { hostileArchive } from '../../test/hostile-archives.ts';
import { extendedRows, readAll, UploadFolder } from '../../test/upload-folder.ts';
import { MAX_ENTRIES, MAX_RATIO, openArchive } from './read-archive.ts';

const CENTRAL_HEADER = Buffer.from('PK\u0001\u0002');
const END_OF_DIRECTORY = Buffer.from('PK\u0005\u0006');
const LOCAL_HEADER = Buffer.from('PK\u0003\u0004');

let folder: UploadFolder;

beforeAll(async () => {
  folder = await UploadFolder.make();
});

afterAll(() => folder.remove());

/** Overwrites a number in the first record with this signature. */
function patch(bytes: Buffer, header: Buffer, offset: number, value: number, width: 2 | 4): Buffer {
  const copy = Buffer.from(bytes);
  copy.writeUIntLE(value, copy.indexOf(header) + offset, width);
  return copy;
}

test('names that would be paths are only shown', async () => {
  const zip = await folder.archive(
    { 'aa/passwd.json': extendedRows(1), '_root/x.json': extendedRows(1) },
    (bytes) =>
      Buffer.from(
        bytes
          .toString('latin1')
          .replaceAll('aa/passwd', '../passwd')
          .replaceAll('_root/x', '//root/x')
          .replaceAll('//root/x', '/root/x'),
        'latin1',
      ),
  );
  const { reports } = await readAll(zip);
  expect(reports.map((report) => report.name)).toEqual(['passwd.json', 'x.json']);
});

test('an encrypted, packed-otherwise or damaged entry is its own problem; the others are read', async () => {
  const entries = { 'endsong_0.json': extendedRows(50), 'endsong_1.json': extendedRows(2) };
  const cases: [string, (bytes: Buffer) => Buffer][] = [
    ['encrypted', (bytes) => patch(bytes, CENTRAL_HEADER, 8, 0x801, 2)],
    ['unsupported-compression', (bytes) => patch(bytes, CENTRAL_HEADER, 10, 12, 2)],
    ['damaged', (bytes) => patch(bytes, CENTRAL_HEADER, 16, 1, 4)],
    ['damaged', (bytes) => patch(bytes, CENTRAL_HEADER, 24, 100, 4)],
    ['damaged', (bytes) => patch(bytes, CENTRAL_HEADER, 24, 20_000, 4)],
    ['damaged', (bytes) => patch(bytes, CENTRAL_HEADER, 42, 5, 4)],
    ['damaged', (bytes) => patch(bytes, LOCAL_HEADER, 60, 0xffffffff, 4)],
    ['too-compressed', (bytes) => patch(bytes, CENTRAL_HEADER, 24, 0xfffffffe, 4)],
  ];
  for (const [problem, alter] of cases) {
    const { reports } = await readAll(await folder.archive(entries, alter));
    expect(reports[0]).toMatchObject({ name: 'endsong_0.json', problem });
    expect(reports[1]).toEqual({ name: 'endsong_1.json', kind: 'extended', rows: 2, problem: null });
  }
});

test('a truncated archive is a problem of the archive', async () => {
  for (const share of [0.3, 0.9]) {
    const zip = await folder.archive({ 'endsong.json': extendedRows(50) }, (bytes) =>
      bytes.subarray(0, bytes.length * share),
    );
    expect(await readAll(zip)).toMatchObject({
      rows: [],
      reports: [{ name: 'my_spotify_data.zip', kind: 'other', rows: 0, problem: 'damaged' }],
    });
  }
});

test('a damaged directory leaves what was listed before the damage', async () => {
  const zip = await folder.archive(
    { 'endsong_0.json': extendedRows(2), 'endsong_1.json': extendedRows(2) },
    (bytes) => {
      const copy = Buffer.from(bytes);
      copy.writeUInt32LE(0, copy.lastIndexOf(CENTRAL_HEADER));
      return copy;
    },
  );
  const { reports } = await readAll(zip);
  expect(reports.map(({ name, problem }) => [name, problem])).toEqual([
    ['endsong_0.json', null],
    ['my_spotify_data.zip', 'damaged'],
  ]);
});

test('an archive whose list of files is encrypted says so', async () => {
  const entries = [
    { name: 'endsong_0.json', content: Buffer.from(JSON.stringify(extendedRows(2))) },
    { name: 'endsong_1.json', flags: 0x41 },
  ];
  const { reports } = await readAll(await folder.file(hostileArchive(entries), 'my_spotify_data.zip'));
  expect(reports.map(({ name, problem }) => [name, problem])).toEqual([
    ['endsong_0.json', null],
    ['my_spotify_data.zip', 'encrypted'],
  ]);
});

test('a small file may be as dense as it likes', async () => {
  const dense = Buffer.from(`[${' '.repeat(500_000)}${JSON.stringify(extendedRows(1)[0])}]`);
  expect(dense.length / deflateRawSync(dense).length).toBeGreaterThan(MAX_RATIO);
  const { reports } = await readAll(await folder.archive({ 'endsong.json': dense }));
  expect(reports).toEqual([{ name: 'endsong.json', kind: 'extended', rows: 1, problem: null }]);
});

test('a bomb is not unpacked: too dense, too many, too large', async () => {
  const dense = Buffer.concat([Buffer.from('['), Buffer.alloc(5_000_000, ' '), Buffer.from(']')]);
  expect(dense.length / deflateRawSync(dense).length).toBeGreaterThan(MAX_RATIO);
  const { reports } = await readAll(await folder.archive({ 'endsong.json': dense }));
  expect(reports).toEqual([{ name: 'endsong.json', kind: 'extended', rows: 0, problem: 'too-compressed' }]);

  const many = await folder.archive({ 'endsong.json': [] }, (bytes) => {
    const counted = patch(bytes, END_OF_DIRECTORY, 8, MAX_ENTRIES + 1, 2);
    return patch(counted, END_OF_DIRECTORY, 10, MAX_ENTRIES + 1, 2);
  });
  expect((await readAll(many)).reports).toEqual([
    { name: 'my_spotify_data.zip', kind: 'other', rows: 0, problem: 'too-many-entries' },
  ]);

  const large = await folder.file('[', 'endsong.json');
  await truncate(large.path, 5 * 1024 ** 3);
  expect(
    (await readAll(large, await folder.file(JSON.stringify(extendedRows(1)), 'endsong_1.json'))).reports,
  ).toEqual([
    { name: 'endsong.json', kind: 'extended', rows: 0, problem: 'too-large' },
    { name: 'endsong_1.json', kind: 'extended', rows: 1, problem: null },
  ]);
});

test('long comments and names of entries do not stay in memory', async () => {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as () => void;
  const comment = Buffer.alloc(60_000);
  const entries = Array.from({ length: 500 }, (_, at) => ({ name: `${at}${'n'.repeat(5_000)}`, comment }));
  const { path } = await folder.file(hostileArchive(entries), 'my_spotify_data.zip');
  collect();
  const before = process.memoryUsage().arrayBuffers;
  const archive = await openArchive(path);
  expect(archive.sources).toHaveLength(500);
  // What a collection finds is given back a little later.
  const held = () => {
    collect();
    return process.memoryUsage().arrayBuffers - before;
  };
  await expect.poll(held, { timeout: 10_000 }).toBeLessThan((comment.length * 500) / 4);
  archive.close();
});
