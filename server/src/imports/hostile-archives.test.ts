import { deflateRawSync } from 'node:zlib';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { extendedRow } from '../../test/exports.ts';
import { hostileArchive } from '../../test/hostile-archives.ts';
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

const rowAt = (minute: number) =>
  extendedRow({ ts: new Date(Date.UTC(2024, 2, 1, 12, minute)).toISOString().replace('.000', '') });
const json = (...rows: unknown[]) => Buffer.from(JSON.stringify(rows));
const sound = { name: 'endsong_0.json', content: json(rowAt(0)) };
const two = json(rowAt(1), rowAt(2));
const zeros = Buffer.alloc(64 * 1024 * 1024);

async function importArchive(bytes: Buffer) {
  const { import: done, plays } = await listener.import({
    name: 'my_spotify_data.zip',
    content: new Blob([new Uint8Array(bytes)]),
  });
  return { ...done, plays };
}

test('what is wrong with one file of an archive is said of that file, and harms no other', async () => {
  const bomb = { name: 'bomb.json', content: zeros };
  const { statistics, state } = await importArchive(
    hostileArchive([
      bomb,
      { ...bomb, name: 'bomb_that_lies.json', size: 1_000 },
      { name: 'bomb_in_a_bomb.zip', content: hostileArchive([bomb]) },
      { name: 'of_4_gb.json', content: two, size: 0xffff_fff0 },
      { name: 'of_petabytes.json', content: two, size: 2n ** 53n - 1n },
      { name: 'beyond_the_end.json', content: two, offset: 0xffff_fff0 },
      { name: 'encrypted.json', content: two, flags: 1 },
      { name: 'compressed_otherwise.json', content: two, method: 14 },
      { name: 'not_compressed.json', content: two, packed: two },
      { name: 'breaks_off.json', content: two, packed: deflateRawSync(two).subarray(0, -4) },
      { name: 'of_another_checksum.json', content: json(rowAt(3)), crc: 1 },
      { name: '/etc/endsong_1.json', content: json(rowAt(4)) },
      { name: '../../../endsong_2.json', content: json(rowAt(5)) },
      { name: 'C:\\x\0y\\\u202Eendsong_3.json', content: json(rowAt(6)) },
      { name: Buffer.from([0xff, 0xed, 0xa0, 0x80, 0x2f]), content: json(rowAt(7)) },
      { name: '', content: json(rowAt(8)) },
      sound,
    ]),
  );
  expect(state).toBe('imported');
  expect(statistics?.files.map(({ name, rows, problem = '' }) => [name, rows, problem.slice(0, 32)])).toEqual(
    [
      ['bomb.json', 0, 'The file unpacks to far more tha'],
      ['bomb_that_lies.json', 0, 'The file is damaged; what could '],
      ['bomb_in_a_bomb.zip', 0, 'The file is packed in another wa'],
      ['of_4_gb.json', 0, 'The file unpacks to far more tha'],
      ['of_petabytes.json', 0, 'The file is larger than an expor'],
      ['beyond_the_end.json', 0, 'The file is damaged; what could '],
      ['encrypted.json', 0, 'The file is encrypted with a pas'],
      ['compressed_otherwise.json', 0, 'The file is packed in a way that'],
      ['not_compressed.json', 0, 'The file is damaged; what could '],
      ['breaks_off.json', 1, 'The file is damaged; what could '],
      ['of_another_checksum.json', 1, 'The file is damaged; what could '],
      ['endsong_1.json', 1, ''],
      ['endsong_2.json', 1, ''],
      ['endsong_3.json', 1, ''],
      ['unnamed', 1, ''],
      ['endsong_0.json', 1, ''],
    ],
  );
});

const many = <T>(count: number, entry: (at: number) => T) =>
  Array.from({ length: count }, (_, at) => entry(at));

test.each([
  [
    'sizes whose sum no number holds',
    many(1_500, () => ({ name: 'a.json', content: two, size: 2n ** 53n - 1n })),
    1,
  ],
  [
    'one piece of data under many names',
    many(300, (at) => ({ ...sound, name: `${at}.json`, offset: 0 })),
    301,
  ],
  [
    'strong encryption, where the list of files cannot be read on',
    [{ name: 'a.json', flags: 0x41 }, sound],
    1,
  ],
])('an archive with %s gives the sound file', async (_what, entries, rows) => {
  const { state, statistics, plays } = await importArchive(hostileArchive([sound, ...entries]));
  expect([state, statistics?.totalRows, plays.length]).toEqual(['imported', rows, 1]);
});

test('an archive that breaks off anywhere ends in a clear state', async () => {
  const archive = hostileArchive([sound, { name: 'a.json', content: two }]);
  for (const share of [0.01, 0.4, 0.7, 0.9, 0.99]) {
    const { state, error } = await importArchive(archive.subarray(0, Math.ceil(archive.length * share)));
    expect([state, error]).toEqual(['failed', expect.stringContaining('no streaming history')]);
  }
});

test('an archive of more files than an export can have is not read', async () => {
  const { state, statistics } = await importArchive(hostileArchive(many(2_001, () => sound)));
  expect([state, statistics?.files.length, statistics?.files[0]?.problem]).toEqual([
    'failed',
    1,
    expect.stringContaining('more files than an export can'),
  ]);
});
