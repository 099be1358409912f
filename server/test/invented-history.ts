import type { Database, DatabaseTransaction } from '../src/database/database.ts';
import { randomNumbers } from './labelled-history.ts';

export interface InventedTrack {
  readonly id: number;
  readonly recordingId: number;
  readonly name: string;
  readonly artistIds: readonly number[];
  readonly albumId: number | null;
}

export interface InventedPlay {
  readonly track: InventedTrack;
  readonly playedAt: Date;
  readonly ms: number;
  readonly counted: boolean;
}

export interface InventedCatalogue {
  readonly artists: readonly { id: number; name: string }[];
  readonly albums: readonly { id: number; name: string; artistId: number }[];
  readonly tracks: readonly InventedTrack[];
}

const WORDS = [
  'Lantern',
  'Ångström',
  'river',
  '100%',
  'under_score',
  'back\\slash',
  'Été',
  'Straße',
  'Ночь',
  'blue',
];

interface Counts {
  artists?: number;
  albums?: number;
  tracks?: number;
}

/**
 * Artists, albums and tracks with one to three artists each; a fifth of the tracks are another version of the one before, which no
 * job judges otherwise: it would find their names too different.
 */
export async function inventCatalogue(
  database: Database,
  seed: number,
  counts: Counts = {},
): Promise<InventedCatalogue> {
  return database.transaction().execute(async (trx) => {
    const catalogue = await insertCatalogue(trx, seed, counts);
    await trx.deleteFrom('recording_checks').execute();
    return catalogue;
  });
}

async function insertCatalogue(
  database: DatabaseTransaction,
  seed: number,
  { artists: artistCount = 9, albums: albumCount = 8, tracks: trackCount = 40 }: Counts,
): Promise<InventedCatalogue> {
  const random = randomNumbers(seed);
  const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)] as T;
  const name = () => `${pick(WORDS)} ${pick(WORDS)}`;
  const artists = await database
    .insertInto('artists')
    .values(
      Array.from({ length: artistCount }, (_, n) => ({
        name: `${name()} ${seed}-${n}`,
        spotify_id: null,
        image_url: null,
      })),
    )
    .returning(['id', 'name'])
    .execute();
  const albums = await database
    .insertInto('albums')
    .values(
      Array.from({ length: albumCount }, (_, n) => ({
        name: `${name()} ${n}`,
        artist_id: pick(artists).id,
        spotify_id: null,
        image_url: null,
      })),
    )
    .returning(['id', 'name', 'artist_id'])
    .execute();
  const tracks: InventedTrack[] = [];
  for (let n = 0; n < trackCount; n += 1) {
    const before = tracks.at(-1);
    const recordingId =
      before && random() < 0.2
        ? before.recordingId
        : (await database.insertInto('recordings').defaultValues().returning('id').executeTakeFirstOrThrow())
            .id;
    const albumId = random() < 0.1 ? null : pick(albums).id;
    const { id, name: trackName } = await database
      .insertInto('tracks')
      .values({
        recording_id: recordingId,
        spotify_id: null,
        local_uri: null,
        name: name(),
        album_id: albumId,
        duration_ms: null,
        isrc: null,
        explicit: null,
        enriched_at: null,
      })
      .returning(['id', 'name'])
      .executeTakeFirstOrThrow();
    const artistIds = [
      ...new Set(Array.from({ length: 1 + Math.floor(random() * 3) }, () => pick(artists).id)),
    ];
    await database
      .insertInto('track_artists')
      .values(artistIds.map((artistId, position) => ({ track_id: id, position, artist_id: artistId })))
      .execute();
    tracks.push({ id, recordingId, name: trackName, artistIds, albumId });
  }
  return {
    artists,
    albums: albums.map(({ artist_id: artistId, ...album }) => ({ ...album, artistId: artistId ?? 0 })),
    tracks,
  };
}

/** Plays of a listener at random times from `from` on, some of them too short to count, some tracks far more often than others. */
export async function inventPlays(
  database: Database,
  userId: number,
  tracks: readonly InventedTrack[],
  { seed, count, from, days }: { seed: number; count: number; from: string; days: number },
): Promise<InventedPlay[]> {
  const random = randomNumbers(seed);
  const plays = Array.from({ length: count }, () => ({
    track: tracks[Math.floor(random() ** 2 * tracks.length)] as InventedTrack,
    playedAt: new Date(Date.parse(from) + Math.floor(random() * days * 86_400) * 1_000),
    ms: 1_000 * (30 + Math.floor(random() * 200)),
    counted: random() < 0.85,
  }));
  await database
    .insertInto('plays')
    .values(
      plays.map(({ track, playedAt, ms, counted }, ordinal) => ({
        user_id: userId,
        track_id: track.id,
        played_at: playedAt,
        ordinal,
        ms_played: ms,
        counted,
        deleted_at: null,
        source: 'recently-played' as const,
        import_id: null,
        export_played_at: null,
        polled_played_at: null,
        polled_track_id: null,
        polled_ms_played: null,
        platform_id: null,
        country: null,
        shuffle: null,
        skipped: null,
        offline: null,
        reason_start: null,
        reason_end: null,
      })),
    )
    .execute();
  return plays;
}
