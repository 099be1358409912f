import { sql } from 'kysely';
import type { DatabaseTransaction } from '../database/database.ts';

/**
 * Remembers that two tracks are one recording, unless somebody split them by hand. The totals of everyone who played them move
 * along (trigger on `tracks`).
 */
export async function joinRecordings(
  trx: DatabaseTransaction,
  pairs: readonly (readonly [number, number])[],
): Promise<void> {
  for (const [first, second] of pairs) {
    await sql`
      update tracks k set recording_id = least(a.recording_id, b.recording_id)
      from tracks a, tracks b
      where a.id = ${first} and b.id = ${second} and a.recording_id <> b.recording_id
        and k.recording_id = greatest(a.recording_id, b.recording_id)
        and not exists (
          select from recording_decisions d
          where d.track_id = least(a.id, b.id) and d.other_track_id = greatest(a.id, b.id) and not d.joined)`.execute(
      trx,
    );
  }
}
