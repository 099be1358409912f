import { afterAll, beforeAll, expect, test } from 'vitest';
import { hostileArchive } from '../../test/hostile-archives.ts';
import { extendedRows, UPLOADED_AT, UploadFolder } from '../../test/upload-folder.ts';
import { openArchive } from './read-archive.ts';
import { readUpload, type UploadFile } from './read-upload.ts';

let folder: UploadFolder;

beforeAll(async () => {
  folder = await UploadFolder.make();
});

afterAll(() => folder.remove());

const json = (count: number) => Buffer.from(JSON.stringify(extendedRows(count)));

/** What became of each file of an upload that may hold no more than this. */
async function readWithin(limits: { bytes: number; rows: number }, ...files: UploadFile[]) {
  const reports: [name: string, rows: number, problem: string | null][] = [];
  for await (const { finished } of readUpload(files, UPLOADED_AT, limits)) {
    if (finished) reports.push([finished.name, finished.rows, finished.problem]);
  }
  return reports;
}

test('the bytes that the files of an upload unpack to count together, those of one piece under many names too', async () => {
  const content = json(100);
  const sound = { name: '0.json', content };
  const again = [1, 2, 3].map((at) => ({ ...sound, name: `${at}.json`, offset: 0 }));
  const zip = await folder.file(hostileArchive([sound, ...again]), 'my_spotify_data.zip');
  const small = await folder.file(json(1), 'endsong.json');
  expect(await readWithin({ bytes: content.length * 2.5, rows: 1_000 }, zip, small)).toEqual([
    ['0.json', 100, null],
    ['1.json', 100, null],
    ['2.json', 0, 'too-large'],
    ['3.json', 0, 'too-large'],
    ['endsong.json', 1, null],
  ]);
});

test('the rows of all files of an upload count together', async () => {
  const files = [await folder.file(json(3), 'a.json'), await folder.file(json(3), 'b.json')];
  expect(await readWithin({ bytes: 1_000_000, rows: 5 }, ...files)).toEqual([
    ['a.json', 3, null],
    ['b.json', 2, 'too-many-rows'],
  ]);
});

test('an entry is unpacked no further than its declared size, so that it cannot be a bomb by a lie', async () => {
  const content = json(20_000);
  const size = Math.floor(content.length / 10);
  const { path } = await folder.file(
    hostileArchive([{ name: 'a.json', content, size }]),
    'my_spotify_data.zip',
  );
  const archive = await openArchive(path);
  let unpacked = 0;
  const read = async () => {
    for await (const chunk of archive.sources[0]?.read() ?? []) unpacked += chunk.length;
  };
  await expect(read()).rejects.toThrow('not what was packed');
  expect(unpacked).toBeLessThanOrEqual(size);
  archive.close();
});
