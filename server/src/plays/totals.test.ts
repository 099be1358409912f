import { randomNumbers } from '../../test/labelled-history.ts';
import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { createTestDatabase } from '../../test/test-database.ts';
import { compareCounted } from '../../test/counted-plays.ts';
import { compareTotals } from '../../test/play-totals.ts';
import { renewFigures } from '../accounts/renew-figures.ts';
import { updateAccount } from '../accounts/update-account.ts';
import { insertUser } from '../accounts/users.queries.ts';
import { moveTracks } from '../catalog/recordings.queries.ts';
import { upsertTracks } from '../catalog/upsert-tracks.queries.ts';
import { isExcluded } from '../database/excluded-tracks.queries.ts';
import { lockHistory } from '../database/locks.queries.ts';
import type { ListenerId } from '../database/listener-id.ts';
import { DomainError } from '../errors.ts';
import { exclude, include } from '../exclusions/exclude.ts';
import { insertMonitor } from '../playlists/playlists.queries.ts';
import { polledRows } from './incoming-rows.queries.ts';
import { deletePlay } from './plays.queries.ts';
import { recordPlays } from './record-plays.ts';

const { database } = await createTestDatabase();

const ZONES = [
  'UTC',
  'Europe/Berlin',
  'America/New_York',
  'Pacific/Kiritimati',
  'Pacific/Pago_Pago',
  'Asia/Kathmandu',
];
const RULES = ['30-seconds', 'half-track', 'finished'] as const;
const TRACKS = 12;
const PLAYLIST = 'playlist'.padEnd(22, '0');
/** Around both changes of the clocks in Berlin and New York of 2025. */
const SEASONS = [Date.UTC(2025, 2, 9), Date.UTC(2025, 2, 30), Date.UTC(2025, 9, 26), Date.UTC(2025, 10, 2)];

const spotifyId = (index: number) => `track${String(index).padStart(17, '0')}`;

const addListener = (displayName: string): Promise<ListenerId> =>
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

await database.transaction().execute((trx) =>
  upsertTracks(
    trx,
    Array.from({ length: TRACKS }, (_, index) => ({
      spotifyId: spotifyId(index),
      localUri: null,
      name: `Track ${index}`,
      durationMs: 60_000 + index * 20_000,
      isrc: null,
      explicit: null,
      artists: [{ spotifyId: null, name: `Artist ${index % 4}` }],
      album: null,
    })),
  ),
);

function operations(random: () => number) {
  const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)] as T;
  const rows = () =>
    Array.from({ length: 1 + Math.floor(random() * 30) }, () => {
      const track = Math.floor(random() * TRACKS);
      return {
        spotifyId: spotifyId(track),
        localUri: null,
        playedAt: new Date(pick(SEASONS) + Math.floor(random() * 2 * 86_400_000)),
        msPlayed: Math.floor(random() * 200_000),
        msPlayedIsEstimate: random() < 0.5,
      };
    });
  return {
    async record(listener: ListenerId) {
      await database
        .transaction()
        .execute((trx) => recordPlays(trx, listener, polledRows('recently-played', rows())));
    },
    async remove(listener: ListenerId) {
      const play = await database
        .selectFrom('plays')
        .select('id')
        .where('user_id', '=', listener)
        .where('deleted_at', 'is', null)
        .orderBy(sql`md5((id + ${Math.floor(random() * 1e6)})::text)`)
        .executeTakeFirst();
      if (play) await deletePlay(database, listener, play.id);
    },
    async forget(listener: ListenerId) {
      await database.transaction().execute(async (trx) => {
        await lockHistory(trx, listener);
        await trx
          .deleteFrom('plays')
          .where('user_id', '=', listener)
          .where(sql<boolean>`id % 5 = ${Math.floor(random() * 5)}`)
          .execute();
      });
    },
    async enrich(listener: ListenerId) {
      await sql`
        update plays p set ms_played = n.ms,
          counted = p.deleted_at is null and is_counted(u.counting_rule, n.ms, k.duration_ms, p.reason_end)
            and not ${isExcluded(listener, sql`k.id`)}
        from users u, tracks k, (select ${Math.floor(random() * 200_000)}::integer as ms) n
        where p.user_id = ${listener} and u.id = p.user_id and k.id = p.track_id
          and p.id % 3 = ${Math.floor(random() * 3)}`.execute(database);
    },
    async exclude(listener: ListenerId) {
      const kind = pick(['track', 'artist', 'playlist'] as const);
      const subjects = await database.selectFrom(`${kind}s`).select('id').orderBy('id').execute();
      // What is excluded already, or was not played yet, is refused.
      await exclude(database, listener, { kind, id: pick(subjects).id }).catch((error: unknown) => {
        if (!(error instanceof DomainError)) throw error;
      });
    },
    async include(listener: ListenerId) {
      const exclusions = await database
        .selectFrom('exclusions')
        .select('id')
        .where('user_id', '=', listener)
        .orderBy('id')
        .execute();
      if (exclusions.length > 0) await include(database, listener, pick(exclusions).id);
    },
    async changePlaylist() {
      const first = Math.floor(random() * TRACKS);
      await database.transaction().execute(async (trx) => {
        await trx.deleteFrom('playlist_tracks').execute();
        await sql`
          insert into playlist_tracks (playlist_id, position, track_id, status)
          select l.id, k.id, k.id, 'playable' from playlists l, tracks k
          where k.spotify_id in (${spotifyId(first)}, ${spotifyId((first + 5) % TRACKS)})`.execute(trx);
      });
    },
    async changeLength() {
      await database
        .updateTable('tracks')
        .set({ duration_ms: random() < 0.2 ? null : Math.floor(random() * 300_000) })
        .where('spotify_id', '=', spotifyId(Math.floor(random() * TRACKS)))
        .execute();
    },
    async moveZone(listener: ListenerId) {
      await updateAccount(database, listener, { timezone: pick(ZONES) });
    },
    async moveWeekStart(listener: ListenerId) {
      await updateAccount(database, listener, { weekStart: pick(['monday', 'sunday'] as const) });
    },
    async creditAnother() {
      await sql`
        insert into track_artists (track_id, position, artist_id)
        select k.id, 1, a.id from tracks k, artists a
        where k.spotify_id = ${spotifyId(Math.floor(random() * TRACKS))} and a.name = ${`Artist ${Math.floor(random() * 4)}`}
        on conflict do nothing`.execute(database);
    },
    async creditAlone() {
      await sql`
        delete from track_artists t using tracks k
        where k.id = t.track_id and k.spotify_id = ${spotifyId(Math.floor(random() * TRACKS))} and t.position = 1`.execute(
        database,
      );
    },
    async changeRule(listener: ListenerId) {
      await updateAccount(database, listener, { countingRule: pick(RULES) });
    },
    async join() {
      const tracks = await database.selectFrom('tracks').select(['id', 'recording_id']).execute();
      const move = { trackId: pick(tracks).id, recordingId: pick(tracks).recording_id };
      await database.transaction().execute((trx) => moveTracks(trx, [move]));
    },
    async split() {
      await sql`
        with fresh as (insert into recordings default values returning id)
        update tracks set recording_id = (select id from fresh)
        where spotify_id = ${spotifyId(Math.floor(random() * TRACKS))}`.execute(database);
    },
  };
}

