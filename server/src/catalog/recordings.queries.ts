import { sql } from 'kysely';
import type { DatabaseTransaction } from '../database/database.ts';

/** A track that comes to another recording. */
export interface Move {
  readonly trackId: number;
  readonly recordingId: number;
}

/** Takes tracks off the queue of those to look at, the oldest first; one of them may be named more than once. */
export async function takeChecks(trx: DatabaseTransaction, most: number): Promise<number[]> {
  const { rows } = await sql<{ trackId: number }>`
    delete from recording_checks
    where id in (select id from recording_checks order by id limit ${most} for update skip locked)
    returning track_id as "trackId"`.execute(trx);
  return [...new Set(rows.map(({ trackId }) => trackId))];
}

/** Takes these tracks off the queue, since they are being looked at. */
export async function takeChecksOf(trx: DatabaseTransaction, trackIds: readonly number[]): Promise<void> {
  await sql`
    delete from recording_checks where id in (
      select id from recording_checks where track_id = any(${trackIds}::bigint[]) for update skip locked)`.execute(
    trx,
  );
}

/** Makes recordings that no track belongs to yet. */
export async function insertRecordings(trx: DatabaseTransaction, count: number): Promise<number[]> {
  const { rows } = await sql<{ id: number }>`
    insert into recordings (id) overriding system value
    select nextval(pg_get_serial_sequence('recordings', 'id')) from generate_series(1, ${count}::integer)
    returning id`.execute(trx);
  return rows.map(({ id }) => id);
}

/**
 * Lets tracks belong to other recordings, in one statement: the totals of everyone who played them move along (triggers on
 * `tracks`). Answers those listeners. Recordings that are left without a track go.
 */
export async function moveTracks(trx: DatabaseTransaction, moves: readonly Move[]): Promise<number[]> {
  const { rows: listeners } = await sql<{ userId: number }>`
    select distinct t.user_id as "userId"
    from tracks k join recording_totals t on t.recording_id = k.recording_id
    where k.id = any(${moves.map(({ trackId }) => trackId)}::bigint[])`.execute(trx);
  const { rows: left } = await sql<{ recordingId: number }>`
    update tracks k set recording_id = m.recording_id
    from unnest(${moves.map(({ trackId }) => trackId)}::bigint[], ${moves.map(({ recordingId }) => recordingId)}::bigint[])
        m (track_id, recording_id),
      tracks former
    where k.id = m.track_id and former.id = k.id
    returning former.recording_id as "recordingId"`.execute(trx);
  await sql`
    delete from recordings r
    where r.id = any(${left.map(({ recordingId }) => recordingId)}::bigint[])
      and not exists (select from tracks k where k.recording_id = r.id)`.execute(trx);
  return listeners.map(({ userId }) => userId);
}
