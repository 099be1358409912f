import type { Recording } from '@analytics/contract/recording';
import { sql } from 'kysely';
import type { Database } from '../database/database.ts';
import type { ListenerId } from '../database/listener-id.ts';
import { isTrackCalled } from '../database/search.ts';

/** A recording without the reasons, which are computed. */
type Row = Omit<Recording, 'tracks'> & {
  readonly tracks: readonly Omit<Recording['tracks'][number], 'reason'>[];
  /** All tracks of it, also those that only others have played. */
  readonly trackIds: readonly number[];
};

/** Recordings of which the listener has played two or more tracks, the most played first. */
export async function listJoinedRecordings(
  database: Database,
  listenerId: ListenerId,
  { search = '', limit, offset }: { search?: string | undefined; limit: number; offset: number },
): Promise<{ items: Row[]; total: number }> {
  const { rows } = await sql<{ total: number; item: Row | null }>`
    with joined as materialized (
      select recording_id from tracks group by 1 having count(*) > 1
    ), own as materialized (
      select k.recording_id, k.id as track_id, p.plays, p.ms
      from joined j
      join recording_totals t on t.user_id = ${listenerId} and t.recording_id = j.recording_id
      join tracks k on k.recording_id = j.recording_id
      cross join lateral (
        select count(*) as streams, count(*) filter (where p.counted) as plays, coalesce(sum(p.ms_played) filter (where p.counted), 0) as ms
        from plays p where p.user_id = ${listenerId} and p.track_id = k.id and p.deleted_at is null
      ) p
      where p.streams > 0
    ), recordings_played as materialized (
      select o.recording_id, sum(o.plays)::int as plays, sum(o.ms)::bigint as ms
      from own o
      group by 1
      having count(*) > 1 and bool_or(exists (
        select from tracks k where k.id = o.track_id and ${isTrackCalled(search, {
          artists: sql`select t.artist_id from own o join track_artists t on t.track_id = o.track_id`,
          albums: sql`select k.album_id from own o join tracks k on k.id = o.track_id`,
        })}))
    ), page as (
      select * from recordings_played order by plays desc, ms desc, recording_id limit ${limit} offset ${offset}
    )
    select c.total, case when p.recording_id is not null then json_build_object(
      'plays', p.plays, 'ms', p.ms,
      'track', (select d.track from recording_tracks r join track_descriptions d on d.id = r.track_id where r.recording_id = p.recording_id),
      'tracks', (
        select json_agg(json_build_object('track', d.track, 'plays', o.plays, 'ms', o.ms) order by o.plays desc, o.ms desc, o.track_id)
        from own o join track_descriptions d on d.id = o.track_id where o.recording_id = p.recording_id),
      'trackIds', (select json_agg(k.id) from tracks k where k.recording_id = p.recording_id)) end as item
    from (select count(*) as total from recordings_played) c left join page p on true
    order by p.plays desc, p.ms desc, p.recording_id`.execute(database);
  return { total: rows[0]?.total ?? 0, items: rows.flatMap(({ item }) => (item ? [item] : [])) };
}
