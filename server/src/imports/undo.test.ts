import type { Import } from '@analytics/contract/import';
import { sql } from 'kysely';
import { describe, expect, test } from 'vitest';
import { Browser } from '../../test/browser.ts';
import { extendedRow, importFiles, jsonFile, listAllPlays, undoImport } from '../../test/exports.ts';
import { groupAllRecordings } from '../../test/group-recordings.ts';
import {
  type LabelledPlay,
  type LabelledRow,
  labelledHistory,
  NORMAL_NOISE,
  randomNumbers,
} from '../../test/labelled-history.ts';
import { compareTotals } from '../../test/play-totals.ts';
import { recordPolledPlays } from '../../test/polled-plays.ts';
import { createTestDatabase } from '../../test/test-database.ts';
import { startTestServer } from '../../test/test-server.ts';
import { provenListenerId } from '../database/listener-id.ts';
import { deletePlay } from '../plays/plays.queries.ts';

const database = await createTestDatabase();
const server = await startTestServer(database);

let count = 0;
async function newListener() {
  const browser = await Browser.signUp(server.address, `listener${(count += 1)}`);
  const { user } = await browser.json<{ user: { id: number } }>('/api/session');
  return { browser, id: provenListenerId(user.id) };
}
type Listener = Awaited<ReturnType<typeof newListener>>;

const spell = (at: number) => new Date(at).toISOString().replace('.000', '');

const toExtended = ({ track, endAt, msPlayed }: LabelledRow) =>
  extendedRow({
    ts: spell(endAt),
    ms_played: msPlayed,
    master_metadata_track_name: track.title,
    master_metadata_album_artist_name: track.artist,
    master_metadata_album_album_name: track.album,
    spotify_track_uri: `spotify:track:${track.spotifyId}`,
    offline_timestamp: Math.floor((endAt - msPlayed) / 1000),
  });

const toAccount = ({ track, endAt, msPlayed }: LabelledRow) => ({
  endTime: spell(endAt).slice(0, 16).replace('T', ' '),
  artistName: track.artist,
  trackName: track.title,
  msPlayed,
});

const importExtended = ({ browser }: Listener, rows: readonly LabelledRow[]) =>
  importFiles(browser, [jsonFile(rows.map(toExtended))]);
const importAccount = ({ browser }: Listener, rows: readonly LabelledRow[]) =>
  importFiles(browser, [jsonFile(rows.map(toAccount), 'StreamingHistory_music_0.json')]);

const poll = ({ id }: Listener, plays: readonly LabelledPlay[]) =>
  recordPolledPlays(database.database, id, plays);

/** What a recording is known by: its id says nothing of what belongs to it. */
const FIRST_OF_RECORDING = sql`(select min(t.id) from tracks t where t.recording_id = k.recording_id)`;

/** Everything that is kept of a listener's plays, in an order that does not depend on ids, once recordings are made. */
async function readHistory(
  { id }: Listener,
  columns = sql`p.id, p.import_id, ${FIRST_OF_RECORDING} as recording,`,
) {
  await groupAllRecordings(database.database);
  const { rows } = await sql`
    select ${columns} k.spotify_id, k.name, p.played_at, p.precision_ms, p.ms_played, p.ms_played_is_estimate, p.counted, p.source,
      p.deleted_at is not null as deleted, p.export_played_at, p.polled_played_at, p.polled_ms_played, f.name as platform,
      p.country, p.shuffle, p.skipped, p.offline, p.reason_start, p.reason_end
    from plays p join tracks k on k.id = p.track_id left join platforms f on f.id = p.platform_id
    where p.user_id = ${id}
    order by p.played_at, k.name, k.spotify_id, p.ms_played, p.source, p.id`.execute(database.database);
  return rows;
}

const NO_IDS = sql``;

async function countCatalogue() {
  const { rows } = await sql`
    select (select count(*) from tracks) as tracks, (select count(*) from artists) as artists,
      (select count(*) from albums) as albums, (select count(*) from recordings) as recordings`.execute(
    database.database,
  );
  return rows[0];
}

/** A day or so of listening: as the export tells it, and as it was polled. */
function listening(seed: number) {
  const { rows, stored } = labelledHistory(seed, 160, { ...NORMAL_NOISE, watched: 0 });
  return { rows, stored };
}

