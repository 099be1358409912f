import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { type InventedTrack, inventCatalogue, inventPlays } from '../../test/invented-history.ts';
import { randomNumbers } from '../../test/labelled-history.ts';
import { createTestDatabase } from '../../test/test-database.ts';
import { insertUser } from '../accounts/users.queries.ts';
import type { Database } from '../database/database.ts';

const { database } = await createTestDatabase();

const addListener = (displayName: string) =>
  database.transaction().execute((trx) =>
    insertUser(trx, {
      username: null,
      passwordHash: null,
      displayName,
      timezone: 'UTC',
      isAdmin: false,
      firstIsHost: false,
    }),
  );

/** The totals as they are kept, and as a computation in JavaScript makes them from plays, artists and albums. */
async function compareTotals() {
  const plays = await database.selectFrom('plays').selectAll().where('counted', '=', true).execute();
  const links = Map.groupBy(
    await database.selectFrom('track_artists').selectAll().execute(),
    (link) => link.track_id,
  );
  const albums = new Map(
    (await database.selectFrom('tracks').select(['id', 'album_id']).execute()).map((track) => [
      track.id,
      track.album_id,
    ]),
  );
  const computed = new Map<string, { plays: number; ms: number; first: number; last: number }>();
  for (const { user_id: user, track_id: track, played_at: playedAt, ms_played: ms } of plays) {
    const albumId = albums.get(track);
    const keys = (links.get(track) ?? []).map(({ artist_id: artist }) => `artist ${user} ${artist}`);
    if (typeof albumId === 'number') keys.push(`album ${user} ${albumId}`);
    const at = playedAt.getTime();
    for (const key of keys) {
      const row = computed.get(key) ?? { plays: 0, ms: 0, first: at, last: at };
      computed.set(key, {
        plays: row.plays + 1,
        ms: row.ms + ms,
        first: Math.min(row.first, at),
        last: Math.max(row.last, at),
      });
    }
  }
  const kept = new Map<string, unknown>();
  for (const row of await database.selectFrom('artist_totals').selectAll().execute())
    kept.set(`artist ${row.user_id} ${row.artist_id}`, toComparable(row));
  for (const row of await database.selectFrom('album_totals').selectAll().execute())
    kept.set(`album ${row.user_id} ${row.album_id}`, toComparable(row));
  return { kept, computed };
}

const toComparable = (row: { plays: number; ms: number; first_played_at: Date; last_played_at: Date }) => ({
  plays: row.plays,
  ms: row.ms,
  first: row.first_played_at.getTime(),
  last: row.last_played_at.getTime(),
});

const changeArtist = (db: Database, { id }: InventedTrack, from: number, to: number) =>
  sql`
    with gone as (delete from track_artists where track_id = ${id} and artist_id = ${from})
    insert into track_artists (track_id, position, artist_id) values (${id}, 9, ${to}) on conflict do nothing`.execute(
    db,
  );

test.each([1, 2, 3])(
  'artists and albums equal recomputation after random operations (seed %i)',
  async (seed) => {
    const random = randomNumbers(seed);
    const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)] as T;
    const { tracks, artists, albums } = await inventCatalogue(database, seed, {
      tracks: 12,
      artists: 5,
      albums: 4,
    });
    const listeners = [await addListener('a'), await addListener('b')];
    const some = sql<boolean>`id % 7 = ${sql.lit(seed)}`;
    const operations: (() => Promise<unknown>)[] = [
      () =>
        inventPlays(database, pick(listeners), tracks, {
          seed: Math.floor(random() * 1e9),
          count: 1 + Math.floor(random() * 20),
          from: '2025-01-01T00:00:00Z',
          days: 300,
        }),
      () => database.deleteFrom('plays').where('user_id', '=', pick(listeners)).where(some).execute(),
      () =>
        database
          .updateTable('plays')
          .set({ ms_played: Math.floor(random() * 200_000) })
          .where('user_id', '=', pick(listeners))
          .where(some)
          .execute(),
      () =>
        database
          .updateTable('plays')
          .set({ track_id: pick(tracks).id, ordinal: sql`id` })
          .where(some)
          .execute(),
      () => database.updateTable('plays').set({ counted: sql`not counted` }).where(some).execute(),
      () => changeArtist(database, pick(tracks), pick(artists).id, pick(artists).id),
      () => database.deleteFrom('track_artists').where('track_id', '=', pick(tracks).id).execute(),
      () =>
        database
          .updateTable('tracks')
          .set({ album_id: random() < 0.2 ? null : pick(albums).id })
          .where('id', '=', pick(tracks).id)
          .execute(),
    ];
    for (let step = 0; step < 150; step += 1) {
      await pick(operations)();
      if (step % 10 !== 9) continue;
      const { kept, computed } = await compareTotals();
      expect(kept).toEqual(computed);
    }
    expect((await compareTotals()).kept.size).toBeGreaterThan(5);
    for (const listener of listeners) await database.deleteFrom('users').where('id', '=', listener).execute();
    expect((await compareTotals()).kept).toEqual(new Map());
  },
);

test('plays that are being written while their track changes count for what it has become', async () => {
  const { tracks, artists, albums } = await inventCatalogue(database, 9, {
    tracks: 1,
    artists: 3,
    albums: 2,
  });
  const listener = await addListener('c');
  const [track] = tracks;
  if (!track) throw new Error('no track');
  const play = (db: Database, seed: number) =>
    inventPlays(db, listener, [track], { seed, count: 5, from: '2025-01-01T00:00:00Z', days: 9 });
  await play(database, 1);
  const other = artists.find(({ id }) => !track.artistIds.includes(id));
  const otherAlbum = albums.find(({ id }) => id !== track.albumId);
  let changes: Promise<unknown>[] = [];
  await database.transaction().execute(async (trx) => {
    await play(trx, 2);
    changes = [
      changeArtist(database, track, track.artistIds[0] ?? 0, other?.id ?? 0),
      database
        .updateTable('tracks')
        .set({ album_id: otherAlbum?.id ?? null })
        .where('id', '=', track.id)
        .execute(),
    ];
    // They wait; whether they have begun to is not to be seen from here.
    await sql`select pg_sleep(0.2)`.execute(trx);
    await play(trx, 3);
  });
  await Promise.all(changes);
  const { kept, computed } = await compareTotals();
  expect(kept).toEqual(computed);
  expect([...kept.keys()]).toContain(`artist ${listener} ${other?.id}`);
});
