import { text } from 'node:stream/consumers';
import { beforeAll, expect, test } from 'vitest';
import { fromBufferPromise } from 'yauzl';
import { Browser } from '../../../test/browser.ts';
import { insertNastyHistory } from '../../../test/nasty-history.ts';
import { createTestDatabase } from '../../../test/test-database.ts';
import { startTestServer } from '../../../test/test-server.ts';

const database = await createTestDatabase();
const server = await startTestServer(database);

const anna = await Browser.signUp(server.address, 'anna');
const ben = await Browser.signUp(server.address, 'ben');
const silent = await Browser.signUp(server.address, 'silent');
const userIdOf = async (browser: Browser) =>
  (await browser.json<{ user: { id: number } }>('/api/session')).user.id;

beforeAll(async () => {
  await insertNastyHistory(database, await userIdOf(anna));
  await database.pool.query(
    `insert into plays (user_id, track_id, played_at, ms_played, counted, source)
     select $1, id, '2025-05-05T05:05:05Z', 55555, true, 'recently-played' from tracks where name like 'Blue%'`,
    [await userIdOf(ben)],
  );
});

async function download(browser: Browser, format: string): Promise<Buffer> {
  const response = await browser.get(`/api/export?format=${format}`);
  expect(response.status).toBe(200);
  return Buffer.from(await response.arrayBuffer());
}

/** The files of a ZIP with their names, in its order. */
async function unzip(bytes: Buffer): Promise<[name: string, content: string][]> {
  const zip = await fromBufferPromise(bytes);
  const files: [string, string][] = [];
  for await (const entry of zip.eachEntry()) {
    files.push([entry.fileName, await text(await zip.openReadStreamPromise(entry))]);
  }
  return files;
}

const JSON_LINES = [
  '{"playedAt":"2023-12-31T23:59:59.000Z","msPlayed":200000,"msPlayedIsEstimate":false,"playedAtPrecisionMs":1,"ordinal":0,"source":"import","spotifyId":"0123456789abcdefghijAB","localUri":null,"trackName":"Blue Lantern 🎧","artistName":"The Rivers","artistNames":["The Rivers"],"albumName":"Harbour","platform":"ios","country":"DE","shuffle":true,"skipped":false,"offline":false,"reasonStart":"trackdone","reasonEnd":"fwdbtn","counted":true}',
  '{"playedAt":"2024-01-01T00:07:00.000Z","msPlayed":180000,"msPlayedIsEstimate":false,"playedAtPrecisionMs":60000,"ordinal":0,"source":"import","spotifyId":null,"localUri":null,"trackName":"\'=Named","artistName":"+Only 🎵","artistNames":["+Only 🎵"],"albumName":null,"platform":null,"country":null,"shuffle":null,"skipped":null,"offline":null,"reasonStart":null,"reasonEnd":null,"counted":true}',
  '{"playedAt":"2024-01-01T10:00:00.000Z","msPlayed":273000,"msPlayedIsEstimate":false,"playedAtPrecisionMs":1,"ordinal":0,"source":"import","spotifyId":null,"localUri":"spotify:local:Fugees+%28Refugee+Camp%29:The+Score:No+Woman%2C+No+Cry:273","trackName":"No Woman, No Cry","artistName":"Fugees (Refugee Camp)","artistNames":["Fugees (Refugee Camp)"],"albumName":"The Score","platform":"ios","country":"DE","shuffle":true,"skipped":false,"offline":false,"reasonStart":"trackdone","reasonEnd":"fwdbtn","counted":true}',
  '{"playedAt":"2024-02-29T12:00:00.000Z","msPlayed":31000,"msPlayedIsEstimate":false,"playedAtPrecisionMs":1,"ordinal":0,"source":"import","spotifyId":"0123456789abcdefghijAA","localUri":null,"trackName":"=cmd|\' /C calc\'!A0","artistName":"@The \\"Quoted\\", Ones","artistNames":["@The \\"Quoted\\", Ones","Second"],"albumName":"-Two\\nLines","platform":"-x, \\"y\\"","country":"DE","shuffle":true,"skipped":false,"offline":false,"reasonStart":"trackdone","reasonEnd":"fwdbtn","counted":true}',
  '{"playedAt":"2024-03-01T12:00:00.000Z","msPlayed":29999,"msPlayedIsEstimate":false,"playedAtPrecisionMs":1,"ordinal":0,"source":"import","spotifyId":"0123456789abcdefghijAB","localUri":null,"trackName":"Blue Lantern 🎧","artistName":"The Rivers","artistNames":["The Rivers"],"albumName":"Harbour","platform":"ios","country":"DE","shuffle":true,"skipped":false,"offline":false,"reasonStart":"trackdone","reasonEnd":"fwdbtn","counted":false}',
  '{"playedAt":"2024-03-01T12:00:00.000Z","msPlayed":29999,"msPlayedIsEstimate":false,"playedAtPrecisionMs":1,"ordinal":1,"source":"import","spotifyId":"0123456789abcdefghijAB","localUri":null,"trackName":"Blue Lantern 🎧","artistName":"The Rivers","artistNames":["The Rivers"],"albumName":"Harbour","platform":"ios","country":"DE","shuffle":true,"skipped":false,"offline":true,"reasonStart":"trackdone","reasonEnd":"fwdbtn","counted":false}',
  '{"playedAt":"2024-05-01T12:00:00.000Z","msPlayed":60000,"msPlayedIsEstimate":false,"playedAtPrecisionMs":1,"ordinal":0,"source":"import","spotifyId":"0123456789abcdefghijAC","localUri":null,"trackName":"Lone\\rReturn","artistName":null,"artistNames":[],"albumName":null,"platform":null,"country":null,"shuffle":null,"skipped":null,"offline":null,"reasonStart":null,"reasonEnd":null,"counted":true}',
  '{"playedAt":"2026-02-25T20:15:20.497Z","msPlayed":200000,"msPlayedIsEstimate":true,"playedAtPrecisionMs":1,"ordinal":0,"source":"recently-played","spotifyId":"0123456789abcdefghijAB","localUri":null,"trackName":"Blue Lantern 🎧","artistName":"The Rivers","artistNames":["The Rivers"],"albumName":"Harbour","platform":null,"country":null,"shuffle":null,"skipped":null,"offline":null,"reasonStart":null,"reasonEnd":null,"counted":true}',
  '{"playedAt":"2026-02-25T20:15:20.509Z","msPlayed":200000,"msPlayedIsEstimate":false,"playedAtPrecisionMs":1,"ordinal":0,"source":"currently-playing","spotifyId":"0123456789abcdefghijAB","localUri":null,"trackName":"Blue Lantern 🎧","artistName":"The Rivers","artistNames":["The Rivers"],"albumName":"Harbour","platform":null,"country":null,"shuffle":null,"skipped":null,"offline":null,"reasonStart":null,"reasonEnd":null,"counted":true}',
];

