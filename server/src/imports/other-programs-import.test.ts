import type { Play } from '@analytics/contract/play';
import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { Browser } from '../../test/browser.ts';
import {
  extendedRow,
  importFiles,
  jsonFile,
  listAllPlays,
  sumVerdicts,
  undoImport,
} from '../../test/exports.ts';
import { HostileListener } from '../../test/hostile-listener.ts';
import { type NoticedPlay, OTHER_EXPORTS, type OtherExport } from '../../test/other-exports.ts';
import { compareTotals } from '../../test/play-totals.ts';
import { createTestDatabase } from '../../test/test-database.ts';
import { startTestServer } from '../../test/test-server.ts';

const database = await createTestDatabase();
const server = await startTestServer(database);

const NAMES = Object.keys(OTHER_EXPORTS) as OtherExport[];
const BEGIN = Date.UTC(2024, 2, 1, 20, 0, 12);
const TITLES = ['Blue Lantern', 'Harbour', 'Blue Lantern', 'Über “Quoted” Ground', 'Tide', 'Harbour'];

let evenings = 0;
/** Tracks one after the other, two of them twice, with a break after the fourth, heard to the end but for the last one. */
function anEvening(): NoticedPlay[] {
  evenings += 1;
  const artist = `The Rivers ${evenings}`;
  let startAt = BEGIN;
  return TITLES.map((title, at) => {
    const lengthMs = 181_000 + title.length * 5_000;
    const id = `${evenings}x${TITLES.indexOf(title)}`.padEnd(22, 'x');
    const play = {
      startAt,
      msPlayed: at === TITLES.length - 1 ? lengthMs - 60_000 : lengthMs,
      track: { id, title, artist, album: 'Water', lengthMs },
    };
    startAt += lengthMs + (at === 3 ? 3_600_000 : 1_000);
    return play;
  });
}

/** The same evening, and a skip, as Spotify's Extended streaming history tells it. */
const extendedOf = (plays: readonly NoticedPlay[]) =>
  jsonFile(
    [...plays, { ...plays[0], startAt: BEGIN + 7_200_000, msPlayed: 4_000 } as NoticedPlay].map(
      ({ startAt, msPlayed, track }) =>
        extendedRow({
          ts: new Date(startAt + msPlayed).toISOString().replace('.000', ''),
          ms_played: msPlayed,
          spotify_track_uri: `spotify:track:${track.id}`,
          master_metadata_track_name: track.title,
          master_metadata_album_artist_name: track.artist,
          master_metadata_album_album_name: track.album,
        }),
    ),
  );

const otherOf = (plays: readonly NoticedPlay[], name: OtherExport) =>
  jsonFile(OTHER_EXPORTS[name](plays), name);

const signUp = (name: string) => Browser.signUp(server.address, `${name.replace(/\W/g, '-')}-${evenings}`);

async function historyOf(listener: Browser) {
  const plays = await listAllPlays(listener);
  return plays.map(({ id: _id, track, ...play }: Play) => ({
    ...play,
    track: track.name,
    spotifyId: track.spotifyId,
  }));
}

test.each(NAMES)(
  '%s: what it tells counts, again adds nothing, and Spotify’s export makes it exact',
  async (name) => {
    const plays = anEvening();
    const listener = await signUp(name);
    const first = await importFiles(listener, [otherOf(plays, name)]);
    expect(first.statistics).toMatchObject({ totalRows: 6, toImport: 6, short: 0 });
    const told = await historyOf(listener);
    expect(told.map(({ track }) => track)).toEqual(TITLES.toReversed());
    for (const [at, { playedAt, counted }] of told.toReversed().entries()) {
      const { startAt = 0, msPlayed = 0 } = plays[at] ?? {};
      expect(counted).toBe(true);
      // Where the length is unknown, an ordinary one is taken; else only the end of the last is a guess.
      expect(Math.abs(Date.parse(playedAt) - startAt - msPlayed)).toBeLessThan(180_000);
    }
    const again = await importFiles(listener, [otherOf(plays, name)]);
    expect(again.statistics.toImport).toBe(0);
    const exact = await importFiles(listener, [extendedOf(plays)]);
    expect(exact.statistics).toMatchObject({ totalRows: 7, toImport: 1, short: 1 });
    const alone = await signUp(`${name}-alone`);
    await importFiles(alone, [extendedOf(plays)]);
    expect(await historyOf(listener)).toEqual(await historyOf(alone));
    await undoImport(listener, exact.id);
    expect(await historyOf(listener)).toEqual(told);
    for (const { id } of [first, again]) await undoImport(listener, id);
    expect(await historyOf(listener)).toEqual([]);
  },
);

test.each(NAMES)(
  '%s: what Spotify’s export has told before is found, beside it or after it',
  async (name) => {
    const plays = anEvening();
    const listener = await signUp(name);
    const { id } = await importFiles(listener, [extendedOf(plays)]);
    const exact = await historyOf(listener);
    const after = await importFiles(listener, [otherOf(plays, name)]);
    expect(after.statistics).toMatchObject({ totalRows: 6, toImport: 0 });
    expect(await historyOf(listener)).toEqual(exact);
    await undoImport(listener, id);
    expect(await historyOf(listener)).toHaveLength(6);
    const together = await signUp(`${name}-together`);
    const both = await importFiles(together, [otherOf(plays, name), extendedOf(plays)]);
    expect(both.statistics).toMatchObject({ totalRows: 13, toImport: 7, repeatedInFile: 6 });
    expect(await historyOf(together)).toEqual(exact);
  },
);

