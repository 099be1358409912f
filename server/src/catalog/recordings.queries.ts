import { sql } from 'kysely';
import type { DatabaseTransaction } from '../database/database.ts';

/** A track that has come to another recording, and the one that it belonged to. */
export interface MovedTrack {
  readonly trackId: number;
  readonly recordingId: number;
}

/**
 * Remembers that two tracks are one recording, unless somebody split them by hand. The totals of everyone who played them move
 * along (trigger on `tracks`). Answers the tracks that have moved.
 */
export async function joinRecordings(
  trx: DatabaseTransaction,
  first: number,
  second: number,
): Promise<MovedTrack[]> {
  const { rows } = await sql<MovedTrack>`
    update tracks k set recording_id = least(a.recording_id, b.recording_id)
    from tracks a, tracks b
    where a.id = ${first} and b.id = ${second} and a.recording_id <> b.recording_id
      and k.recording_id = greatest(a.recording_id, b.recording_id)
      and not exists (
        select from recording_decisions d
        where d.track_id = least(a.id, b.id) and d.other_track_id = greatest(a.id, b.id) and not d.joined)
    returning k.id as "trackId", greatest(a.recording_id, b.recording_id) as "recordingId"`.execute(trx);
  const [emptied] = rows;
  if (emptied) await sql`delete from recordings where id = ${emptied.recordingId}`.execute(trx);
  return rows;
}

/** Lets tracks belong again to the recordings that they came from. */
export async function splitRecordings(
  trx: DatabaseTransaction,
  tracks: readonly MovedTrack[],
): Promise<void> {
  if (tracks.length === 0) return;
  const former = sql`unnest(${tracks.map(({ trackId }) => trackId)}::bigint[], ${tracks.map(({ recordingId }) => recordingId)}::bigint[])
    as f (track_id, recording_id)`;
  await sql`
    insert into recordings (id) overriding system value select distinct f.recording_id from ${former}
    on conflict do nothing`.execute(trx);
  await sql`update tracks k set recording_id = f.recording_id from ${former} where k.id = f.track_id`.execute(
    trx,
  );
}
