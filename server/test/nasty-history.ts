import type { Insertable } from 'kysely';
import type { DatabasePool, DatabaseTransaction } from '../src/database/database.ts';
import type { Schema } from '../src/database/schema.ts';

interface NastyTrack {
  readonly spotifyId?: string;
  readonly localUri?: string;
  readonly name: string;
  readonly artists: readonly string[];
  readonly album?: string;
}

type NastyPlay = Omit<
  Insertable<Schema['plays']>,
  'user_id' | 'track_id' | 'counted' | 'source' | 'platform_id'
> & {
  readonly track: NastyTrack;
  readonly platform?: string;
  /** Default `import`. */
  readonly source?: Schema['plays']['source'];
};

const formula: NastyTrack = {
  spotifyId: '0123456789abcdefghijAA',
  name: `=cmd|' /C calc'!A0`,
  artists: ['@The "Quoted", Ones', 'Second'],
  album: '-Two\nLines',
};
const plain: NastyTrack = {
  spotifyId: '0123456789abcdefghijAB',
  name: 'Blue Lantern 🎧',
  artists: ['The Rivers'],
  album: 'Harbour',
};
const bare: NastyTrack = { spotifyId: '0123456789abcdefghijAC', name: 'Lone\rReturn', artists: [] };
const local: NastyTrack = {
  localUri: 'spotify:local:Fugees+%28Refugee+Camp%29:The+Score:No+Woman%2C+No+Cry:273',
  name: 'No Woman, No Cry',
  artists: ['Fugees (Refugee Camp)'],
  album: 'The Score',
};
const named: NastyTrack = { name: "'=Named", artists: ['+Only 🎵'] };

const details = {
  platform: 'ios',
  country: 'DE',
  shuffle: true,
  skipped: false,
  offline: false,
  reason_start: 'trackdone',
  reason_end: 'fwdbtn',
};

/** Plays of every kind that is hard to write into a file and to read back, by time; one of them is deleted. */
const PLAYS: readonly NastyPlay[] = [
  { track: plain, played_at: new Date('2023-12-31T23:59:59Z'), ms_played: 200_000, ...details },
  { track: named, played_at: new Date('2024-01-01T00:07:00Z'), ms_played: 180_000, precision_ms: 60_000 },
  { track: local, played_at: new Date('2024-01-01T10:00:00Z'), ms_played: 273_000, ...details },
  {
    track: formula,
    played_at: new Date('2024-02-29T12:00:00Z'),
    ms_played: 31_000,
    ...details,
    platform: '-x, "y"',
  },
  { track: plain, played_at: new Date('2024-03-01T12:00:00Z'), ms_played: 29_999, ...details },
  {
    track: plain,
    played_at: new Date('2024-03-01T12:00:00Z'),
    ordinal: 1,
    ms_played: 29_999,
    ...details,
    offline: true,
  },
  { track: bare, played_at: new Date('2024-05-01T12:00:00Z'), ms_played: 60_000 },
  {
    track: plain,
    played_at: new Date('2024-06-01T12:00:00Z'),
    ms_played: 100_000,
    deleted_at: new Date('2024-06-02T12:00:00Z'),
  },
  {
    track: plain,
    played_at: new Date('2026-02-25T20:15:20.497Z'),
    ms_played: 200_000,
    ms_played_is_estimate: true,
    source: 'recently-played',
  },
  {
    track: plain,
    played_at: new Date('2026-02-25T20:15:20.509Z'),
    ms_played: 200_000,
    source: 'currently-playing',
  },
];

/** Writes the plays, with tracks, artists and albums, into a database that does not know them, as a listener's history. */
export async function insertNastyHistory(
  { database }: Pick<DatabasePool, 'database'>,
  userId: number,
): Promise<void> {
  await database.transaction().execute(async (trx) => {
    const { id: importId } = await trx
      .insertInto('imports')
      .values({ user_id: userId, state: 'imported', file_names: [] })
      .returning('id')
      .executeTakeFirstOrThrow();
    const trackIds = new Map<NastyTrack, number>();
    for (const { track, platform, source = 'import', ...play } of PLAYS) {
      const trackId = trackIds.get(track) ?? (await insertTrack(trx, track));
      trackIds.set(track, trackId);
      await trx
        .insertInto('plays')
        .values({
          ...play,
          user_id: userId,
          track_id: trackId,
          counted: play.deleted_at === undefined && play.ms_played >= 30_000,
          source,
          import_id: source === 'import' ? importId : null,
          platform_id: platform === undefined ? null : await upsertPlatform(trx, platform),
        })
        .execute();
    }
  });
}

async function insertTrack(trx: DatabaseTransaction, track: NastyTrack): Promise<number> {
  const artists =
    track.artists.length === 0
      ? []
      : await trx
          .insertInto('artists')
          .values(track.artists.map((name) => ({ name })))
          .returning('id')
          .execute();
  const album =
    track.album !== undefined &&
    (await trx
      .insertInto('albums')
      .values({ name: track.album, artist_id: artists[0]?.id ?? null })
      .returning('id')
      .executeTakeFirstOrThrow());
  const recording = await trx
    .insertInto('recordings')
    .defaultValues()
    .returning('id')
    .executeTakeFirstOrThrow();
  const { id } = await trx
    .insertInto('tracks')
    .values({
      recording_id: recording.id,
      spotify_id: track.spotifyId ?? null,
      local_uri: track.localUri ?? null,
      name: track.name,
      album_id: album ? album.id : null,
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  const credits = artists.map((artist, position) => ({ track_id: id, position, artist_id: artist.id }));
  if (credits.length > 0) await trx.insertInto('track_artists').values(credits).execute();
  return id;
}

async function upsertPlatform(trx: DatabaseTransaction, name: string): Promise<number> {
  const { id } = await trx
    .insertInto('platforms')
    .values({ name })
    .onConflict((conflict) => conflict.column('name').doUpdateSet({ name }))
    .returning('id')
    .executeTakeFirstOrThrow();
  return id;
}