describe('undo restores the state before', () => {
  test('of an empty account, catalogue included', async () => {
    const before = await countCatalogue();
    const listener = await newListener();
    const { id } = await importExtended(listener, listening(1).rows);
    expect(await countCatalogue()).not.toEqual(before);
    await undoImport(listener.browser, id);
    expect(await readHistory(listener)).toEqual([]);
    expect(await countCatalogue()).toEqual(before);
  });

  test('of polled plays that the import made more exact', async () => {
    const listener = await newListener();
    const { rows, stored } = listening(2);
    await poll(listener, stored);
    const before = await readHistory(listener);
    const catalogue = await countCatalogue();
    const { id, statistics } = await importExtended(listener, rows);
    expect(statistics.windowDuplicates).toBeGreaterThan(20);
    expect(await readHistory(listener)).not.toEqual(before);
    await undoImport(listener.browser, id);
    expect(await readHistory(listener)).toEqual(before);
    expect(await countCatalogue()).toEqual(catalogue);
  });

  test('of account data that an extended history had taken over', async () => {
    const listener = await newListener();
    const { rows } = listening(3);
    await importAccount(listener, rows.slice(0, 100));
    const before = await readHistory(listener);
    const extended = await importExtended(listener, rows.slice(50));
    expect(extended.statistics.windowDuplicates).toBe(50);
    expect(extended.statistics.toImport).toBe(60);
    await undoImport(listener.browser, extended.id);
    expect(await readHistory(listener)).toEqual(before);
  });

  test('a track that somebody else has played stays', async () => {
    const [first, second] = [await newListener(), await newListener()];
    const { rows } = listening(4);
    await importExtended(first, rows);
    const { id } = await importExtended(second, rows);
    const before = await countCatalogue();
    await undoImport(second.browser, id);
    expect(await countCatalogue()).toEqual(before);
  });
});

describe('what the undone import shared', () => {
  test('with a later poll is the poll’s', async () => {
    const [listener, other] = [await newListener(), await newListener()];
    const { rows, stored } = listening(5);
    const { id } = await importExtended(listener, rows);
    await poll(listener, stored);
    await undoImport(listener.browser, id);
    await poll(other, stored);
    expect(await readHistory(listener, NO_IDS)).toEqual(await readHistory(other, NO_IDS));
  });

  test('with a later poll no longer shows that tracks are one recording', async () => {
    const listener = await newListener();
    const { rows, stored } = labelledHistory(11, 160, { ...NORMAL_NOISE, watched: 0, relinked: 0.5 });
    const countJoins = async () => {
      const joins = await database.database
        .selectFrom('recording_joins')
        .select('track_id')
        .where('user_id', '=', listener.id)
        .execute();
      return joins.length;
    };
    const { id } = await importExtended(listener, rows);
    await poll(listener, stored);
    expect(await countJoins()).toBeGreaterThan(5);
    await undoImport(listener.browser, id);
    expect(await countJoins()).toBe(0);
    const again = await importExtended(listener, rows);
    expect(await countJoins()).toBeGreaterThan(5);
    await undoImport(listener.browser, again.id);
    expect(await countJoins()).toBe(0);
  });

  test('with a later import is that import’s, whose figures say so', async () => {
    const [listener, other] = [await newListener(), await newListener()];
    const { rows } = listening(6);
    const first = await importExtended(listener, rows.slice(0, 100));
    const second = await importExtended(listener, rows.slice(50));
    expect(second.statistics).toMatchObject({ toImport: 60, exactDuplicates: 50 });
    await undoImport(listener.browser, first.id);
    const alone = await importExtended(other, rows.slice(50));
    expect(await readHistory(listener, NO_IDS)).toEqual(await readHistory(other, NO_IDS));
    const now = await listener.browser.json<Import>(`/api/imports/${second.id}`);
    expect(now.statistics).toEqual(alone.statistics);
    expect(await listener.browser.json(`/api/imports/${second.id}/rows`)).toEqual({
      items: [],
      nextCursor: null,
    });
    await undoImport(listener.browser, second.id);
    expect(await readHistory(listener)).toEqual([]);
  });

  test('with a later extended history, when it was the account data', async () => {
    const [listener, other] = [await newListener(), await newListener()];
    const { rows } = listening(7);
    const account = await importAccount(listener, rows.slice(0, 80));
    const extended = await importExtended(listener, rows);
    await undoImport(listener.browser, account.id);
    const alone = await importExtended(other, rows);
    expect(await readHistory(listener, NO_IDS)).toEqual(await readHistory(other, NO_IDS));
    const now = await listener.browser.json<Import>(`/api/imports/${extended.id}`);
    expect(now.statistics).toEqual(alone.statistics);
  });

  test('with a later extended history and a poll after that, when it was the account data', async () => {
    const [listener, other] = [await newListener(), await newListener()];
    const { rows, stored } = listening(10);
    const account = await importAccount(listener, rows);
    await importExtended(listener, rows);
    await poll(listener, stored);
    await undoImport(listener.browser, account.id);
    await importExtended(other, rows);
    expect((await listAllPlays(listener.browser)).length).toBe((await listAllPlays(other.browser)).length);
    const { kept, computed } = await compareTotals(database.database);
    expect(kept).toEqual(computed);
  });

  test('with a later import that knows the polled plays too', async () => {
    const [listener, other] = [await newListener(), await newListener()];
    const { rows, stored } = listening(8);
    await poll(listener, stored);
    const first = await importExtended(listener, rows);
    await importExtended(listener, rows);
    await undoImport(listener.browser, first.id);
    await poll(other, stored);
    await importExtended(other, rows);
    expect(await readHistory(listener, NO_IDS)).toEqual(await readHistory(other, NO_IDS));
  });

  test('a play that the listener deleted stays deleted', async () => {
    const listener = await newListener();
    const { rows } = listening(9);
    const { id } = await importExtended(listener, rows);
    const [latest] = await listAllPlays(listener.browser);
    await deletePlay(database.database, listener.id, latest?.id ?? 0);
    await undoImport(listener.browser, id);
    expect(await listAllPlays(listener.browser)).toEqual([]);
    const again = await importExtended(listener, rows);
    expect(again.statistics.toImport).toBe(rows.length - 1);
  });
});

