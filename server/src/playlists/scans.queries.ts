import type { Playlist } from '@analytics/contract/playlist';
import { sql } from 'kysely';
import type { Database, DatabaseTransaction } from '../database/database.ts';
import { type ListenerId, provenListenerId } from '../database/listener-id.ts';
import { keepCatalogue } from '../database/locks.queries.ts';

/** A playlist that is to be scanned, with what is known of it from before. */
export interface ScannedPlaylist {
  readonly id: number;
  readonly spotifyId: string;
  readonly contents: Playlist['contents'];
  /** Spotify's mark of the version that was read last. */
  readonly snapshotId: string | null;
}

/** After an outage all are due; the others come with the next sweeps. */
const MOST_DUE = 500;

/** The playlists that should be scanned now, longest waiting first. */
export async function listDuePlaylists(database: Database): Promise<number[]> {
  const rows = await database
    .selectFrom('playlists')
    .select('id')
    .where('next_scan_at', '<=', sql<Date>`now()`)
    .orderBy('next_scan_at')
    .limit(MOST_DUE)
    .execute();
  return rows.map(({ id }) => id);
}

/** Notes that a playlist is looked at now; undefined when it is not due, or when nobody watches it any more. */
export async function beginScan(
  database: Database,
  playlistId: number,
): Promise<ScannedPlaylist | undefined> {
  return database
    .updateTable('playlists')
    .set({ scanning_since: sql`now()` })
    .where('id', '=', playlistId)
    .where('next_scan_at', '<=', sql<Date>`now()`)
    .returning(['id', 'spotify_id as spotifyId', 'contents', 'snapshot_id as snapshotId'])
    .executeTakeFirst();
}

/** Notes how it went and when the next scan is due; who has asked for one meanwhile gets it at once. */
export async function endScan(
  database: Database,
  playlistId: number,
  outcome: { nextScanAt: Date; error: string | null; contents?: Playlist['contents'] },
): Promise<void> {
  await database
    .updateTable('playlists')
    .set({
      scanning_since: null,
      next_scan_at: sql`case when next_scan_at > scanning_since then next_scan_at else ${outcome.nextScanAt}::timestamptz end`,
      last_error: outcome.error,
      ...(outcome.contents && { contents: outcome.contents, last_scanned_at: sql`now()` }),
    })
    .where('id', '=', playlistId)
    .execute();
}

/** The listeners whose connections may be able to read the playlist, the likeliest first. */
export async function listReaders(database: Database, playlistId: number): Promise<ListenerId[]> {
  const { rows } = await sql<{ userId: number }>`
    select m.user_id as "userId"
    from playlist_monitors m
    join playlists p on p.id = m.playlist_id
    join spotify_connections c on c.user_id = m.user_id
    where m.playlist_id = ${playlistId}
    order by m.user_id = p.read_by desc nulls last, c.state = 'connected' desc, m.added_at`.execute(database);
  return rows.map(({ userId }) => provenListenerId(userId));
}

/** Stores what a playlist is called and who made it. */
export async function updateDescription(
  database: Database,
  playlistId: number,
  description: { name: string; ownerName: string | null; imageUrl: string | null },
): Promise<void> {
  const { name, ownerName, imageUrl } = description;
  await database
    .updateTable('playlists')
    .set({ name, owner_name: ownerName, image_url: imageUrl })
    .where('id', '=', playlistId)
    .execute();
}

/** Goes on with the scan of this version of a playlist, or begins it; answers how many rows have been read. */
export async function openScan(database: Database, playlistId: number, snapshotId: string): Promise<number> {
  return database.transaction().execute(async (trx) => {
    const scan = { playlist_id: playlistId, snapshot_id: snapshotId };
    await trx
      .deleteFrom('playlist_scans')
      .where('playlist_id', '=', playlistId)
      .where('snapshot_id', '<>', snapshotId)
      .execute();
    await trx
      .insertInto('playlist_scans')
      .values(scan)
      .onConflict((conflict) => conflict.doNothing())
      .execute();
    const { rows_read: rowsRead } = await trx
      .selectFrom('playlist_scans')
      .select('rows_read')
      .where('playlist_id', '=', playlistId)
      .executeTakeFirstOrThrow();
    return rowsRead;
  });
}

