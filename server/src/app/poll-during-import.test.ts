import { mkdtemp, rm } from 'node:fs/promises';
import { openAsBlob } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Import } from '@analytics/contract/import';
import type { Monitoring } from '@analytics/contract/monitoring';
import { startSimulator } from '@analytics/simulator/simulator';
import { Client } from 'pg';
import { afterAll, expect, onTestFinished, test } from 'vitest';
import { Browser } from '../../test/browser.ts';
import { listAllPlays, sumVerdicts } from '../../test/exports.ts';
import { compareTotals } from '../../test/play-totals.ts';
import { createTestDatabase } from '../../test/test-database.ts';
import { startTestServer } from '../../test/test-server.ts';

const EXPORTED = 120;
/** Only polls can bring these: they are heard after the export was made. */
const HEARD_SINCE = 6;
const simulator = await startSimulator({
  startAt: new Date('2026-06-01T06:00:00Z'),
  speed: 0,
  seed: 9,
  listeners: [],
});
const directory = await mkdtemp(join(tmpdir(), 'analytics-poll-during-import-test-'));
afterAll(async () => {
  await simulator.close();
  await rm(directory, { recursive: true, force: true });
});
const database = await createTestDatabase();
const server = await startTestServer(database, { simulator, options: { sweepIntervalMs: 500 } });

/** Spotify lists no play of less than 30 s. */
const tracks = simulator.catalogue.tracks
  .map(({ durationMs }, index) => ({ durationMs, index }))
  .filter(({ durationMs }) => durationMs >= 60_000);

/** So many of these tracks, one after the other. */
function hear(plays: number, firstTrack: number, from: number) {
  let startAt = from;
  return Array.from({ length: plays }, (_, place) => {
    const track = tracks[firstTrack + place];
    if (!track) throw new RangeError('the catalogue has too few tracks');
    const play = { trackIndex: track.index, startAt, msPlayed: track.durationMs };
    startAt += track.durationMs;
    return play;
  });
}

/** A listener with Spotify who has heard the tracks from a certain one on, and is not polled yet. */
async function connect(id: string, firstTrack: number) {
  simulator.addListener({ id, plays: hear(EXPORTED, firstTrack, simulator.clock.now()) });
  const streams = simulator.truth(id, 0, Number.MAX_SAFE_INTEGER);
  simulator.clock.advance(Math.max(...streams.map(({ endAt }) => endAt)) + 1_000 - simulator.clock.now());
  const browser = await Browser.signUp(server.address, id);
  await browser.connectSpotify(id);
  return { id, firstTrack, browser };
}

type Listener = Awaited<ReturnType<typeof connect>>;

/** Uploads all that the listener has heard until now, and then lets some more be heard. */
async function uploadExport({ id, firstTrack, browser }: Listener): Promise<number> {
  const path = join(directory, `${id}.zip`);
  await simulator.writeExtendedExport(id, { layout: '2026', quirks: false }, path);
  const analysed = await browser.upload([{ name: 'my_spotify_data.zip', content: await openAsBlob(path) }]);
  expect(analysed).toMatchObject({ state: 'analysed', statistics: { toImport: EXPORTED } });
  simulator.addPlays(id, hear(HEARD_SINCE, firstTrack + EXPORTED, simulator.clock.now()));
  simulator.clock.advance(HEARD_SINCE * 3_600_000);
  return analysed.id;
}

const execute = ({ browser }: Listener, id: number) => browser.post(`/api/imports/${id}/execute`);
const orderPoll = ({ browser }: Listener) => browser.request('PUT', '/api/monitoring', { enabled: true });

async function untilPolled({ browser }: Listener): Promise<void> {
  const lastPoll = async () => {
    const { lastPollAt, lastError } = await browser.json<Monitoring>('/api/monitoring');
    return lastError ?? (lastPollAt === null ? 'not yet' : 'polled');
  };
  await expect.poll(lastPoll).toBe('polled');
}

async function untilImported({ browser }: Listener, id: number): Promise<void> {
  const { state, statistics } = (await browser.waitForImport(id, [
    'imported',
    'failed',
  ])) as unknown as Import;
  expect(state).toBe('imported');
  if (statistics === null) throw new Error('an import without statistics');
  expect([statistics.totalRows, sumVerdicts(statistics)]).toEqual([EXPORTED, EXPORTED]);
}