const CSV_HEADER =
  'playedAt,msPlayed,msPlayedIsEstimate,playedAtPrecisionMs,ordinal,source,spotifyId,localUri,trackName,artistName,artistNames,albumName,platform,country,shuffle,skipped,offline,reasonStart,reasonEnd,counted';

const CSV_RECORDS = [
  '2023-12-31T23:59:59.000Z,200000,false,1,0,import,0123456789abcdefghijAB,,Blue Lantern 🎧,The Rivers,The Rivers,Harbour,ios,DE,true,false,false,trackdone,fwdbtn,true',
  "2024-01-01T00:07:00.000Z,180000,false,60000,0,import,,,''=Named,'+Only 🎵,'+Only 🎵,,,,,,,,,true",
  '2024-01-01T10:00:00.000Z,273000,false,1,0,import,,spotify:local:Fugees+%28Refugee+Camp%29:The+Score:No+Woman%2C+No+Cry:273,"No Woman, No Cry",Fugees (Refugee Camp),Fugees (Refugee Camp),The Score,ios,DE,true,false,false,trackdone,fwdbtn,true',
  '2024-02-29T12:00:00.000Z,31000,false,1,0,import,0123456789abcdefghijAA,,\'=cmd|\' /C calc\'!A0,"\'@The ""Quoted"", Ones","\'@The ""Quoted"", Ones; Second","\'-Two\nLines","\'-x, ""y""",DE,true,false,false,trackdone,fwdbtn,true',
  '2024-03-01T12:00:00.000Z,29999,false,1,0,import,0123456789abcdefghijAB,,Blue Lantern 🎧,The Rivers,The Rivers,Harbour,ios,DE,true,false,false,trackdone,fwdbtn,false',
  '2024-03-01T12:00:00.000Z,29999,false,1,1,import,0123456789abcdefghijAB,,Blue Lantern 🎧,The Rivers,The Rivers,Harbour,ios,DE,true,false,true,trackdone,fwdbtn,false',
  '2024-05-01T12:00:00.000Z,60000,false,1,0,import,0123456789abcdefghijAC,,"Lone\rReturn",,,,,,,,,,,true',
  '2026-02-25T20:15:20.497Z,200000,true,1,0,recently-played,0123456789abcdefghijAB,,Blue Lantern 🎧,The Rivers,The Rivers,Harbour,,,,,,,,true',
  '2026-02-25T20:15:20.509Z,200000,false,1,0,currently-playing,0123456789abcdefghijAB,,Blue Lantern 🎧,The Rivers,The Rivers,Harbour,,,,,,,,true',
];

/** A whole row, and of the others what differs from row to row. */
const EXTENDED_ROW =
  '{"ts":"2024-01-01T10:00:00Z","platform":"ios","ms_played":273000,"conn_country":"DE","ip_addr":null,"master_metadata_track_name":"No Woman, No Cry","master_metadata_album_artist_name":"Fugees (Refugee Camp)","master_metadata_album_album_name":"The Score","spotify_track_uri":"spotify:local:Fugees+%28Refugee+Camp%29:The+Score:No+Woman%2C+No+Cry:273","episode_name":null,"episode_show_name":null,"spotify_episode_uri":null,"audiobook_title":null,"audiobook_uri":null,"audiobook_chapter_uri":null,"audiobook_chapter_title":null,"reason_start":"trackdone","reason_end":"fwdbtn","shuffle":true,"skipped":false,"offline":false,"offline_timestamp":null,"incognito_mode":false}';