/** Some rows of a playlist in the order that they have there; the tracks are in the catalogue. */
export interface ScannedRows {
  readonly snapshotId: string;
  readonly offset: number;
  /** How many rows these are, those that are no tracks included. */
  readonly count: number;
  readonly total: number;
  readonly episodeCount: number;
  readonly missingCount: number;
  readonly tracks: readonly {
    readonly position: number;
    readonly spotifyId: string | null;
    readonly localUri: string | null;
    readonly status: 'playable' | 'unplayable' | 'local';
    readonly addedAt: Date | null;
  }[];
}

/** Adds rows to a scan; false when somebody else has taken it over. */
export async function insertScannedRows(
  trx: DatabaseTransaction,
  playlistId: number,
  rows: ScannedRows,
): Promise<boolean> {
  await keepCatalogue(trx);
  const { numUpdatedRows } = await trx
    .updateTable('playlist_scans')
    .set({
      rows_read: rows.offset + rows.count,
      rows_total: rows.total,
      episode_count: sql`episode_count + ${rows.episodeCount}::integer`,
      missing_count: sql`missing_count + ${rows.missingCount}::integer`,
    })
    .where('playlist_id', '=', playlistId)
    .where('snapshot_id', '=', rows.snapshotId)
    .where('rows_read', '=', rows.offset)
    .executeTakeFirst();
  if (numUpdatedRows === 0n) return false;
  const json = JSON.stringify(rows.tracks);
  await sql`
    insert into playlist_scan_tracks (playlist_id, position, track_id, status, added_at)
    select ${playlistId}, r.position, k.id, r.status, r."addedAt"
    from jsonb_to_recordset(${json}::jsonb) r
      (position integer, "spotifyId" text, "localUri" text, status text, "addedAt" timestamptz)
    join tracks k on k.spotify_id = r."spotifyId"
      or (md5(k.local_uri) = md5(r."localUri") and k.local_uri = r."localUri")`.execute(trx);
  return true;
}

/**
 * The rows of a playlist, numbered among those of the same recording. Which id of a recording Spotify tells depends on whose
 * connection is asked, and makes no difference.
 */
const numbered = (table: 'playlist_tracks' | 'playlist_scan_tracks', playlistId: number) => sql`
  select l.position, l.track_id, l.added_at, n.key, row_number() over (partition by n.key order by l.position) as number
  from ${sql.table(table)} l
  join tracks k on k.id = l.track_id
  cross join lateral (select coalesce(plain_isrc(k.isrc), k.id::text) as key) n
  where l.playlist_id = ${playlistId}`;

/** Lets the rows of a scan that is complete take the place of those of the scan before, and notes what has changed. */
export async function closeScan(
  trx: DatabaseTransaction,
  playlistId: number,
  { snapshotId, readBy }: { snapshotId: string; readBy: ListenerId },
): Promise<void> {
  await keepCatalogue(trx);
  await sql`
    with former as (${numbered('playlist_tracks', playlistId)}), present as (${numbered('playlist_scan_tracks', playlistId)})
    insert into playlist_changes (playlist_id, kind, track_id, added_at)
    select ${playlistId}, c.kind, c.track_id, c.added_at
    from (
      select 'removed' as kind, f.* from former f
      where not exists (select from present p where p.key = f.key and p.number = f.number)
      union all
      select 'added', p.* from present p
      where not exists (select from former f where f.key = p.key and f.number = p.number)
    ) c
    where exists (select from playlists where id = ${playlistId} and snapshot_id is not null)
    order by c.kind desc, c.position`.execute(trx);
  await trx.deleteFrom('playlist_tracks').where('playlist_id', '=', playlistId).execute();
  await sql`
    insert into playlist_tracks (playlist_id, position, track_id, status, added_at)
    select playlist_id, position, track_id, status, added_at from playlist_scan_tracks where playlist_id = ${playlistId}`.execute(
    trx,
  );
  await sql`
    update playlists p set snapshot_id = ${snapshotId}, read_by = ${readBy}, contents = 'available',
      episode_count = s.episode_count, missing_count = s.missing_count
    from playlist_scans s where s.playlist_id = p.id and p.id = ${playlistId}`.execute(trx);
  await trx.deleteFrom('playlist_scans').where('playlist_id', '=', playlistId).execute();
}
