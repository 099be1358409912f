import { sql } from 'kysely';
import type { DatabaseTransaction } from '../database/database.ts';
import { isExcluded } from '../database/excluded-tracks.queries.ts';
import type { ListenerId } from '../database/listener-id.ts';

/**
 * Takes back what an import did to the plays: what it made more exact is as before, unless a later import knows it too; what it
 * added goes, unless a poll reported it too, whose play it is then. Totals follow by triggers. A play that the
 * listener has deleted stays as a tombstone, so that another import does not bring it back.
 */
export async function undoPlays(
  trx: DatabaseTransaction,
  listenerId: ListenerId,
  importId: number,
): Promise<void> {
  await passEnrichmentsOn(trx, listenerId, importId);
  await restoreEnrichedPlays(trx, listenerId, importId);
  await givePlaysToPolls(trx, listenerId, importId);
  await trx
    .deleteFrom('plays')
    .where('user_id', '=', listenerId)
    .where('import_id', '=', importId)
    .where('deleted_at', 'is', null)
    .execute();
}

/** Where a later import has made a play more exact again, that one is what now changed the play from its state before this one. */
async function passEnrichmentsOn(trx: DatabaseTransaction, listenerId: ListenerId, importId: number) {
  await sql`
    with chain as materialized (
      select id, import_id, lead(id) over (partition by play_id order by id) as later_id
      from play_enrichments where user_id = ${listenerId}
    ), link as materialized (
      select id, later_id from chain where import_id = ${importId} and later_id is not null
    ), gone as (
      delete from play_enrichments e using link where e.user_id = ${listenerId} and e.id = link.id
    )
    update play_enrichments later set
      track_id = e.track_id,
      played_at = e.played_at,
      precision_ms = e.precision_ms,
      ms_played = e.ms_played,
      ms_played_is_estimate = e.ms_played_is_estimate,
      export_played_at = e.export_played_at,
      platform_id = e.platform_id,
      country = e.country,
      shuffle = e.shuffle,
      skipped = e.skipped,
      offline = e.offline,
      reason_start = e.reason_start,
      reason_end = e.reason_end
    from link join play_enrichments e on e.user_id = ${listenerId} and e.id = link.id
    where later.user_id = ${listenerId} and later.id = link.later_id`.execute(trx);
}

async function restoreEnrichedPlays(trx: DatabaseTransaction, listenerId: ListenerId, importId: number) {
  await sql`
    update plays p set
      track_id = e.track_id,
      played_at = e.played_at,
      precision_ms = e.precision_ms,
      ordinal = case when (p.track_id, p.played_at) = (e.track_id, e.played_at) then p.ordinal else e.place + (
        select coalesce(max(q.ordinal) + 1, 0) from plays q
        where q.user_id = ${listenerId} and q.track_id = e.track_id and q.played_at = e.played_at) end,
      ms_played = e.ms_played,
      ms_played_is_estimate = e.ms_played_is_estimate,
      export_played_at = e.export_played_at,
      platform_id = e.platform_id,
      country = e.country,
      shuffle = e.shuffle,
      skipped = e.skipped,
      offline = e.offline,
      reason_start = e.reason_start,
      reason_end = e.reason_end,
      counted = p.deleted_at is null and is_counted(u.counting_rule, e.ms_played, k.duration_ms, e.reason_end)
        and not ${isExcluded(listenerId, sql`k.id`)}
    from (
      select *, row_number() over (partition by track_id, played_at order by play_id) - 1 as place
      from play_enrichments where user_id = ${listenerId} and import_id = ${importId}
    ) e, users u, tracks k
    where u.id = e.user_id and p.user_id = e.user_id and p.id = e.play_id and k.id = e.track_id`.execute(trx);
  await trx
    .deleteFrom('play_enrichments')
    .where('user_id', '=', listenerId)
    .where('import_id', '=', importId)
    .execute();
}

async function givePlaysToPolls(trx: DatabaseTransaction, listenerId: ListenerId, importId: number) {
  // What other imports made more exact was the play of this one; they make the poll's more exact afterwards.
  await sql`
    delete from play_enrichments e using plays p
    where p.user_id = ${listenerId} and p.import_id = ${importId} and p.polled_played_at is not null and p.deleted_at is null
      and e.user_id = p.user_id and e.play_id = p.id`.execute(trx);
  await sql`
    update plays p set
      source = 'recently-played',
      import_id = null,
      track_id = p.polled_track_id,
      played_at = p.polled_played_at,
      precision_ms = 1,
      ordinal = case when (p.track_id, p.played_at) = (p.polled_track_id, p.polled_played_at) then p.ordinal else g.place + (
        select coalesce(max(q.ordinal) + 1, 0) from plays q
        where q.user_id = ${listenerId} and q.track_id = p.polled_track_id and q.played_at = p.polled_played_at) end,
      ms_played = p.polled_ms_played,
      ms_played_is_estimate = true,
      polled_played_at = null,
      polled_track_id = null,
      polled_ms_played = null,
      platform_id = null, country = null, shuffle = null, skipped = null, offline = null, reason_start = null, reason_end = null,
      counted = is_counted(u.counting_rule, p.polled_ms_played, k.duration_ms, null) and not ${isExcluded(listenerId, sql`k.id`)}
    from (
      select id, row_number() over (partition by polled_track_id, polled_played_at order by id) - 1 as place
      from plays
      where user_id = ${listenerId} and import_id = ${importId} and polled_played_at is not null and deleted_at is null
    ) g, users u, tracks k
    where p.user_id = ${listenerId} and p.id = g.id and u.id = p.user_id and k.id = p.polled_track_id`.execute(
    trx,
  );
}
