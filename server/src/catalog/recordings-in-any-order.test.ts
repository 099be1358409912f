import type { Exclusion } from '@analytics/contract/exclusion';
import * as fc from 'fast-check';
import { sql } from 'kysely';
import { expect, test, vi } from 'vitest';
import { Browser } from '../../test/browser.ts';
import { extendedRow, importFiles, jsonFile, undoImport } from '../../test/exports.ts';
import { compareCounted } from '../../test/counted-plays.ts';
import { groupAllRecordings } from '../../test/group-recordings.ts';
import { type LabelledRow, labelledHistory, NORMAL_NOISE } from '../../test/labelled-history.ts';
import { compareTotals } from '../../test/play-totals.ts';
import { recordPolledPlays } from '../../test/polled-plays.ts';
import { createTestDatabase } from '../../test/test-database.ts';
import { startTestServer } from '../../test/test-server.ts';
import { provenListenerId } from '../database/listener-id.ts';

const testDatabase = await createTestDatabase();
const { database } = testDatabase;
const server = await startTestServer(testDatabase);

/** Both listen to much the same, known to the poll under other ids than to the export every third time. */
const HISTORIES = [21, 22].map((seed) =>
  labelledHistory(seed, 60, { ...NORMAL_NOISE, watched: 0, relinked: 0.3 }),
);
const FEW = { numRuns: 4, endOnFailure: true };

/** Every order begins with these, so that there always is something to part: tracks that only their order shows to be one. */
const BEGINNING = ['poll', 'import'].map((operation) => ({ operation, who: 0, seed: 0 }));

interface Listener {
  readonly browser: Browser;
  readonly id: number;
  readonly history: (typeof HISTORIES)[number];
  readonly imports: number[];
  readonly decisions: number[];
}

let count = 0;
async function newListener(history: Listener['history']): Promise<Listener> {
  const browser = await Browser.signUp(server.address, `listener${(count += 1)}`);
  const { user } = await browser.json<{ user: { id: number } }>('/api/session');
  return { browser, id: user.id, history, imports: [], decisions: [] };
}

const toExtended = ({ track, endAt, msPlayed }: Pick<LabelledRow, 'track' | 'endAt' | 'msPlayed'>) =>
  extendedRow({
    ts: new Date(endAt).toISOString().replace('.000', ''),
    ms_played: msPlayed,
    master_metadata_track_name: track.title,
    master_metadata_album_artist_name: track.artist,
    master_metadata_album_album_name: track.album,
    spotify_track_uri: `spotify:track:${track.spotifyId}`,
    offline_timestamp: Math.floor((endAt - msPlayed) / 1000),
  });

async function listPlayedTracks({ id }: Listener): Promise<number[]> {
  const { rows } = await sql<{ id: number }>`
    select distinct track_id as id from plays where user_id = ${id} and deleted_at is null order by 1`.execute(
    database,
  );
  return rows.map((row) => row.id);
}

const pick = <T>(some: readonly T[], seed: number) => some[seed % Math.max(1, some.length)];

/** What may happen; `isOfPlays` says of some that they add or take away plays. */
const OPERATIONS: Record<
  string,
  { isOfPlays: boolean; run: (listener: Listener, seed: number) => Promise<void> }