test('what only another program knows stays, and several of them tell of one play', async () => {
  const plays = anEvening();
  const listener = await signUp('several');
  await importFiles(listener, [extendedOf(plays.slice(0, 3))]);
  const { statistics } = await importFiles(
    listener,
    NAMES.map((name) => otherOf(plays, name)),
  );
  expect(statistics).toMatchObject({ totalRows: 54, toImport: 3 });
  expect(sumVerdicts(statistics)).toBe(54);
  for (const name of NAMES) {
    expect((await importFiles(listener, [otherOf(plays, name)])).statistics.toImport).toBe(0);
  }
  const { rows } = await sql<{ estimates: number; total: number }>`
    select count(*) filter (where ms_played_is_estimate) as estimates, count(*) as total
    from plays p join users u on u.id = p.user_id
    where p.played_at >= ${new Date(BEGIN)} and exists (
      select from tracks k join track_artists c on c.track_id = k.id join artists a on a.id = c.artist_id
      where k.id = p.track_id and a.name = ${plays[0]?.track.artist ?? ''})`.execute(database.database);
  expect(rows).toEqual([{ estimates: 3, total: 7 }]);
  const { kept, computed } = await compareTotals(database.database);
  expect(kept).toEqual(computed);
});

/** Rows that are no plays, in the way of each format; none of them may harm another. */
const HOSTILE: Record<string, [opening: string, rows: string[], between: string, ending: string]> = {
  'last-fm.csv': [
    '',
    [
      'A,B,C,',
      'A,B,C,01 Jan 1970 00:00',
      'A,B,C,31 May 2099 20:46',
      ',,,',
      'A"x"y,B,C,D',
      'A\0,B,C,yesterday',
      'A',
    ],
    '\n',
    '\n',
  ],
  'recenttracks.json': [
    '[{"track":[',
    [
      'null',
      '7',
      '{"artist":{"#text":5},"name":["x"],"date":{"uts":"0"}}',
      '{"name":"x","artist":"y","date":{"uts":4090000000}}',
      '{"a":',
      '{}',
    ],
    ',',
    '],"@attr":{}}]',
  ],
  'listens.jsonl': [
    '',
    [
      '{"listened_at":0,"track_metadata":{}}',
      'null',
      '{"listened_at":1e999,"track_metadata":7}',
      '{"listened_at":"4090000000"}',
      '{"listened_at":{}',
      '[]',
    ],
    '\n',
    '\n',
  ],
  'koito_export.json': [
    '{"version":"1","listens":[',
    [
      'null',
      '{"listened_at":"1970-01-01T00:00:00Z"}',
      '{"listened_at":7,"track":[]}',
      '{"listened_at":"2099-01-01T00:00:00Z","artists":"x"}',
      '{"x":}',
      '{}',
    ],
    ',',
    ']}',
  ],
  'maloja_export.json': [
    '{"scrobbles":[',
    [
      'null',
      '{"time":0}',
      '{"time":4090000000,"track":null}',
      '{"time":"x","track":{"artists":{"0":"a"}}}',
      '{"time":1.7e18}',
      '"\\u0000"',
    ],
    ',',
    ']}',
  ],
  'your_spotify.jsonl': [
    '',
    [
      '{"played_at":null}',
      '{"played_at":"1970-01-01T00:00:00Z","id":7}',
      '{"played_at":{"$date":{}}}',
      '{"played_at":"2099-01-01T00:00:00Z"}',
      '\0',
      '{}',
    ],
    '\n',
    '\n',
  ],
};

test.each(Object.entries(HOSTILE))(
  '%s: hostile rows are malformed, and harm no other',
  async (name, [opening, rows, between, ending]) => {
    const listener = await HostileListener.signUp(server, database);
    const plays = anEvening();
    const sound = OTHER_EXPORTS[name as OtherExport](plays);
    const [row = ''] =
      name.endsWith('.csv') || name.endsWith('.jsonl') ? sound.split('\n') : [soundRow(sound)];
    const text = `${opening}${[...rows.slice(0, 3), row, ...rows.slice(3)].join(between)}${ending}`;
    const { import: done, plays: added, receipt } = await listener.import(jsonFile(text, name));
    expect(done.state).toBe('imported');
    expect(done.statistics).toMatchObject({ toImport: 1, malformed: rows.length });
    expect(added).toHaveLength(1);
    expect(receipt.map(({ verdict }) => verdict)).toEqual(rows.map(() => 'malformed'));
    await listener.importHonestly();
  },
);

/** One row of an export that is JSON. */
function soundRow(text: string): string {
  const value = JSON.parse(text);
  return JSON.stringify((value.listens ?? value.scrobbles ?? value[0].track)[0]);
}