interface ExtendedRow {
  ts: string;
  spotify_track_uri: string;
  master_metadata_track_name: string;
  offline: boolean | null;
  offline_timestamp: number | null;
}

const summary = (content: string) =>
  (JSON.parse(content) as ExtendedRow[]).map((row) => [
    row.ts,
    row.spotify_track_uri.slice(-2),
    row.master_metadata_track_name,
    row.offline,
    row.offline_timestamp,
  ]);

test('lines of JSON, byte by byte', async () => {
  expect(String(await download(anna, 'jsonl'))).toBe(JSON_LINES.map((line) => `${line}\n`).join(''));
});

test('CSV, byte by byte', async () => {
  const records = [CSV_HEADER, ...CSV_RECORDS];
  expect(String(await download(anna, 'csv'))).toBe(records.map((record) => `${record}\r\n`).join(''));
});

test("a ZIP in Spotify's layout", async () => {
  const files = await unzip(await download(anna, 'spotify'));
  const contents = files.map(([, content]) => content);
  expect(files.map(([name]) => name)).toEqual([
    'Spotify Extended Streaming History/Streaming_History_Audio_2023.json',
    'Spotify Extended Streaming History/Streaming_History_Audio_2024.json',
    'Spotify Extended Streaming History/Streaming_History_Audio_2026.json',
    'Spotify Account Data/StreamingHistory_music_0.json',
  ]);
  expect(contents[1]?.split('\n').slice(0, 2)).toEqual(['[', `${EXTENDED_ROW},`]);
  expect(contents.slice(0, 3).map(summary)).toEqual([
    [['2023-12-31T23:59:59Z', 'AB', 'Blue Lantern 🎧', false, null]],
    [
      ['2024-01-01T10:00:00Z', '73', 'No Woman, No Cry', false, null],
      ['2024-02-29T12:00:00Z', 'AA', "=cmd|' /C calc'!A0", false, null],
      ['2024-03-01T12:00:00Z', 'AB', 'Blue Lantern 🎧', false, null],
      ['2024-03-01T12:00:00Z', 'AB', 'Blue Lantern 🎧', true, 1],
      ['2024-05-01T12:00:00Z', 'AC', 'Lone\rReturn', null, null],
    ],
    [
      ['2026-02-25T20:15:20.497Z', 'AB', 'Blue Lantern 🎧', null, null],
      ['2026-02-25T20:15:20.509Z', 'AB', 'Blue Lantern 🎧', null, null],
    ],
  ]);
  expect(contents[3]).toBe(
    `[\n{"endTime":"2024-01-01 00:07","artistName":"+Only 🎵","trackName":"'=Named","msPlayed":180000}\n]\n`,
  );
});

test('another listener gets their own plays alone', async () => {
  const [play, ...more] = String(await download(ben, 'jsonl'))
    .trimEnd()
    .split('\n');
  expect(more).toEqual([]);
  expect(JSON.parse(play ?? '')).toMatchObject({ playedAt: '2025-05-05T05:05:05.000Z', msPlayed: 55_555 });
  expect(String(await download(ben, 'csv'))).not.toContain('200000');
  expect((await unzip(await download(ben, 'spotify'))).map(([, content]) => summary(content))).toEqual([
    [['2025-05-05T05:05:05Z', 'AB', 'Blue Lantern 🎧', null, null]],
  ]);
});

test('a history without plays', async () => {
  expect(String(await download(silent, 'jsonl'))).toBe('');
  expect(String(await download(silent, 'csv'))).toBe(`${CSV_HEADER}\r\n`);
  expect(await unzip(await download(silent, 'spotify'))).toEqual([]);
});

test('many plays of a year come in several files of the ZIP', async () => {
  const many = await Browser.signUp(server.address, 'many');
  await database.pool.query(
    `insert into plays (user_id, track_id, played_at, ms_played, counted, source)
     select $1, k.id, '2020-01-01T00:00:00Z'::timestamptz + n * interval '1 minute', 1000, false, 'recently-played'
     from tracks k, generate_series(1, case when k.spotify_id is null then 10001 else 15001 end) n
     where k.name like 'Blue%' or k.name like '%Named'`,
    [await userIdOf(many)],
  );
  const files = await unzip(await download(many, 'spotify'));
  expect(
    files.map(([name, content]) => [name.split('/')[1], (JSON.parse(content) as object[]).length]),
  ).toEqual([
    ['Streaming_History_Audio_2020.json', 15_000],
    ['Streaming_History_Audio_2020_1.json', 1],
    ['StreamingHistory_music_0.json', 10_000],
    ['StreamingHistory_music_1.json', 1],
  ]);
});
