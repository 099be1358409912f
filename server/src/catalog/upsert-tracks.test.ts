import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { compareTotals } from '../../test/play-totals.ts';
import { createTestDatabase } from '../../test/test-database.ts';
import { insertUser } from '../accounts/users.queries.ts';
import { lockHistory } from '../database/locks.queries.ts';
import { polledRows } from '../plays/incoming-rows.queries.ts';
import { recordPlays } from '../plays/record-plays.ts';
import { insertNamedTracks } from './insert-named-tracks.queries.ts';
import type { TrackDescription } from './track-description.ts';
import { upsertTracks } from './upsert-tracks.queries.ts';

const { database } = await createTestDatabase();
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

/** As an export names them. */
function nameTracks(numbers: readonly number[]) {
  const rows = numbers.map((number) => ({
    spotify_id: idOf('track', number),
    local_uri: null,
    track_name: `Track ${number}`,
    artist_name: `Artist ${number % 17}`,
    album_name: `Album ${number % 23}`,
    last_played_at: null,
  }));
  return sql`
    select * from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as n (spotify_id text, local_uri text, track_name text,
      artist_name text, album_name text, last_played_at timestamptz)`;
}

/** Some of all tracks, in an order of the listener's own. */
const tracksOf = (listener: number) =>
  Array.from({ length: 50 }, (_, index) => (listener * 31 + index * 37) % TRACKS);

test('many first polls and imports at once bring the same tracks, and none of them fails', async () => {
  const listenerIds = await Promise.all(
    Array.from({ length: LISTENERS }, (_, index) =>
      insertUser(database, {
        username: null,
        passwordHash: null,
        displayName: `listener${index}`,
        timezone: 'UTC',
        isAdmin: false,
        firstIsHost: false,
      }),
    ),
  );
  // These are described now, which gives them further artists and albums with ids.
  const named = Array.from({ length: TRACKS / 3 }, (_, index) => index * 3);
  await database.transaction().execute((trx) => insertNamedTracks(trx, nameTracks(named)));
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
    database.transaction().execute((trx) => insertNamedTracks(trx, nameTracks(tracksOf(number * 5 + 2)))),
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
