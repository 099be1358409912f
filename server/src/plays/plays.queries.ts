import { sql } from 'kysely';
import type { Database, DatabaseTransaction } from '../database/database.ts';
import { isExcluded } from '../database/excluded-tracks.queries.ts';
import type { ListenerId } from '../database/listener-id.ts';
import { lockHistory } from '../database/locks.queries.ts';
import { DomainError } from '../errors.ts';
import type { IncomingRows } from './incoming-rows.queries.ts';
import type { RowMatches } from './row-matches.queries.ts';

/** Makes the platforms that the rows name known. */
export async function insertPlatforms(trx: DatabaseTransaction, { relation }: IncomingRows): Promise<void> {
  await sql`
    insert into platforms (name)
    select distinct i.platform from (${relation}) i
    where i.platform is not null and not exists (select from platforms f where f.name = i.platform)
    order by 1
    on conflict (name) do nothing`.execute(trx);
}

/** Inserts those of a portion of the rows that were not matched and answers how many. */
export async function insertPlays(
  trx: DatabaseTransaction,
  listenerId: ListenerId,
  { relation, source, importId }: IncomingRows,
  matches: RowMatches,
  portion: { from: number; to: number },
): Promise<number> {
  const result = await sql`
    with incoming as materialized (
      select i.* from (${relation}) i
      where i.row >= ${portion.from} and i.row < ${portion.to} and not exists (select from (${matches}) m where m.row = i.row)
    ), stored as (
      select p.track_id, p.played_at, max(p.ordinal) + 1 as next_ordinal
      from incoming i
      join plays p on p.user_id = ${listenerId} and p.played_at = i.played_at and p.track_id = i.track_id
      group by 1, 2
    )
    insert into plays (user_id, track_id, played_at, precision_ms, ordinal, ms_played, ms_played_is_estimate, counted, source,
      import_id, platform_id, country, shuffle, skipped, offline, reason_start, reason_end)
    select ${listenerId}, i.track_id, i.played_at, i.precision_ms,
      coalesce(s.next_ordinal, 0) + row_number() over (partition by i.played_at, i.track_id order by i.row) - 1,
      i.ms_played, i.ms_played_is_estimate,
      is_counted(u.counting_rule, i.ms_played, k.duration_ms, i.reason_end) and not ${isExcluded(listenerId, sql`i.track_id`)},
      ${source}::play_source, ${importId}::bigint, f.id, i.country, i.shuffle, i.skipped, i.offline, i.reason_start, i.reason_end
    from incoming i
    join users u on u.id = ${listenerId}
    left join tracks k on k.id = i.track_id
    left join stored s on s.track_id = i.track_id and s.played_at = i.played_at
    left join platforms f on f.name = i.platform
    order by i.played_at, i.track_id, i.row`.execute(trx);
  return Number(result.numAffectedRows ?? 0n);
}

/** Two tracks that turned out to be one recording, and the import that showed it, if it takes one to show it. */
export interface SameRecording {
  readonly trackIds: readonly [number, number];
  readonly importId: number | null;
}

/**
 * The tracks that turned out to be one recording: of the row and of the play, where their order told that they are one. Where a
 * poll meets the play of an import, it is the import that shows it.
 */
export async function listSameRecordings(
  trx: DatabaseTransaction,
  listenerId: ListenerId,
  { relation, importId }: IncomingRows,
  matches: RowMatches,
): Promise<SameRecording[]> {
  const { rows } = await sql<{ rowTrackId: number; playTrackId: number; importId: number | null }>`
    with joined as materialized (select m.row, m.play_id from (${matches}) m where m.verdict = 'sequence-duplicate')
    select distinct i.track_id as "rowTrackId", p.track_id as "playTrackId", coalesce(${importId}::bigint, p.import_id) as "importId"
    from joined m
    join (${relation}) i on i.row = m.row and i.row = any (array(select row from joined))
    join plays p on p.user_id = ${listenerId} and p.id = m.play_id and p.id = any (array(select play_id from joined))
    where i.track_id <> p.track_id
    order by 1, 2, 3`.execute(trx);
  return rows.map((row) => ({ trackIds: [row.rowTrackId, row.playTrackId], importId: row.importId }));
}

/** When the listener's last play before an instant ended. */
export async function findLastPlayedAt(
  trx: DatabaseTransaction,
  listenerId: ListenerId,
  before: Date,
): Promise<Date | undefined> {
  const row = await trx
    .selectFrom('plays')
    .select('played_at')
    .where('user_id', '=', listenerId)
    .where('played_at', '<', before)
    .orderBy('played_at', 'desc')
    .limit(1)
    .executeTakeFirst();
  return row?.played_at;
}

/** Takes a play out of the history for good: a poll or an import that brings it again finds it deleted. */
export async function deletePlay(database: Database, listenerId: ListenerId, playId: number): Promise<void> {
  await database.transaction().execute(async (trx) => {
    await lockHistory(trx, listenerId);
    const result = await trx
      .updateTable('plays')
      .set({ deleted_at: sql`now()`, counted: false })
      .where('user_id', '=', listenerId)
      .where('id', '=', playId)
      .where('deleted_at', 'is', null)
      .executeTakeFirst();
    if (result.numUpdatedRows === 0n) throw new DomainError('not-found', 'There is no such play.');
  });
}
