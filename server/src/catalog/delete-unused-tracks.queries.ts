import { type RawBuilder, sql } from 'kysely';
import { lockCatalogue } from '../database/locks.queries.ts';
import type { DatabaseTransaction } from '../database/database.ts';

/**
 * Removes those of the given tracks (a relation with `track_id`) that nobody has played, no playlist holds and no decision by
 * hand or exclusion names, and the albums, artists and recordings that only they belonged to. Writers of plays wait for the end of the transaction.
 */
export async function deleteUnusedTracks(
  trx: DatabaseTransaction,
  candidates: RawBuilder<unknown>,
): Promise<void> {
  await lockCatalogue(trx);
  await sql`
    create temporary table unused_tracks on commit drop as
    select k.id, k.album_id, k.recording_id, t.artist_id
    from tracks k left join track_artists t on t.track_id = k.id
    where k.id in (select c.track_id from (${candidates}) c)
      and not exists (select from plays p where p.track_id = k.id)
      and not exists (select from plays p where p.polled_track_id = k.id)
      and not exists (select from play_enrichments e where e.track_id = k.id)
      and not exists (select from playlist_tracks l where l.track_id = k.id)
      and not exists (select from playlist_scan_tracks l where l.track_id = k.id)
      and not exists (select from playlist_changes l where l.track_id = k.id)
      and not exists (select from recording_decision_pairs d where k.id in (d.track_id, d.other_track_id))
      and not exists (select from exclusions e where e.track_id = k.id)`.execute(trx);
  await sql`analyze unused_tracks`.execute(trx);
  await sql`delete from track_artists where track_id in (select id from unused_tracks)`.execute(trx);
  await sql`delete from tracks where id in (select id from unused_tracks)`.execute(trx);
  await sql`
    delete from recordings r
    where r.id in (select recording_id from unused_tracks) and not exists (select from tracks k where k.recording_id = r.id)`.execute(
    trx,
  );
  const { rows } = await sql<{ artistId: number | null }>`
    delete from albums b
    where b.id in (select album_id from unused_tracks) and not exists (select from tracks k where k.album_id = b.id)
    returning b.artist_id as "artistId"`.execute(trx);
  await sql`
    delete from artists a
    where (a.id in (select artist_id from unused_tracks) or a.id = any(${rows.map(({ artistId }) => artistId)}::bigint[]))
      and not exists (select from track_artists t where t.artist_id = a.id)
      and not exists (select from albums b where b.artist_id = a.id)
      and not exists (select from exclusions e where e.artist_id = a.id)`.execute(trx);
}
