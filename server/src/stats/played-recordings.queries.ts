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
    select k.recording_id, sum(p.plays)::int as plays, sum(p.ms)::bigint as ms,
      min(p.first_played_at) as first_played_at, max(p.last_played_at) as last_played_at
    from (
      select track_id, count(*) as plays, sum(ms_played) as ms, min(played_at) as first_played_at, max(played_at) as last_played_at
      from plays
      where user_id = ${listenerId} and counted and ${isWithin(sql`played_at`, period, listenerId)}
      group by 1
    ) p join tracks k on k.id = p.track_id
    group by 1`;
}
