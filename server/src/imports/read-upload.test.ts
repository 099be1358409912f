import { createWriteStream } from 'node:fs';
import { mkdtemp, readdir, readFile, readlink, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import { deflateRawSync } from 'node:zlib';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ZipFile } from 'yazl';
import type { ExportRow } from './export-row.ts';
import { MAX_ENTRIES, MAX_RATIO } from './read-archive.ts';
import { readUpload, type FileReport, type UploadFile, type UploadStep } from './read-upload.ts';

const NOW = Date.UTC(2026, 10, 24);
const CENTRAL_HEADER = Buffer.from('PK\u0001\u0002');
const END_OF_DIRECTORY = Buffer.from('PK\u0005\u0006');
const LOCAL_HEADER = Buffer.from('PK\u0003\u0004');

let folder: string;
let written = 0;

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'read-upload-'));
});

afterAll(async () => {
  await rm(folder, { recursive: true });
});

function exported(count: number, changes: Record<string, unknown> = {}): Record<string, unknown>[] {
  return Array.from({ length: count }, (_, at) => ({
    ts: new Date(Date.UTC(2024, 0, 1) + at * 240_000).toISOString().replace('.000', ''),
    ms_played: 180_000 + at,
    master_metadata_track_name: `Träck ${at}`,
    master_metadata_album_artist_name: 'An Artist',
    spotify_track_uri: `spotify:track:${String(at).padStart(22, '0')}`,
    incognito_mode: false,
    ...changes,
  }));
}

async function file(content: string | Buffer, name: string): Promise<UploadFile> {
  written += 1;
  const at = path.join(folder, String(written));
  await writeFile(at, content);
  return { path: at, name };
}

/** An archive of the given files; `alter` may damage its bytes. */
async function archive(
  entries: Record<string, unknown>,
  alter: (bytes: Buffer) => Buffer = (bytes) => bytes,
): Promise<UploadFile> {
  written += 1;
  const at = path.join(folder, String(written));
  const zip = new ZipFile();
  for (const [name, content] of Object.entries(entries)) {
    const bytes = content instanceof Buffer ? content : Buffer.from(JSON.stringify(content));
    zip.addBuffer(bytes, name);
  }
  zip.end();
  await pipeline(zip.outputStream, createWriteStream(at));
  await writeFile(at, alter(await readFile(at)));
  return { path: at, name: 'my_spotify_data.zip' };
}

async function read(
  ...files: UploadFile[]
): Promise<{ rows: ExportRow[]; reports: FileReport[]; steps: UploadStep[] }> {
  const steps: UploadStep[] = [];
  for await (const step of readUpload(files, NOW)) steps.push(step);
  return {
    rows: steps.flatMap((step) => step.rows),
    reports: steps.flatMap((step) => step.finished ?? []),
    steps,
  };
}

/** Overwrites a number in the first record with this signature. */
function patch(bytes: Buffer, header: Buffer, offset: number, value: number, width: 2 | 4): Buffer {
  const copy = Buffer.from(bytes);
  copy.writeUIntLE(value, copy.indexOf(header) + offset, width);
  return copy;
}

test('reads the rows of all four layouts and lets everything else be', async () => {
  const { rows, reports } = await read(
    await archive({
      'MyData/endsong_0.json': exported(2),
      'MyData/endvideo.json': exported(1, { offline: null }),
    }),
    await archive({ 'MyData/Streaming_History_Audio_2013-2015_0.json': exported(3) }),
    await archive({
      'Spotify Extended Streaming History/Streaming_History_Audio_2023-2024_6.json': exported(4),
      'Spotify Extended Streaming History/ReadMeFirst_ExtendedStreamingHistory.pdf':
        Buffer.from('%PDF-1.7 [{}]'),
    }),
    await archive({
      'Spotify Extended Streaming History/Streaming_History_Audio_2023_1.json': exported(5),
      'Spotify Extended Streaming History/Streaming_History_Video_2023.json': exported(1, {
        spotify_track_uri: null,
        spotify_episode_uri: 'spotify:episode:x',
      }),
      'MyData/Playlist1.json': { playlists: [] },
      'MyData/Marquee.json': [{ artistName: 'x', segment: 'y' }],
      '__MACOSX/MyData/._endsong.json': exported(9),
      'MyData/.DS_Store': Buffer.from('x'),
      'MyData/again.zip': Buffer.from('PK\u0003\u0004'),
    }),
  );
  expect(reports.map(({ name, kind, rows: count, problem }) => [name, kind, count, problem])).toEqual([
    ['endsong_0.json', 'extended', 2, null],
    ['endvideo.json', 'extended', 1, null],
    ['Streaming_History_Audio_2013-2015_0.json', 'extended', 3, null],
    ['Streaming_History_Audio_2023-2024_6.json', 'extended', 4, null],
    ['ReadMeFirst_ExtendedStreamingHistory.pdf', 'other', 0, null],
    ['Streaming_History_Audio_2023_1.json', 'extended', 5, null],
    ['Streaming_History_Video_2023.json', 'extended', 1, null],
    ['Playlist1.json', 'other', 0, null],
    ['Marquee.json', 'other', 0, null],
    ['again.zip', 'other', 0, null],
  ]);
  expect(rows.map(({ file: at, row, verdict }) => [at, row, verdict])).toEqual([
    ...[0, 1].map((row) => [0, row, null]),
    [1, 0, null],
    ...[0, 1, 2].map((row) => [2, row, null]),
    ...[0, 1, 2, 3].map((row) => [3, row, null]),
    ...[0, 1, 2, 3, 4].map((row) => [5, row, null]),
    [6, 0, 'podcast'],
  ]);
});

