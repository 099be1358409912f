import { sql } from 'kysely';
import type { ListenerId } from '../database/listener-id.ts';
import type { IncomingRows } from './incoming-rows.queries.ts';
import { isOfOthers } from './match.queries.ts';
import type { RowMatches } from './row-matches.queries.ts';

/**
 * Rows of an export that an export has brought before, alike in track, end and time played: what `matchExact` joins first of all, and what the
 * other phases neither use nor change. Finding them here keeps a history that comes again, all of it, out of the program. Both sides are sorted
 * by time first: they nearly stand in that order, which makes the sort cheap.
 */
export const twinMatches = (listenerId: ListenerId, incoming: IncomingRows): RowMatches => sql`
  select r.row, 'exact-duplicate'::import_verdict as verdict, s.id as play_id, false as enriches
  from (
    select i.row, i.track_id, i.played_at, i.precision_ms, i.ms_played,
      row_number() over (partition by i.played_at, i.track_id, i.precision_ms, i.ms_played order by i.row) as place
    from (${incoming.relation}) i
    where not i.ms_played_is_estimate
  ) r
  join (
    select p.id, p.track_id, e.end_at, p.precision_ms, p.ms_played,
      row_number() over (partition by e.end_at, p.track_id, p.precision_ms, p.ms_played order by p.id) as place
    from plays p
    cross join lateral (select case when p.source = 'import' then p.played_at else p.export_played_at end as end_at) e
    where p.user_id = ${listenerId} and e.end_at is not null and not p.ms_played_is_estimate and ${isOfOthers(incoming)}
  ) s on s.track_id = r.track_id and s.end_at = r.played_at and s.precision_ms = r.precision_ms
    and s.ms_played = r.ms_played and s.place = r.place`;
