import { sql } from 'kysely';
import type { Database, DatabaseTransaction } from '../database/database.ts';
import type { ListenerId } from '../database/listener-id.ts';
import type { IncomingRows } from './incoming-rows.queries.ts';
import { listSameRecordings } from './plays.queries.ts';
import type { RowMatches } from './row-matches.queries.ts';

/**
 * Remembers of tracks that turned out to be one recording that they are, and which import showed it. An older import may name
 * tracks that have left the catalogue.
 */
export async function joinSameRecordings(
  trx: DatabaseTransaction,
  listenerId: ListenerId,
  incoming: IncomingRows,
  matches: RowMatches,
): Promise<void> {
  const pairs = await listSameRecordings(trx, listenerId, incoming, matches);
  if (pairs.length === 0) return;
  const ids = pairs.map(({ trackIds }) => trackIds);
  await sql`
    insert into recording_joins (user_id, import_id, track_id, other_track_id)
    select ${listenerId}::bigint, p.import_id, least(p.one, p.other), greatest(p.one, p.other)
    from unnest(${pairs.map(({ importId }) => importId)}::bigint[], ${ids.map(([one]) => one)}::bigint[],
      ${ids.map(([, other]) => other)}::bigint[]) p (import_id, one, other)
    join tracks a on a.id = p.one join tracks b on b.id = p.other
    on conflict do nothing`.execute(trx);
}

/** Forgets what an import has shown to be one recording. Answers the tracks concerned. */
export async function splitJoinedRecordings(
  trx: DatabaseTransaction,
  listenerId: ListenerId,
  importId: number,
): Promise<number[]> {
  const joins = await trx
    .deleteFrom('recording_joins')
    .where('user_id', '=', listenerId)
    .where('import_id', '=', importId)
    .returning(['track_id', 'other_track_id'])
    .execute();
  return joins.flatMap((join) => [join.track_id, join.other_track_id]);
}

/** The tracks that an import has shown to be the same recording as another. */
export async function listJoinedTracks(
  database: Database,
  listenerId: ListenerId,
  importId: number,
): Promise<number[]> {
  const joins = await database
    .selectFrom('recording_joins')
    .select(['track_id', 'other_track_id'])
    .where('user_id', '=', listenerId)
    .where('import_id', '=', importId)
    .execute();
  return joins.flatMap((join) => [join.track_id, join.other_track_id]);
}
