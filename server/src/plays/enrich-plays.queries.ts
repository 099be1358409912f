import { sql } from 'kysely';
import type { DatabaseTransaction } from '../database/database.ts';
import { isExcluded } from '../database/excluded-tracks.queries.ts';
import type { ListenerId } from '../database/listener-id.ts';
import { refreshStatistics } from '../database/planner.queries.ts';
import type { IncomingRows } from './incoming-rows.queries.ts';
import type { RowMatches } from './row-matches.queries.ts';

/**
 * Gives stored plays what the rows that matched them know better. What the play was before an import is kept for the undo of
 * that import. What a poll reports of a play that it did not make is kept for the undo of the import that did.
 */
export async function enrichPlays(
  trx: DatabaseTransaction,
  listenerId: ListenerId,
  incoming: IncomingRows,
  matches: RowMatches,
): Promise<void> {
  if (incoming.source === 'recently-played') {
    await endUnwatchedPlays(trx, listenerId, incoming, matches);
    await sql`
      update plays p set polled_played_at = i.played_at, polled_track_id = i.track_id,
        polled_ms_played = i.ms_played
      from (${matches}) m join (${incoming.relation}) i on i.row = m.row
      where p.user_id = ${listenerId} and p.id = m.play_id and p.source <> 'recently-played'
        and p.polled_played_at is null`.execute(trx);
  } else if (incoming.source === 'import') {
    await enrichFromExport(trx, listenerId, incoming, matches);
  }
}

/** A play that was not watched to its end gets the end that a poll tells of, and the estimate of how long it was. */
async function endUnwatchedPlays(
  trx: DatabaseTransaction,
  listenerId: ListenerId,
  { relation }: IncomingRows,
  matches: RowMatches,
): Promise<void> {
  await sql`
    update plays p set
      played_at = i.played_at,
      ordinal = case when p.played_at = i.played_at then p.ordinal else i.place + (
        select coalesce(max(q.ordinal) + 1, 0) from plays q
        where q.user_id = ${listenerId} and q.track_id = p.track_id and q.played_at = i.played_at) end,
      ms_played = i.ms,
      counted = p.deleted_at is null and is_counted(u.counting_rule, i.ms, k.duration_ms, p.reason_end)
        and not ${isExcluded(listenerId, sql`k.id`)}
    from (
      select o.id, i.played_at, greatest(o.ms_played, i.ms_played) as ms,
        row_number() over (partition by o.track_id, i.played_at order by o.id) - 1 as place
      from (${matches}) m
      join (${relation}) i on i.row = m.row
      join plays o on o.user_id = ${listenerId} and o.id = m.play_id
      where o.source = 'currently-playing' and o.ms_played_is_estimate and o.polled_played_at is null
    ) i, users u, tracks k
    where p.user_id = ${listenerId} and p.id = i.id and u.id = p.user_id and k.id = p.track_id`.execute(trx);
}

/**
 * The extended history is exact about the time played and brings platform, reasons and flags; a play that the account data made
 * becomes, to the second and with its id, what the extended history says. The account data know the time played alone,
 * and what our own export brings back of a poll's estimate nothing.
 */
async function enrichFromExport(
  trx: DatabaseTransaction,
  listenerId: ListenerId,
  { relation, importId }: IncomingRows,
  matches: RowMatches,
): Promise<void> {
  const enriched = await sql`
    with pair as materialized (
      select p.id, i.*, f.id as platform_id, p.source = 'import' as moves, i.precision_ms = 1 as is_exact,
        case when p.source = 'import' then i.track_id else p.track_id end as kept_track_id,
        case when i.precision_ms = 1 then i.reason_end else p.reason_end end as kept_reason_end,
        row_number() over (partition by p.source = 'import', i.track_id, i.played_at order by p.id) - 1 as place
      from (select row, play_id from (${matches}) m where m.enriches) m
      join (${relation}) i on i.row = m.row
      join plays p on p.user_id = ${listenerId} and p.id = m.play_id
      left join platforms f on f.name = i.platform
      where p.export_played_at is null and not i.ms_played_is_estimate
        and case when i.precision_ms = 1 then p.source <> 'import' or p.precision_ms > 1 or p.ms_played_is_estimate
          else p.ms_played_is_estimate end
    ), kept as (
      insert into play_enrichments (user_id, import_id, play_id, track_id, played_at, precision_ms, ms_played,
        ms_played_is_estimate, export_played_at, platform_id, country, shuffle, skipped, offline, reason_start, reason_end)
      select p.user_id, ${importId}::bigint, p.id, p.track_id, p.played_at, p.precision_ms, p.ms_played,
        p.ms_played_is_estimate, p.export_played_at, p.platform_id, p.country, p.shuffle, p.skipped, p.offline, p.reason_start,
        p.reason_end
      from pair e join plays p on p.user_id = ${listenerId} and p.id = e.id
    )
    update plays p set
      track_id = k.id,
      played_at = case when e.moves then e.played_at else p.played_at end,
      precision_ms = case when e.moves then e.precision_ms else p.precision_ms end,
      ordinal = case when e.moves then e.place + (
        select coalesce(max(q.ordinal) + 1, 0) from plays q
        where q.user_id = ${listenerId} and q.track_id = e.track_id and q.played_at = e.played_at) else p.ordinal end,
      ms_played = e.ms_played,
      ms_played_is_estimate = false,
      counted = p.deleted_at is null and is_counted(u.counting_rule, e.ms_played, k.duration_ms, e.kept_reason_end)
        and not ${isExcluded(listenerId, sql`k.id`)},
      export_played_at = case when e.is_exact and not e.moves then e.played_at end,
      platform_id = case when e.is_exact then e.platform_id else p.platform_id end,
      country = case when e.is_exact then e.country else p.country end,
      shuffle = case when e.is_exact then e.shuffle else p.shuffle end,
      skipped = case when e.is_exact then e.skipped else p.skipped end,
      offline = case when e.is_exact then e.offline else p.offline end,
      reason_start = case when e.is_exact then e.reason_start else p.reason_start end,
      reason_end = e.kept_reason_end
    from pair e
    join users u on u.id = ${listenerId}
    join tracks k on k.id = e.kept_track_id
    where p.user_id = ${listenerId} and p.id = e.id`.execute(trx);
  await refreshStatistics(trx, 'enrichments', Number(enriched.numAffectedRows ?? 0n));
}