> = {
  poll: {
    isOfPlays: true,
    async run({ id, history }, seed) {
      const from = seed % 40;
      await recordPolledPlays(database, provenListenerId(id), history.stored.slice(from, from + 20));
    },
  },
  import: {
    isOfPlays: true,
    async run({ browser, history, imports }, seed) {
      const from = seed % 30;
      const { id } = await importFiles(browser, [
        jsonFile(history.rows.slice(from, from + 35).map(toExtended)),
      ]);
      imports.push(id);
    },
  },
  undo: {
    isOfPlays: true,
    async run({ browser, imports }, seed) {
      const [id] = imports.splice(seed % Math.max(1, imports.length), 1);
      if (id !== undefined) await undoImport(browser, id);
    },
  },
  join: {
    isOfPlays: false,
    async run(listener, seed) {
      const tracks = await listPlayedTracks(listener);
      const trackIds = [pick(tracks, seed), pick(tracks, seed >> 8)];
      await decide(listener, 'join', { trackIds });
    },
  },
  split: {
    isOfPlays: false,
    async run(listener, seed) {
      const { rows } = await sql<{ id: number }>`
        select distinct k.id from plays p join tracks k on k.id = p.track_id join tracks o on o.recording_id = k.recording_id and o.id <> k.id
        where p.user_id = ${listener.id} and p.deleted_at is null order by 1`.execute(database);
      const row = pick(rows, seed);
      if (row) await decide(listener, 'split', { trackId: row.id });
    },
  },
  takeBack: {
    isOfPlays: false,
    async run({ browser, decisions }, seed) {
      const [id] = decisions.splice(seed % Math.max(1, decisions.length), 1);
      if (id !== undefined) await browser.request('DELETE', `/api/recordings/decisions/${id}`);
    },
  },
  consolidate: { isOfPlays: false, run: () => groupAllRecordings(database) },
  exclude: {
    isOfPlays: false,
    async run(listener, seed) {
      const id = pick(await listPlayedTracks(listener), seed);
      const artist = await database
        .selectFrom('track_artists')
        .select('artist_id')
        .where('track_id', '=', id ?? 0)
        .executeTakeFirst();
      const input = seed % 4 === 0 ? { kind: 'artist', id: artist?.artist_id } : { kind: 'track', id };
      if (input.id === undefined) return;
      const response = await listener.browser.post('/api/exclusions', input);
      expect([201, 409]).toContain(response.status);
      await response.text();
    },
  },
  include: {
    isOfPlays: false,
    async run({ browser }, seed) {
      const { items } = await browser.json<{ items: Exclusion[] }>('/api/exclusions');
      const exclusion = pick(items, seed);
      if (exclusion) await browser.request('DELETE', `/api/exclusions/${exclusion.id}`);
    },
  },
};

async function decide({ browser, decisions }: Listener, kind: string, body: object) {
  const response = await browser.post(`/api/recordings/${kind}`, body);
  const answer = (await response.json()) as { decisionId?: number };
  // The same track twice, tracks that are one already, or tracks that are the host's to join.
  expect([201, 400, 403, 409]).toContain(response.status);
  if (answer.decisionId !== undefined) decisions.push(answer.decisionId);
}

/** What is of the plays themselves: whether they are counted follows the recordings where a listener excludes a track. */
async function readPlays() {
  const { rows } = await sql`
    select user_id, id, track_id, played_at, ms_played, source, import_id, deleted_at from plays order by user_id, id`.execute(
    database,
  );
  return rows;
}

/** Which tracks are together, whatever the ids of their recordings. */
async function readRecordings() {
  const { rows } = await sql<{ tracks: number[] }>`
    select jsonb_agg(id order by id) as tracks from tracks group by recording_id order by min(id)`.execute(
    database,
  );
  return rows.map(({ tracks }) => tracks);
}

async function readDecidedPairs() {
  const { rows } = await sql<{ joined: boolean; together: boolean }>`
    select d.joined, a.recording_id = b.recording_id as together
    from decided_pairs d join tracks a on a.id = d.track_id join tracks b on b.id = d.other_track_id`.execute(
    database,
  );
  return rows;
}