/** What was heard is there, each play once. */
async function expectWhole({ id, browser }: Listener): Promise<void> {
  const inOrder = (plays: readonly { at: number; track: string | null }[]) =>
    plays.map(({ at, track }) => `${new Date(at - (at % 1_000)).toISOString()} ${track}`).toSorted();
  const plays = await listAllPlays(browser);
  const truth = simulator.truth(id, 0, simulator.clock.now());
  expect(truth).toHaveLength(EXPORTED + HEARD_SINCE);
  expect(
    inOrder(plays.map((play) => ({ at: Date.parse(play.playedAt), track: play.track.spotifyId }))),
  ).toEqual(inOrder(truth.map(({ endAt, trackId }) => ({ at: endAt, track: trackId }))));
  const { kept, computed } = await compareTotals(database.database);
  expect(kept).toEqual(computed);
}

/** Takes a lock and keeps it until told otherwise, on a connection that the server lets be idle for long. */
async function hold(lock: string): Promise<{ release: () => Promise<void> }> {
  const client = new Client(database.connection);
  await client.connect();
  onTestFinished(() => client.end());
  await client.query(`begin; ${lock}`);
  return { release: async () => void (await client.query('rollback')) };
}

/** Lets nobody write a table, while all can read it. */
const holdTable = (table: 'plays' | 'artists') => hold(`lock table ${table} in exclusive mode`);

/** How many transactions wait to write plays or artists or a listener's history. */
const countWaiting = () =>
  countLocks("not granted and (relation in ('plays'::regclass, 'artists'::regclass) or classid = 7321)");

/** How many transactions may write a listener's history. */
const countWriters = () => countLocks('granted and classid = 7321');

async function countLocks(condition: string): Promise<number> {
  const { rows } = await database.pool.query<{ count: number }>(
    `select count(*) from pg_locks l join pg_database b on b.oid = l.database
    where b.datname = current_database() and l.locktype in ('advisory', 'relation') and ${condition}`,
  );
  return rows[0]?.count ?? 0;
}

test('a poll between the analysis and the import: what both know is there once', async () => {
  const listener = await connect('between', 800);
  const id = await uploadExport(listener);
  await orderPoll(listener);
  await untilPolled(listener);
  expect(await listAllPlays(listener.browser)).toHaveLength(50);
  await execute(listener, id);
  await untilImported(listener, id);
  await expectWhole(listener);
});

test.each(['poll', 'import'])(
  'both are about to write, the %s first: each play is there once',
  async (first) => {
    // What will be polled is described already, so that neither waits for the other before it writes plays.
    const friend = await connect(`friend-of-${first}-first`, HEARD_SINCE);
    await orderPoll(friend);
    await untilPolled(friend);
    const listener = await connect(`${first}-first`, 0);
    const id = await uploadExport(listener);
    const plays = await holdTable('plays');
    const orders = [() => orderPoll(listener), () => execute(listener, id)];
    for (const [place, order] of (first === 'poll' ? orders : orders.toReversed()).entries()) {
      await order();
      await expect.poll(countWaiting).toBe(place + 1);
    }
    await plays.release();
    await untilImported(listener, id);
    await untilPolled(listener);
    await expectWhole(listener);
  },
);

test('a poll that begins while the import brings its tracks into the catalogue: neither waits for the other for ever', async () => {
  const listener = await connect('catalogue', 200);
  const id = await uploadExport(listener);
  const artists = await holdTable('artists');
  await execute(listener, id);
  await expect.poll(countWaiting).toBe(1);
  await orderPoll(listener);
  await expect.poll(countWriters).toBe(1);
  await artists.release();
  await untilImported(listener, id);
  await untilPolled(listener);
  await expectWhole(listener);
});

test('a poll that waits for an import of its listener holds up nobody else who brings new tracks', async () => {
  const [waiting, other] = [await connect('waiting', 400), await connect('other', 600)];
  const { user } = await waiting.browser.json<{ user: { id: number } }>('/api/session');
  // As an import has it for as long as it writes.
  const history = await hold(`select pg_advisory_xact_lock(7321, ${user.id})`);
  await orderPoll(waiting);
  await expect.poll(countWaiting).toBe(1);
  await orderPoll(other);
  await untilPolled(other);
  expect(await countWaiting()).toBe(1);
  await history.release();
  await untilPolled(waiting);
  expect(await listAllPlays(waiting.browser)).toHaveLength(50);
});