test('knows archives and histories by their content, whatever they are called', async () => {
  const zip = await archive({ 'a.txt': exported(2) });
  const bare = await file(`\uFEFF${JSON.stringify(exported(3), null, 2)}`, 'C:\\fakepath\\history');
  const account = await file(
    JSON.stringify([{ endTime: '2025-01-24 00:23', artistName: 'x', trackName: 'y', msPlayed: 1 }]),
    'StreamingHistory_music_0.json',
  );
  const { reports } = await read({ ...zip, name: 'export.json' }, { ...bare }, account);
  expect(reports).toEqual([
    { name: 'a.txt', kind: 'extended', rows: 2, problem: null },
    { name: 'history', kind: 'extended', rows: 3, problem: null },
    { name: 'StreamingHistory_music_0.json', kind: 'account', rows: 1, problem: null },
  ]);
});

test('the verdicts add up to the rows, in slices of one file each with progress to the end', async () => {
  const rows = [
    ...exported(2_500),
    ...exported(3, { incognito_mode: true }),
    ...exported(4, { spotify_track_uri: null }),
    ...exported(5, { spotify_track_uri: null, episode_name: 'x' }),
    ...exported(6, { ts: '1970-01-01T00:00:00Z' }),
    7,
  ];
  const result = await read(await archive({ 'a.json': rows, 'b.json': exported(10) }));
  const counts = Object.groupBy(result.rows, (row) => row.verdict ?? 'play');
  expect(Object.fromEntries(Object.entries(counts).map(([verdict, of]) => [verdict, of.length]))).toEqual({
    play: 2_510,
    incognito: 3,
    'without-track': 4,
    podcast: 5,
    malformed: 7,
  });
  expect(result.reports.map((report) => report.rows)).toEqual([rows.length, 10]);
  for (const step of result.steps) {
    expect(step.rows.length).toBeLessThanOrEqual(1_000);
    expect(new Set(step.rows.map((row) => row.file)).size).toBeLessThanOrEqual(1);
  }
  const done = result.steps.map((step) => step.bytesDone);
  expect(done).toEqual(done.toSorted((a, b) => a - b));
  expect(done.at(-1)).toBe(result.steps[0]?.bytesTotal);
});

test('names that would be paths are only shown', async () => {
  const zip = await archive({ 'aa/passwd.json': exported(1), '_root/x.json': exported(1) }, (bytes) =>
    Buffer.from(
      bytes
        .toString('latin1')
        .replaceAll('aa/passwd', '../passwd')
        .replaceAll('_root/x', '//root/x')
        .replaceAll('//root/x', '/root/x'),
      'latin1',
    ),
  );
  const { reports } = await read(zip);
  expect(reports.map((report) => report.name)).toEqual(['passwd.json', 'x.json']);
});

test('an encrypted, packed-otherwise or damaged entry is its own problem; the others are read', async () => {
  const entries = { 'endsong_0.json': exported(50), 'endsong_1.json': exported(2) };
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
    const { reports } = await read(await archive(entries, alter));
    expect(reports[0]).toMatchObject({ name: 'endsong_0.json', problem });
    expect(reports[1]).toEqual({ name: 'endsong_1.json', kind: 'extended', rows: 2, problem: null });
  }
});

test('a truncated archive is a problem of the archive', async () => {
  for (const share of [0.3, 0.9]) {
    const zip = await archive({ 'endsong.json': exported(50) }, (bytes) =>
      bytes.subarray(0, bytes.length * share),
    );
    expect(await read(zip)).toMatchObject({
      rows: [],
      reports: [{ name: 'my_spotify_data.zip', kind: 'other', rows: 0, problem: 'damaged' }],
    });
  }
});

