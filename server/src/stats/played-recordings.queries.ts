import { type RawBuilder, sql } from 'kysely';
import type { ListenerId } from '../database/listener-id.ts';
import { isWithin, type Period } from '../database/period.ts';

/**
 * What was played in a period, as a relation: `recording_id`, `plays`, `ms`, `first_played_at`, `last_played_at`. All time
 * is kept ready; any other period is summed up from its plays.
 */
export function playedRecordings(listenerId: ListenerId, period: Period): RawBuilder<unknown> {
  if (period.from === undefined && period.to === undefined) {
    return sql`
      select recording_id, plays, ms, first_played_at, last_played_at
      from recording_totals where user_id = ${listenerId}`;
  }
  return sql`
    select k.recording_id, count(*)::int as plays, sum(p.ms_played)::bigint as ms,
      min(p.played_at) as first_played_at, max(p.played_at) as last_played_at
    from plays p join tracks k on k.id = p.track_id
    where p.user_id = ${listenerId} and p.counted and ${isWithin(sql`p.played_at`, period, listenerId)}
    group by k.recording_id`;
}
