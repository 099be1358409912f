import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { Browser } from '../../test/browser.ts';
import { importFiles, jsonFile, listAllPlays } from '../../test/exports.ts';
import { createTestDatabase } from '../../test/test-database.ts';
import { startTestServer } from '../../test/test-server.ts';

const database = await createTestDatabase();
const server = await startTestServer(database);
const guide = new URL('../../../docs/moving-in.md', import.meta.url);

const ID = '4uLU6hMCjMI75M1A2tKUQC';

/** The tables of the original that tell of plays, as far as they matter. */
const ORIGINAL = `
  create schema original;
  set local search_path = original;
  create table "artists" ("id" varchar(22) primary key, "name" text);
  create table "songs" ("id" varchar(22) primary key, "name" text, "trackLength" bigint);
  create table "songs_artists" ("id" serial primary key, "songs_id" varchar(22), "artists_id" varchar(22));
  create table "listeningHistory" ("id" serial primary key, "user" varchar(128), "songID" varchar(22), "timestamp" bigint,
    "timePlayed" text);
  insert into "artists" values ('0OdUWJ0sBjDrqHygGUXeCF', 'The Rivers'), ('1OdUWJ0sBjDrqHygGUXeCF', 'Second'), (':1', 'Me "and" \\ you');
  insert into "songs" values ('${ID}', 'Blue Lantern', 240000), ('0123456789abcdefghijAB', 'Harbour', 9000), (':1', 'Mine', 180000);
  insert into "songs_artists" ("songs_id", "artists_id") values ('${ID}', '0OdUWJ0sBjDrqHygGUXeCF'),
    ('${ID}', '1OdUWJ0sBjDrqHygGUXeCF'), ('0123456789abcdefghijAB', '0OdUWJ0sBjDrqHygGUXeCF'), (':1', ':1');
  insert into "listeningHistory" ("user", "songID", "timestamp", "timePlayed") values
    ('anna''s', '${ID}', 20240301200400, '2024-03-01 20:04:00'),
    ('anna''s', '0123456789abcdefghijAB', 20240301200610, '2024-03-01 20:06:10'),
    ('anna''s', ':1', 20240301200910, '2024-03-01 20:09:10'),
    ('anna''s', 'ABCDEFGHIJABCDEFGHIJAB', 20240302000000, '2024-03-02 00:00:00'),
    ('other', '${ID}', 20240401000000, '2024-04-01 00:00:00');`;

test('what the guide asks of the original’s database is an export that can be imported', async () => {
  const [, query = ''] = /<<'SQL'\n(.+?)\nSQL\n/s.exec(await readFile(guide, 'utf8')) ?? [];
  const client = await database.pool.connect();
  let lines: string[];
  try {
    await client.query('begin');
    await client.query(ORIGINAL);
    const { rows } = await client.query<string[]>({
      text: query.replace(":'listener'", "'anna''s'"),
      rowMode: 'array',
      types: { getTypeParser: () => String },
    });
    lines = rows.map(([line]) => line ?? '');
  } finally {
    await client.query('rollback');
    client.release();
  }
  const anna = await Browser.signUp(server.address, 'anna');
  const { statistics } = await importFiles(anna, [jsonFile(lines.join('\n'), 'old-history.jsonl')]);
  expect(statistics).toMatchObject({ totalRows: 4, toImport: 4, short: 0 });
  const plays = await listAllPlays(anna);
  expect(
    plays.map(({ playedAt, msPlayed, counted, track }) => [
      playedAt,
      msPlayed,
      counted,
      track.spotifyId,
      track.name,
      track.artists.map(({ name }) => name),
    ]),
  ).toEqual([
    ['2024-03-02T00:00:00.000Z', 210_000, true, 'ABCDEFGHIJABCDEFGHIJAB', '', []],
    ['2024-03-01T20:09:10.000Z', 180_000, true, null, 'Mine', ['Me "and" \\ you']],
    ['2024-03-01T20:06:10.000Z', 130_000, true, '0123456789abcdefghijAB', 'Harbour', ['The Rivers']],
    ['2024-03-01T20:04:00.000Z', 240_000, true, ID, 'Blue Lantern', ['The Rivers']],
  ]);
});