test.each([1, 2, 3, 4, 5, 6])(
  'any mixture of polls, imports and undos comes back to the polls (seed %i)',
  async (seed) => {
    const random = randomNumbers(seed);
    const { rows, stored } = listening(20 + seed);
    const [listener, other] = [await newListener(), await newListener()];
    const slice = <T>(list: readonly T[]) => {
      const from = Math.floor(random() * list.length);
      return list.slice(from, from + 10 + Math.floor(random() * 80));
    };
    const standing: Import[] = [];
    const check = async () => {
      for (const { id } of standing) {
        const { statistics } = await listener.browser.json<Import>(`/api/imports/${id}`);
        const { made } = await database.database
          .selectFrom('plays')
          .select((eb) => eb.fn.countAll<number>().as('made'))
          .where('user_id', '=', listener.id)
          .where('import_id', '=', id)
          .executeTakeFirstOrThrow();
        expect(statistics?.toImport).toBe(made);
      }
      const { kept, computed } = await compareTotals(database.database);
      expect(kept).toEqual(computed);
    };
    const undo = async () => {
      const [gone] = standing.splice(Math.floor(random() * standing.length), 1);
      if (gone) await undoImport(listener.browser, gone.id);
    };
    for (let step = 0; step < 14; step += 1) {
      const kind = random();
      if (kind < 0.3) {
        const listed = slice(stored);
        await poll(listener, listed);
        await poll(other, listed);
      } else if (kind < 0.55) standing.push(await importExtended(listener, slice(rows)));
      else if (kind < 0.7) standing.push(await importAccount(listener, slice(rows)));
      else {
        const before = await readHistory(listener);
        const passing = await importExtended(listener, slice(rows));
        await undoImport(listener.browser, passing.id);
        expect(await readHistory(listener)).toEqual(before);
        await undo();
      }
      await check();
    }
    while (standing.length > 0) await undo();
    await check();
    expect(await readHistory(listener, NO_IDS)).toEqual(await readHistory(other, NO_IDS));
  },
);
