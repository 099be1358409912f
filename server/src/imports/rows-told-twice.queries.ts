import { sql } from 'kysely';
import type { DatabaseTransaction } from '../database/database.ts';
import type { ListenerId } from '../database/listener-id.ts';

const REASON = 'another export in the same upload tells of the same play more exactly';

/**
 * Marks the rows of the account data as repeated whose plays a more exact export in the same upload tells of too: the same names and
 * time played in the same minute, or within an hour where the other was played offline and is dated otherwise. `coarseFiles`
 * are the places of the files of account data.
 */
export async function markRowsToldTwice(
  trx: DatabaseTransaction,
  listenerId: ListenerId,
  importId: number,
  coarseFiles: readonly number[],
): Promise<void> {
  const isSamePlay = sql`e.track_name = c.track_name and e.artist_name = c.artist_name and e.ms_played = c.ms_played`;
  await sql`
    with named as materialized (
      select r.position, r.file = any(${coarseFiles}::smallint[]) as is_coarse, r.played_at, date_trunc('minute', r.played_at) as minute,
        r.ms_played, r.offline, t.track_name, t.artist_name
      from import_rows r
      join import_tracks t on t.user_id = r.user_id and t.import_id = r.import_id and t.number = r.track
      where r.user_id = ${listenerId} and r.import_id = ${importId} and r.verdict is null
    ), coarse as (
      select * from named where is_coarse
    ), exact as (
      select * from named where not is_coarse
    ), undated as materialized (
      select * from exact e where e.offline
        and not exists (select from coarse c where ${isSamePlay} and c.minute = e.minute)
    )
    update import_rows r set verdict = 'repeated-in-file', reason = ${REASON}
    from coarse c
    where r.user_id = ${listenerId} and r.import_id = ${importId} and r.position = c.position
      and (exists (select from exact e where ${isSamePlay} and e.minute = c.minute)
        or exists (select from undated e where ${isSamePlay}
          and e.played_at between c.played_at - interval '1 hour' and c.played_at + interval '1 hour'))`.execute(
    trx,
  );
}
