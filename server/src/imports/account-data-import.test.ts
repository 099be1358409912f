import { openAsBlob } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createCatalogue } from '@analytics/simulator/catalogue';
import { writeAccountExport } from '@analytics/simulator/export/account-export';
import { writeExtendedExport } from '@analytics/simulator/export/extended-export';
import { extendedRow } from '@analytics/simulator/export/extended-row';
import { createHeavyListener } from '@analytics/simulator/export/heavy-listener';
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { Browser } from '../../test/browser.ts';
import { importFiles, jsonFile, sumVerdicts, undoImport } from '../../test/exports.ts';
import { listReceipt } from '../../test/hostile-listener.ts';
import { type LabelledPlay, labelledHistory, NORMAL_NOISE } from '../../test/labelled-history.ts';
import { compareTotals } from '../../test/play-totals.ts';
import { recordPolledPlays } from '../../test/polled-plays.ts';
import { createTestDatabase } from '../../test/test-database.ts';
import { startTestServer } from '../../test/test-server.ts';
import { provenListenerId } from '../database/listener-id.ts';

const database = await createTestDatabase();
const server = await startTestServer(database);
const directory = await mkdtemp(join(tmpdir(), 'analytics-account-data-'));
afterAll(() => rm(directory, { recursive: true, force: true }));

const DAY_MS = 86_400_000;
const HOUR_MS = 3_600_000;
const UNTIL = Date.UTC(2026, 9, 1);
/** The account data tell of the year before they were asked for, the extended history of more, but it was asked for earlier. */
const ACCOUNT_FROM = UNTIL - 365 * DAY_MS;
const EXTENDED_FROM = UNTIL - 500 * DAY_MS;
const EXTENDED_UNTIL = UNTIL - 100 * DAY_MS;

const catalogue = createCatalogue(3);
const listener = createHeavyListener(catalogue, 6, 20_000, new Date(UNTIL));
const paths = { account: join(directory, 'account.zip'), extended: join(directory, 'extended.zip') };

type Export = keyof typeof paths;
const file = async (which: Export) => ({
  name: 'my_spotify_data.zip',
  content: await openAsBlob(paths[which]),
});

beforeAll(async () => {
  await writeAccountExport(
    { catalogue, streams: listener.timeline.between(ACCOUNT_FROM, UNTIL) },
    paths.account,
  );
  const streams = listener.timeline.between(EXTENDED_FROM, EXTENDED_UNTIL);
  await writeExtendedExport({ catalogue, listener, streams, layout: '2026' }, paths.extended);
});

const poll = ({ id }: Listener, plays: readonly LabelledPlay[]) =>
  recordPolledPlays(database.database, id, plays);

async function signUp(name: string) {
  const browser = await Browser.signUp(server.address, name);
  const { user } = await browser.json<{ user: { id: number } }>('/api/session');
  return { browser, id: provenListenerId(user.id) };
}
type Listener = Awaited<ReturnType<typeof signUp>>;

/** The counted plays of a listener, in an order of their own; with the same catalogue equal plays are equal lines. */
async function countedPlays({ id }: Listener, from = 0, until = UNTIL): Promise<string[]> {
  const { rows } = await sql<{ play: string }>`
    select concat_ws(' ', to_char(p.played_at at time zone 'UTC', 'YYYY-MM-DD HH24:MI:SS.MS'), p.precision_ms, p.ms_played, k.spotify_id,
      k.name, p.platform_id, p.reason_end) as play
    from plays p join tracks k on k.id = p.track_id
    where p.user_id = ${id} and p.counted and p.played_at >= ${new Date(from)} and p.played_at < ${new Date(until)}
    order by 1`.execute(database.database);
  return rows.map(({ play }) => play);
}

/**
 * What the account data tell besides, of the time that both exports tell of: files from the listener's own disk, which the
 * extended history names without any URI, and plays of devices that were offline and whose clock was so wrong that the
 * extended history dates them to their upload more than an hour later.
 */