test.each([1, 2, 3, 4, 5, 6, 7, 8, 9, 10])(
  'totals equal recomputation after random operations (seed %i)',
  async (seed) => {
    const random = randomNumbers(seed);
    const listeners = [await addListener(`a ${seed}`), await addListener(`b ${seed}`)];
    await database.transaction().execute(async (trx) => {
      for (const listener of listeners) await insertMonitor(trx, listener, PLAYLIST);
    });
    const possible = Object.values(operations(random));
    for (let step = 0; step < 200; step += 1) {
      const run = possible[Math.floor(random() * possible.length)];
      const listener = listeners[Math.floor(random() * listeners.length)];
      if (run && listener !== undefined) await run(listener);
      if (step % 50 === 49) {
        const { kept, computed } = await compareTotals(database);
        expect(kept).toEqual(computed);
      }
    }
    await renewFigures(database);
    const { kept, computed } = await compareTotals(database);
    expect(kept).toEqual(computed);
    const judgement = await compareCounted(database);
    expect(judgement.kept).toEqual(judgement.judged);
    const { counted } = await database
      .selectFrom('plays')
      .select((eb) => eb.fn.countAll<number>().as('counted'))
      .where('counted', '=', true)
      .executeTakeFirstOrThrow();
    expect(counted).toBeGreaterThan(50);
  },
);

test('deleting a listener takes their totals along and leaves others alone', async () => {
  const [gone, stays] = [await addListener('gone'), await addListener('stays')];
  for (const listener of [gone, stays]) {
    await database.transaction().execute((trx) =>
      recordPlays(
        trx,
        listener,
        polledRows('recently-played', [
          {
            spotifyId: spotifyId(1),
            localUri: null,
            playedAt: new Date('2025-01-01T00:00:00Z'),
            msPlayed: 60_000,
            msPlayedIsEstimate: false,
          },
        ]),
      ),
    );
  }
  await database.deleteFrom('users').where('id', '=', gone).execute();
  const totals = await database.selectFrom('recording_totals').select(['user_id', 'plays']).execute();
  expect(totals.filter((row) => row.user_id === gone)).toEqual([]);
  expect(totals.filter((row) => row.user_id === stays)).toEqual([{ user_id: stays, plays: 1 }]);
});

test('a track gets its further artists while its first plays are being written, and they count for these too', async () => {
  const describe = (artists: string[], album: string) => ({
    spotifyId: 'described'.padEnd(22, '0'),
    localUri: null,
    name: 'Described',
    durationMs: 200_000,
    isrc: null,
    explicit: null,
    artists: artists.map((name) => ({ spotifyId: null, name })),
    album: { spotifyId: null, name: album, imageUrl: null, artist: null },
  });
  const upsert = (...track: Parameters<typeof describe>) =>
    database.transaction().execute((trx) => upsertTracks(trx, [describe(...track)]));
  await upsert(['First'], 'Single');
  await sql`update tracks set enriched_at = null where name = 'Described'`.execute(database);
  const listenerId = await addListener('early');
  let described: Promise<void> | undefined;
  await database.transaction().execute(async (trx) => {
    await lockHistory(trx, listenerId);
    const row = {
      spotifyId: 'described'.padEnd(22, '0'),
      localUri: null,
      playedAt: new Date('2025-05-05T05:05:05Z'),
      msPlayed: 200_000,
      msPlayedIsEstimate: true,
    };
    await recordPlays(trx, listenerId, polledRows('recently-played', [row]));
    let isDone = false;
    described = upsert(['First', 'Second'], 'Album').finally(() => {
      isDone = true;
    });
    const isWaiting = async () => {
      const { rows } = await sql`
        select from pg_locks l join pg_database b on b.oid = l.database
        where not l.granted and b.datname = current_database()`.execute(database);
      return isDone || rows.length > 0;
    };
    await expect.poll(isWaiting, { timeout: 30_000 }).toBe(true);
  });
  await described;
  const { kept, computed } = await compareTotals(database);
  expect(kept).toEqual(computed);
});
