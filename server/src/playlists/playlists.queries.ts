import type { Playlist } from '@analytics/contract/playlist';
import { type RawBuilder, sql } from 'kysely';
import type { Database, DatabaseTransaction } from '../database/database.ts';
import { toInstant } from '../database/instant.ts';
import type { ListenerId } from '../database/listener-id.ts';
import { DomainError } from '../errors.ts';

/** A worker that was killed does not say that its scan is over. */
const LONGEST_SCAN = sql`interval '15 minutes'`;

/** The playlists that the listener watches, by name. */
export async function listPlaylists(
  database: Database,
  listenerId: ListenerId,
  { limit, offset }: { limit: number; offset: number },
): Promise<{ items: Playlist[]; total: number }> {
  const items = await selectPlaylists(database, listenerId, sql`true`, { limit, offset });
  const { total } = await database
    .selectFrom('playlist_monitors')
    .select((eb) => eb.fn.countAll<number>().as('total'))
    .where('user_id', '=', listenerId)
    .executeTakeFirstOrThrow();
  return { items, total };
}

/** @throws DomainError `not-found` unless the listener watches it */
export async function getPlaylist(
  database: Database,
  listenerId: ListenerId,
  playlistId: number,
): Promise<Playlist> {
  const isIt = sql<boolean>`p.id = ${playlistId}`;
  const [playlist] = await selectPlaylists(database, listenerId, isIt, { limit: 1, offset: 0 });
  if (!playlist) throw notWatched();
  return playlist;
}

/** @throws DomainError `not-found` unless the listener watches it */
export async function requireMonitor(
  database: Database,
  listenerId: ListenerId,
  playlistId: number,
): Promise<void> {
  const monitor = await database
    .selectFrom('playlist_monitors')
    .select('playlist_id')
    .where('user_id', '=', listenerId)
    .where('playlist_id', '=', playlistId)
    .executeTakeFirst();
  if (!monitor) throw notWatched();
}

const notWatched = () => new DomainError('not-found', 'You watch no such playlist.');

async function selectPlaylists(
  database: Database,
  listenerId: ListenerId,
  condition: RawBuilder<boolean>,
  { limit, offset }: { limit: number; offset: number },
): Promise<Playlist[]> {
  const { rows } = await sql<Playlist>`
    with own as materialized (
      select p.*, m.added_at
      from playlist_monitors m join playlists p on p.id = m.playlist_id
      where m.user_id = ${listenerId} and ${condition}
      order by searchable(coalesce(p.name, '')), p.id limit ${limit} offset ${offset}
    ), everything as (select sum(ms) as ms from recording_totals where user_id = ${listenerId})
    select p.id, p.spotify_id as "spotifyId", 'https://open.spotify.com/playlist/' || p.spotify_id as "spotifyUrl",
      p.name, p.owner_name as "ownerName", p.image_url as "imageUrl", p.contents,
      (select count(*) from playlist_tracks l where l.playlist_id = p.id) as "trackCount",
      p.episode_count as "episodeCount", p.missing_count as "missingCount",
      t.plays, t.ms, coalesce(t.ms::float8 / nullif(e.ms, 0), 0) as share,
      ${toInstant(sql`p.added_at`)} as "addedAt",
      case when p.scanning_since > now() - ${LONGEST_SCAN} then 'scanning'
        when p.next_scan_at <= now() then 'waiting' else 'idle' end as state,
      case when s.rows_total > 0 then json_build_object('done', s.rows_read, 'total', s.rows_total) end as progress,
      ${toInstant(sql`p.last_scanned_at`)} as "lastScannedAt", ${toInstant(sql`p.next_scan_at`)} as "nextScanAt",
      p.last_error as "lastError"
    from own p
    left join playlist_scans s on s.playlist_id = p.id
    cross join everything e
    cross join lateral (
      select coalesce(sum(r.plays), 0)::int as plays, coalesce(sum(r.ms), 0)::bigint as ms
      from recording_totals r
      where r.user_id = ${listenerId} and r.recording_id in (
        select k.recording_id from playlist_tracks l join tracks k on k.id = l.track_id where l.playlist_id = p.id)
    ) t
    order by searchable(coalesce(p.name, '')), p.id`.execute(database);
  return rows;
}

/** Lets the listener watch a playlist, which is due for a scan unless they did before. Answers its id. */
export async function insertMonitor(
  trx: DatabaseTransaction,
  listenerId: ListenerId,
  spotifyId: string,
): Promise<number> {
  // The row is locked whether it is new or not, so that it cannot go because its last watcher goes.
  const { id } = await trx
    .insertInto('playlists')
    .values({ spotify_id: spotifyId })
    .onConflict((conflict) => conflict.column('spotify_id').doUpdateSet({ spotify_id: spotifyId }))
    .returning('id')
    .executeTakeFirstOrThrow();
  const result = await trx
    .insertInto('playlist_monitors')
    .values({ user_id: listenerId, playlist_id: id })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst();
  if (result.numInsertedOrUpdatedRows === 1n) await makeScanDue(trx, id);
  return id;
}

/** @throws DomainError `not-found` unless the listener watches it */
export async function deleteMonitor(
  database: Database,
  listenerId: ListenerId,
  playlistId: number,
): Promise<void> {
  const result = await database
    .deleteFrom('playlist_monitors')
    .where('user_id', '=', listenerId)
    .where('playlist_id', '=', playlistId)
    .executeTakeFirst();
  if (result.numDeletedRows === 0n) throw notWatched();
}

/** Asks for a scan as soon as possible. */
export async function makeScanDue(trx: DatabaseTransaction, playlistId: number): Promise<void> {
  await trx
    .updateTable('playlists')
    .set({ next_scan_at: sql<Date>`now()` })
    .where('id', '=', playlistId)
    .execute();
}

/** Which of these playlists of Spotify the listener watches, by Spotify's id. */
export async function findWatched(
  database: Database,
  listenerId: ListenerId,
  spotifyIds: readonly string[],
): Promise<Map<string, number>> {
  const rows = await database
    .selectFrom('playlists as p')
    .innerJoin('playlist_monitors as m', 'm.playlist_id', 'p.id')
    .select(['p.id', 'p.spotify_id'])
    .where('m.user_id', '=', listenerId)
    .where('p.spotify_id', 'in', [...spotifyIds, ''])
    .execute();
  return new Map(rows.map(({ id, spotify_id: spotifyId }) => [spotifyId, id]));
}