test('imports, polls, undos and decisions in any order leave totals that equal a recomputation', async () => {
  let joins = 0;
  const step = fc.record({
    operation: fc.constantFrom(...Object.keys(OPERATIONS)),
    who: fc.nat({ max: 1 }),
    seed: fc.nat({ max: 0xffff }),
  });
  const steps = fc.array(step, { minLength: 12, maxLength: 16 });
  await fc.assert(
    fc.asyncProperty(steps, async (list) => {
      const listeners = await Promise.all(HISTORIES.map(newListener));
      for (const { operation, who, seed } of [...BEGINNING, ...list]) {
        const [listener, chosen] = [listeners[who], OPERATIONS[operation]];
        if (!listener || !chosen) continue;
        const before = await readPlays();
        await chosen.run(listener, seed);
        if (!chosen.isOfPlays) expect(await readPlays()).toEqual(before);
      }
      const { kept, computed } = await compareTotals(database);
      expect(kept).toEqual(computed);
      await groupAllRecordings(database);
      const recordings = await readRecordings();
      joins += recordings.filter(({ length }) => length > 1).length;
      // What is split by hand is apart in the end.
      expect((await readDecidedPairs()).filter(({ joined, together }) => !joined && together)).toEqual([]);
      // Looked at as if all tracks were new, everything is found to be where it is.
      await sql`insert into recording_checks (track_id) select id from tracks order by md5(id::text)`.execute(
        database,
      );
      await groupAllRecordings(database);
      expect(await readRecordings()).toEqual(recordings);
      await vi.waitFor(
        async () => expect(await database.selectFrom('pending_recounts').select('id').execute()).toEqual([]),
        { timeout: 60_000 },
      );
      const after = await compareTotals(database);
      expect(after.kept).toEqual(after.computed);
      const counted = await compareCounted(database);
      expect(counted.kept).toEqual(counted.judged);
    }),
    FEW,
  );
  expect(joins).toBeGreaterThan(0);
}, 180_000);

test('an undo parts what only its import had shown, and not what Spotify tells as well', async () => {
  const listeners = await Promise.all(HISTORIES.map(newListener));
  const [listener, other] = listeners;
  if (!listener || !other) throw new Error('nobody listens');
  const known = (letter: string) => `${letter}known`.padEnd(22, '0');
  const relinked = (letter: string) => `${letter}relinked`.padEnd(22, '0');
  const plays = ['a', 'b', 'c', 'd', 'e'].map((letter, place) => ({
    track: {
      spotifyId: known(letter),
      title: `Letter ${letter}`,
      artist: 'The Alphabet',
      album: 'Letters',
      durationMs: 200_000,
    },
    playedAt: Date.UTC(2025, 0, 1, 12, 4 * place),
    msPlayed: 200_000,
    source: 'recently-played' as const,
  }));
  const rows = plays.map(({ track, playedAt, msPlayed }, place) => {
    const isRelinked = place % 2 === 1;
    const spotifyId = isRelinked ? relinked(track.title.at(-1) ?? '') : track.spotifyId;
    const album = isRelinked ? 'Alphabet soup' : track.album;
    return toExtended({ track: { ...track, spotifyId, album }, endAt: playedAt, msPlayed });
  });
  await recordPolledPlays(database, provenListenerId(listener.id), plays);
  const { id, statistics } = await importFiles(listener.browser, [jsonFile(rows)]);
  expect(statistics.sequenceDuplicates).toBe(2);
  // Somebody else keeps the export's tracks in the catalogue.
  await importFiles(other.browser, [jsonFile(rows)]);
  const areTogether = async () => {
    await groupAllRecordings(database);
    const { rows: pairs } = await sql<{ together: boolean }>`
      select a.recording_id = b.recording_id as together
      from unnest(${[known('b'), known('d')]}::text[], ${[relinked('b'), relinked('d')]}::text[]) with ordinality p (one, other, place)
      join tracks a on a.spotify_id = p.one join tracks b on b.spotify_id = p.other
      order by p.place`.execute(database);
    return pairs.map(({ together }) => together);
  };
  expect(await areTogether()).toEqual([true, true]);
  await sql`
    update tracks set isrc = 'GBAAA0100001' where spotify_id in (${known('b')}, ${relinked('b')})`.execute(
    database,
  );
  await undoImport(listener.browser, id);
  expect(await areTogether()).toEqual([true, false]);
  await importFiles(listener.browser, [jsonFile(rows)]);
  expect(await areTogether()).toEqual([true, true]);
});
