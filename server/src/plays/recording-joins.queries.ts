import { joinRecordings, splitRecordings } from '../catalog/recordings.queries.ts';
import type { DatabaseTransaction } from '../database/database.ts';
import type { ListenerId } from '../database/listener-id.ts';
import type { IncomingRows } from './incoming-rows.queries.ts';
import { listSameRecordings } from './plays.queries.ts';
import type { RowMatches } from './row-matches.queries.ts';

/** Remembers of tracks that turned out to be one recording that they are; for the undo of an import, what they were before. */
export async function joinSameRecordings(
  trx: DatabaseTransaction,
  listenerId: ListenerId,
  incoming: IncomingRows,
  matches: RowMatches,
): Promise<void> {
  for (const { trackIds, importId } of await listSameRecordings(trx, listenerId, incoming, matches)) {
    const moved = await joinRecordings(trx, ...trackIds);
    if (importId === null || moved.length === 0) continue;
    await trx
      .insertInto('recording_joins')
      .values(
        moved.map(({ trackId, recordingId }) => ({
          user_id: listenerId,
          import_id: importId,
          track_id: trackId,
          recording_id: recordingId,
        })),
      )
      .onConflict((conflict) => conflict.doNothing())
      .execute();
  }
}

/** Forgets what an import has shown to be one recording. */
export async function splitJoinedRecordings(
  trx: DatabaseTransaction,
  listenerId: ListenerId,
  importId: number,
): Promise<void> {
  const joins = await trx
    .deleteFrom('recording_joins')
    .where('user_id', '=', listenerId)
    .where('import_id', '=', importId)
    .returning(['track_id as trackId', 'recording_id as recordingId'])
    .execute();
  await splitRecordings(trx, joins);
}
