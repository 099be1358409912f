import { readdir, readlink } from 'node:fs/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { extendedRows, readAll, UPLOADED_AT, UploadFolder } from '../../test/upload-folder.ts';
import { readUpload, type UploadFile } from './read-upload.ts';

let folder: UploadFolder;

beforeAll(async () => {
  folder = await UploadFolder.make();
});

afterAll(() => folder.remove());

test('reads the months of ListenBrainz’s archive and lets the rest be', async () => {
  const line = (listenedAt: number) =>
    `${JSON.stringify({ listened_at: listenedAt, track_metadata: { artist_name: 'An Artist', track_name: 'A' } })}\n`;
  const { rows, reports } = await readAll(
    await folder.archive({
      'user.json': Buffer.from('{"user_id":1,"username":"someone"}\n'),
      'listens/2024/1.jsonl': Buffer.from(line(1_704_100_000) + line(1_704_200_000)),
      'listens/2024/2.jsonl': Buffer.from(line(1_707_000_000)),
      'feedback.jsonl': Buffer.from('{"recording_msid":"x","score":1,"created":1700000000}\n'),
    }),
  );
  expect(reports.map(({ name, kind, rows: count, problem }) => [name, kind, count, problem])).toEqual([
    ['user.json', 'other', 0, null],
    ['1.jsonl', 'listenbrainz', 2, null],
    ['2.jsonl', 'listenbrainz', 1, null],
    ['feedback.jsonl', 'other', 0, null],
  ]);
  expect(rows.map(({ verdict, trackName }) => [verdict, trackName])).toEqual(
    [1, 2, 3].map(() => [null, 'A']),
  );
});