function onlyInAccountData() {
  const overlap = [...listener.timeline.between(ACCOUNT_FROM, EXTENDED_UNTIL)].filter(
    ({ msPlayed }) => msPlayed >= 30_000,
  );
  const local = overlap.filter(
    ({ kind, index }) => kind === 'local' && catalogue.localFiles[index]?.artist !== '',
  );
  const late = overlap.filter((stream) => {
    const row = extendedRow({ catalogue, listener, layout: '2026', quirks: true }, stream);
    if (!row?.isOffline || stream.kind !== 'track') return false;
    const given = Number(row.fields['offline_timestamp']);
    const endAt = (given > 1e11 ? given : given * 1_000) + row.msPlayed;
    const isDated = row.fields['offline'] === true && endAt <= row.tsAt;
    return !isDated && row.tsAt - stream.endAt > HOUR_MS;
  });
  return { local: local.length, late: late.length };
}

/** The plays of the first list that are not in the second, each as often as it is there more often. */
function difference(plays: readonly string[], others: readonly string[]): string[] {
  const left = Map.groupBy(others, (play) => play);
  return plays.filter((play) => left.get(play)?.pop() === undefined);
}

test('account data and extended history are one history, in whichever order they come', async () => {
  const account = await signUp('account');
  const extended = await signUp('extended');
  await importFiles(extended.browser, [await file('extended')]);
  await importFiles(account.browser, [await file('account')]);
  const alone = { account: await countedPlays(account), extended: await countedPlays(extended) };
  const besides = onlyInAccountData();
  expect(besides).toEqual({ local: 23, late: 5 });

  const orders: [Export, Export][] = [
    ['account', 'extended'],
    ['extended', 'account'],
  ];
  const histories: string[][] = [];
  let toImport = 0;
  for (const order of orders) {
    const one = await signUp(order.join('-'));
    const ids: Partial<Record<Export, number>> = {};
    const come = async (which: Export) => {
      const { id, statistics } = await importFiles(one.browser, [await file(which)]);
      expect(sumVerdicts(statistics)).toBe(statistics.totalRows);
      ids[which] = id;
      return statistics;
    };
    const came = [await come(order[0]), await come(order[1])];
    toImport = came.reduce((sum, { toImport: rows }) => sum + rows, 0);
    histories.push(await countedPlays(one));
    for (const gone of order) {
      const other = gone === 'account' ? 'extended' : 'account';
      await undoImport(one.browser, ids[gone] ?? 0);
      expect(await countedPlays(one)).toEqual(alone[other]);
      await come(gone);
      expect(await countedPlays(one)).toEqual(histories.at(-1));
    }
  }
  const together = await signUp('together');
  const { statistics } = await importFiles(together.browser, [await file('account'), await file('extended')]);
  expect(statistics.toImport).toBe(toImport);
  histories.push(await countedPlays(together));

  for (const history of histories) {
    expect(history).toEqual(histories[0]);
    // Of the extended history nothing is missing.
    expect(difference(alone.extended, history)).toEqual([]);
    const more = difference(history, alone.extended);
    const at = (play: string) => Date.parse(`${play.slice(0, 10)}T${play.slice(11, 23)}Z`);
    expect(more.filter((play) => at(play) < EXTENDED_UNTIL)).toHaveLength(besides.local + besides.late);
    expect(difference(more, alone.account)).toEqual([]);
  }
  const { kept, computed } = await compareTotals(database.database);
  expect(kept).toEqual(computed);
});

test('account data find the plays that were polled, and no others', async () => {
  const one = await signUp('polled');
  const { rows, stored } = labelledHistory(7, 1_500, { ...NORMAL_NOISE, watched: 0 });
  await poll(one, stored);
  const account = rows.map(({ track, endAt, msPlayed }) => ({
    endTime: new Date(endAt).toISOString().slice(0, 16).replace('T', ' '),
    artistName: track.artist,
    trackName: track.title,
    msPlayed,
  }));
  const { id, statistics } = await importFiles(one.browser, [
    jsonFile(account, 'StreamingHistory_music_0.json'),
  ]);
  const receipt = await listReceipt(one.browser, id);
  const isDuplicate = new Set(
    receipt.filter(({ matchedPlayId }) => matchedPlayId !== null).map(({ row }) => row),
  );
  const wrong = rows.filter(({ storedAt }, row) => storedAt >= 0 !== isDuplicate.has(row));
  expect(wrong).toEqual([]);
  expect(statistics).toMatchObject({ totalRows: 1_500, toImport: 904 });
  const { kept, computed } = await compareTotals(database.database);
  expect(kept).toEqual(computed);
});