test('a damaged directory leaves what was listed before the damage', async () => {
  const zip = await archive({ 'endsong_0.json': exported(2), 'endsong_1.json': exported(2) }, (bytes) => {
    const copy = Buffer.from(bytes);
    copy.writeUInt32LE(0, copy.lastIndexOf(CENTRAL_HEADER));
    return copy;
  });
  const { reports } = await read(zip);
  expect(reports.map(({ name, problem }) => [name, problem])).toEqual([
    ['endsong_0.json', null],
    ['my_spotify_data.zip', 'damaged'],
  ]);
});

test('a bomb is not unpacked: too dense, too many, too large', async () => {
  const dense = Buffer.concat([Buffer.from('['), Buffer.alloc(5_000_000, ' '), Buffer.from(']')]);
  expect(dense.length / deflateRawSync(dense).length).toBeGreaterThan(MAX_RATIO);
  const { reports } = await read(await archive({ 'endsong.json': dense }));
  expect(reports).toEqual([{ name: 'endsong.json', kind: 'extended', rows: 0, problem: 'too-compressed' }]);

  const many = await archive({ 'endsong.json': [] }, (bytes) => {
    const counted = patch(bytes, END_OF_DIRECTORY, 8, MAX_ENTRIES + 1, 2);
    return patch(counted, END_OF_DIRECTORY, 10, MAX_ENTRIES + 1, 2);
  });
  expect((await read(many)).reports).toEqual([
    { name: 'my_spotify_data.zip', kind: 'other', rows: 0, problem: 'too-many-entries' },
  ]);

  const large = await file('[', 'endsong.json');
  await truncate(large.path, 5 * 1024 ** 3);
  expect((await read(large, await file(JSON.stringify(exported(1)), 'endsong_1.json'))).reports).toEqual([
    { name: 'endsong.json', kind: 'extended', rows: 0, problem: 'too-large' },
    { name: 'endsong_1.json', kind: 'extended', rows: 1, problem: null },
  ]);
});

test('a broken file keeps its sound rows and names its problem', async () => {
  const text = JSON.stringify(exported(3));
  const { rows, reports } = await read(
    await file(text.slice(0, -20), 'endsong_0.json'),
    await file(`${text}]]`, 'endsong_1.json'),
    await file('certainly {not} JSON', 'endsong_2.json'),
    await file('', 'endsong_3.json'),
    await file('{}', 'endsong_4.json'),
    await file('[{"ts":}, nonsense]', 'endsong_5.json'),
    await file('[]', 'endsong_6.json'),
    await file('certainly not JSON', 'notes.txt'),
    await file('PK\u0003\u0004 but no archive', 'my.zip'),
  );
  expect(reports.map(({ rows: count, problem }) => [count, problem])).toEqual([
    [2, 'truncated'],
    [3, 'trailing-text'],
    [0, 'not-json'],
    [0, 'not-json'],
    [0, 'not-json'],
    [2, null],
    [0, null],
    [0, null],
    [0, 'damaged'],
  ]);
  expect(rows.filter((row) => row.verdict === null)).toHaveLength(5);
});

test('a file whose first rows are broken is still known by the others', async () => {
  const text = JSON.stringify([{}, 5, null, ...exported(2)]).replace('[', '[{"a":},');
  const { rows } = await read(await file(text, 'x.json'));
  expect(rows.map((row) => row.verdict)).toEqual([
    ...Array.from({ length: 4 }, () => 'malformed'),
    null,
    null,
  ]);
});

test('a name is shown without control and direction characters, and never empty', async () => {
  const { reports } = await read(await file('[]', 'a/b\u202Egnp\0.json'), await file('[]', '///'));
  expect(reports.map((report) => report.name)).toEqual(['bgnp.json', 'unnamed']);
});

test.runIf(process.platform === 'linux')('stopping early closes the archive', async () => {
  const zip = await archive({ 'endsong.json': exported(3_000) });
  const isOpen = async (): Promise<boolean> => {
    const descriptors = await readdir('/proc/self/fd');
    const paths = await Promise.all(descriptors.map((fd) => readlink(`/proc/self/fd/${fd}`).catch(() => '')));
    return paths.includes(zip.path);
  };
  for await (const step of readUpload([zip], NOW)) {
    expect(step.rows).toHaveLength(1_000);
    expect(await isOpen()).toBe(true);
    break;
  }
  await expect.poll(isOpen).toBe(false);
});
