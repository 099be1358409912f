import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { type NamedTrack, nameTracks } from '../../test/named-tracks.ts';
import { compareTotals } from '../../test/play-totals.ts';
import { createTestDatabase } from '../../test/test-database.ts';
import { insertUser } from '../accounts/users.queries.ts';
import { lockHistory } from '../database/locks.queries.ts';
import { polledRows } from '../plays/incoming-rows.queries.ts';
import { recordPlays } from '../plays/record-plays.ts';
import { deleteUnusedTracks } from './delete-unused-tracks.queries.ts';
import { insertNamedTracks } from './insert-named-tracks.queries.ts';
import type { TrackDescription } from './track-description.ts';
import { upsertTracks } from './upsert-tracks.queries.ts';

const { database, pool } = await createTestDatabase();
const TRACKS = 120;
const LISTENERS = 12;

const idOf = (kind: string, number: number) => `${kind}${number}`.padEnd(22, '0');

/** As Spotify describes them; the artists and albums of one are those of many others. */
function describeTrack(number: number): TrackDescription {
  const artist = (of: number) => ({ spotifyId: idOf('artist', of % 17), name: `Artist ${of % 17}` });
  return {
    spotifyId: idOf('track', number),
    localUri: null,
    name: `Track ${number}`,
    durationMs: 200_000,
    isrc: null,
    explicit: null,
    artists: [artist(number), artist(number * 7 + 3)],
    album: {
      spotifyId: idOf('album', number % 23),
      name: `Album ${number % 23}`,
      imageUrl: null,
      artist: artist(number),
    },
  };
}

/** As an export names it. */
const nameTrack = (number: number): NamedTrack => ({
  spotifyId: idOf('track', number),
  trackName: `Track ${number}`,
  artistName: `Artist ${number % 17}`,
  albumName: `Album ${number % 23}`,
});

/** Some of all tracks, in an order of the listener's own. */
const tracksOf = (listener: number) =>
  Array.from({ length: 50 }, (_, index) => (listener * 31 + index * 37) % TRACKS);

const insertListener = (name: string) =>
  database.transaction().execute((trx) =>
    insertUser(trx, {
      username: null,
      passwordHash: null,
      displayName: name,
      timezone: 'UTC',
      isAdmin: false,
      firstIsHost: false,
    }),
  );

test('many first polls and imports at once bring the same tracks, and none of them fails', async () => {
  const listenerIds = await Promise.all(
    Array.from({ length: LISTENERS }, (_, index) => insertListener(`listener${index}`)),
  );
  // These are described now, which gives them further artists and albums with ids.
  const named = Array.from({ length: TRACKS / 3 }, (_, index) => index * 3);
  await database.transaction().execute((trx) => insertNamedTracks(trx, nameTracks(named.map(nameTrack))));
  const polls = listenerIds.map((listenerId, listener) =>
    database.transaction().execute(async (trx) => {
      await lockHistory(trx, listenerId);
      const descriptions = tracksOf(listener).map(describeTrack);
      await upsertTracks(trx, descriptions);
      const rows = descriptions.map(({ spotifyId, localUri, durationMs }, index) => ({
        spotifyId,
        localUri,
        playedAt: new Date(Date.UTC(2026, 0, 1, 0, 5 * index)),
        msPlayed: durationMs,
        msPlayedIsEstimate: true,
      }));
      return recordPlays(trx, listenerId, polledRows('recently-played', rows));
    }),
  );
  const imports = [0, 1, 2].map((number) =>
    database
      .transaction()
      .execute((trx) => insertNamedTracks(trx, nameTracks(tracksOf(number * 5 + 2).map(nameTrack)))),
  );
  const outcomes = await Promise.allSettled([...polls, ...imports]);
  expect(
    outcomes.flatMap((outcome) => (outcome.status === 'rejected' ? String(outcome.reason) : [])),
  ).toEqual([]);
  expect(await Promise.all(polls)).toEqual(listenerIds.map(() => 50));
  const artists = await database.selectFrom('artists').select('name').execute();
  expect(artists).toHaveLength(17);
  const { kept, computed } = await compareTotals(database);
  expect(kept).toEqual(computed);
});

test('a track that nobody has played is not deleted while a poll brings its first play, and neither waits for the other', async () => {
  const track = describeTrack(TRACKS + 1);
  await database.transaction().execute((trx) => insertNamedTracks(trx, nameTracks([nameTrack(TRACKS + 1)])));
  const listenerId = await insertListener('latest');
  const described = Promise.withResolvers<undefined>();
  const isDeleting = Promise.withResolvers<undefined>();
  const poll = database.transaction().execute(async (trx) => {
    await lockHistory(trx, listenerId);
    await upsertTracks(trx, [track]);
    described.resolve(undefined);
    await isDeleting.promise;
    const row = {
      ...track,
      playedAt: new Date('2026-01-01T00:00:00Z'),
      msPlayed: 200_000,
      msPlayedIsEstimate: true,
    };
    return recordPlays(trx, listenerId, polledRows('recently-played', [row]));
  });
  await described.promise;
  const deletion = database
    .transaction()
    .execute((trx) =>
      deleteUnusedTracks(trx, sql`select id as track_id from tracks where spotify_id = ${track.spotifyId}`),
    );
  const isWaiting = async () => {
    const { rows } = await pool.query(
      `select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`,
    );
    return rows.length;
  };
  await expect.poll(isWaiting).toBe(1);
  isDeleting.resolve(undefined);
  expect(await Promise.allSettled([poll, deletion])).toMatchObject([{ value: 1 }, { status: 'fulfilled' }]);
});