test('reads the rows of all four layouts and lets everything else be', async () => {
  const { rows, reports } = await readAll(
    await folder.archive({
      'MyData/endsong_0.json': extendedRows(2),
      'MyData/endvideo.json': extendedRows(1, { offline: null }),
    }),
    await folder.archive({ 'MyData/Streaming_History_Audio_2013-2015_0.json': extendedRows(3) }),
    await folder.archive({
      'Spotify Extended Streaming History/Streaming_History_Audio_2023-2024_6.json': extendedRows(4),
      'Spotify Extended Streaming History/ReadMeFirst_ExtendedStreamingHistory.pdf':
        Buffer.from('%PDF-1.7 [{}]'),
    }),
    await folder.archive({
      'Spotify Extended Streaming History/Streaming_History_Audio_2023_1.json': extendedRows(5),
      'Spotify Extended Streaming History/Streaming_History_Video_2023.json': extendedRows(1, {
        spotify_track_uri: null,
        spotify_episode_uri: 'spotify:episode:x',
      }),
      'MyData/Playlist1.json': { playlists: [] },
      'MyData/Marquee.json': [{ artistName: 'x', segment: 'y' }],
      '__MACOSX/MyData/._endsong.json': extendedRows(9),
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
    ['again.zip', 'other', 0, 'packed'],
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
  const zip = await folder.archive({ 'a.txt': extendedRows(2) });
  const bare = await folder.file(
    `\uFEFF${JSON.stringify(extendedRows(3), null, 2)}`,
    'C:\\fakepath\\history',
  );
  const account = await folder.file(
    JSON.stringify([{ endTime: '2025-01-24 00:23', artistName: 'x', trackName: 'y', msPlayed: 1 }]),
    'StreamingHistory_music_0.json',
  );
  const { reports } = await readAll({ ...zip, name: 'export.json' }, { ...bare }, account);
  expect(reports).toEqual([
    { name: 'a.txt', kind: 'extended', rows: 2, problem: null },
    { name: 'history', kind: 'extended', rows: 3, problem: null },
    { name: 'StreamingHistory_music_0.json', kind: 'account', rows: 1, problem: null },
  ]);
});

const OWN_COLUMNS =
  'playedAt,msPlayed,msPlayedIsEstimate,playedAtPrecisionMs,ordinal,source,spotifyId,localUri,trackName,artistName,artistNames,albumName,platform,country,shuffle,skipped,offline,reasonStart,reasonEnd,counted';
const OWN_JSON_LINES = [
  '{"playedAt":"2026-02-25T20:15:20.497Z","msPlayed":200000,"msPlayedIsEstimate":false,"playedAtPrecisionMs":1,"ordinal":1,"source":"import","spotifyId":"4uLU6hMCjMI75M1A2tKUQC","localUri":null,"trackName":"=1+1, \\"so\\"","artistName":"Ä","artistNames":["Ä","B"],"albumName":null,"platform":"android","country":"DE","shuffle":true,"skipped":null,"offline":false,"reasonStart":"trackdone","reasonEnd":null,"counted":true}',
  '{"playedAt":"2026-02-25T20:16:00.000Z","msPlayed":30000,"msPlayedIsEstimate":true,"playedAtPrecisionMs":60000,"ordinal":0,"source":"recently-played","spotifyId":null,"localUri":null,"trackName":"By name","artistName":"Ä","artistNames":["Ä"],"albumName":null,"platform":null,"country":null,"shuffle":null,"skipped":null,"offline":null,"reasonStart":null,"reasonEnd":null,"counted":true}',
];
const OWN_CSV = [
  OWN_COLUMNS,
  `2026-02-25T20:15:20.497Z,200000,false,1,1,import,4uLU6hMCjMI75M1A2tKUQC,,"'=1+1, ""so""",Ä,Ä; B,,android,DE,true,,false,trackdone,,true`,
  '2026-02-25T20:16:00.000Z,30000,true,60000,0,recently-played,,,By name,Ä,Ä,,,,,,,,,true',
];

test('our own export comes back as it went, in lines or as a table, bare or packed', async () => {
  const lines = OWN_JSON_LINES.join('\n');
  const plain = await readAll(await folder.file(`${lines}\n`, 'x'));
  expect(plain.reports).toEqual([{ name: 'x', kind: 'own-export', rows: 2, problem: null }]);
  expect(plain.rows).toMatchObject([
    { verdict: null, trackName: '=1+1, "so"', precisionMs: 1, msPlayedIsEstimate: false, shuffle: true },
    { verdict: null, trackName: 'By name', spotifyId: null, precisionMs: 60_000, msPlayedIsEstimate: true },
  ]);
  for (const upload of [
    await folder.file(`${OWN_CSV.join('\r\n')}\r\n`, 'a.csv'),
    await folder.file(`\uFEFF${OWN_CSV.join('\n')}`, 'b'),
    await folder.archive({ 'listening-history.csv': Buffer.from(OWN_CSV.join('\n')) }),
    await folder.archive({ 'c.jsonl': Buffer.from(lines) }),
  ]) {
    expect((await readAll(upload)).rows).toEqual(plain.rows);
  }
});

test('a broken line of our own export is a row, and stops nothing', async () => {
  const [heading, first, second] = OWN_CSV;
  const table = await folder.file([heading, 'oops', first, '"a"b', second, '1,2'].join('\n'), 'a.csv');
  const lines = await folder.file(['{"a":', ...OWN_JSON_LINES, '5', '{'].join('\n'), 'a.jsonl');
  const { rows, reports } = await readAll(table, lines);
  expect(reports.map((report) => [report.kind, report.rows])).toEqual([
    ['own-export', 5],
    ['own-export', 5],
  ]);
  const verdicts = Map.groupBy(rows, (row) => `${row.file} ${row.verdict}`);
  expect([...verdicts].map(([verdict, of]) => [verdict, of.length])).toEqual([
    ['0 malformed', 3],
    ['0 null', 2],
    ['1 malformed', 3],
    ['1 null', 2],
  ]);
});

test('a row is the same row in whichever file and archive it stands', async () => {
  const rows = [...extendedRows(40), ...extendedRows(3), ...extendedRows(4, { incognito_mode: true })];
  const account = rows.map(({ ts, ms_played, master_metadata_track_name }) => ({
    endTime: ts.slice(0, 16).replace('T', ' '),
    msPlayed: ms_played,
    artistName: 'x',
    trackName: master_metadata_track_name,
  }));
  const identities = async (...uploads: UploadFile[]) =>
    (await readAll(...uploads)).rows.map((row) => row.identity).sort();
  const whole = await identities(await folder.archive({ 'a.json': rows, 'b.json': account }));
  const split = await identities(
    await folder.file(JSON.stringify(account.slice(17)), 'b.json'),
    await folder.archive({
      'MyData/endvideo.json': rows.slice(9, 30).toReversed(),
      'x/StreamingHistory0.json': account.slice(0, 17),
    }),
    await folder.file(JSON.stringify([...rows.slice(30), ...rows.slice(0, 9)], null, 2), 'c.json'),
  );
  expect(split).toEqual(whole);
  expect(new Set(whole).size).toBe(2 * 40 + 4);
});

test.each([
  'Ausführliche Streaming-Historie/Streaming_History_Audio_2023.json',
  'Mes données/endsong.json',
  'Spotify 拡張ストリーミング履歴/endvideo.json',
  'بياناتي/再生履歴.json',
  'a\\b\\endsong_12.json',
])('reads %s', async (name) => {
  const { reports } = await readAll(await folder.archive({ [name.replaceAll('\\', '/')]: extendedRows(1) }));
  expect(reports).toMatchObject([
    { name: name.split(/[/\\]/).at(-1), kind: 'extended', rows: 1, problem: null },
  ]);
});

test('the verdicts add up to the rows, in slices of one file each with progress to the end', async () => {
  const rows = [
    ...extendedRows(2_500),
    ...extendedRows(3, { incognito_mode: true }),
    ...extendedRows(4, { spotify_track_uri: null }),
    ...extendedRows(5, { spotify_track_uri: null, episode_name: 'x' }),
    ...extendedRows(6, { ts: '1970-01-01T00:00:00Z' }),
    7,
  ];
  const result = await readAll(await folder.archive({ 'a.json': rows, 'b.json': extendedRows(10) }));
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

test('a broken file keeps its sound rows and names its problem', async () => {
  const text = JSON.stringify(extendedRows(3));
  const { rows, reports } = await readAll(
    await folder.file(text.slice(0, -20), 'endsong_0.json'),
    await folder.file(`${text}]]`, 'endsong_1.json'),
    await folder.file('certainly {not} JSON', 'endsong_2.json'),
    await folder.file('', 'endsong_3.json'),
    await folder.file('{}', 'endsong_4.json'),
    await folder.file('[{"ts":}, nonsense]', 'endsong_5.json'),
    await folder.file('[]', 'endsong_6.json'),
    await folder.file('certainly not JSON', 'notes.txt'),
    await folder.file('PK\u0003\u0004 but no archive', 'my.zip'),
  );
  expect(reports.map(({ rows: count, problem }) => [count, problem])).toEqual([
    [2, 'truncated'],
    [3, 'trailing-text'],
    [0, 'not-json'],
    [0, 'not-json'],
    [0, 'unrecognised'],
    [2, null],
    [0, null],
    [0, null],
    [0, 'damaged'],
  ]);
  expect(rows.filter((row) => row.verdict === null)).toHaveLength(5);
});

test('a file whose first rows are broken is still known by the others', async () => {
  const text = JSON.stringify([{}, 5, null, ...extendedRows(2)]).replace('[', '[{"a":},');
  const { rows } = await readAll(await folder.file(text, 'x.json'));
  expect(rows.map((row) => row.verdict)).toEqual([
    ...Array.from({ length: 4 }, () => 'malformed'),
    null,
    null,
  ]);
});

test('a name is shown without control and direction characters, and never empty', async () => {
  const { reports } = await readAll(
    await folder.file('[]', 'a/b\u202Egnp\0.json'),
    await folder.file('[]', '///'),
  );
  expect(reports.map((report) => report.name)).toEqual(['bgnp.json', 'unnamed']);
});

test.runIf(process.platform === 'linux')('stopping early closes the archive', async () => {
  const zip = await folder.archive({ 'endsong.json': extendedRows(3_000) });
  const isOpen = async (): Promise<boolean> => {
    const descriptors = await readdir('/proc/self/fd');
    const paths = await Promise.all(descriptors.map((fd) => readlink(`/proc/self/fd/${fd}`).catch(() => '')));
    return paths.includes(zip.path);
  };
  for await (const step of readUpload([zip], UPLOADED_AT)) {
    expect(step.rows).toHaveLength(250);
    expect(await isOpen()).toBe(true);
    break;
  }
  await expect.poll(isOpen).toBe(false);
});
