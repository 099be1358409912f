import { sql } from 'kysely';
import type { DatabaseTransaction } from '../database/database.ts';
import type { ListenerId } from '../database/listener-id.ts';
import { type HistoryKind, timesOf } from './formats/export-formats.ts';

/** An ordinary track, for those whose length nobody has told. */
const USUAL_LENGTH_MS = 210_000;

/** What programs keep as played has been heard for so long, if the track is not shorter. */
const SHORTEST_MS = 30_000;

/**
 * Estimates how long the plays ran of exports that do not say it: until the next one began, or since the one before ended, at most
 * the track's length. Where an export tells starts, the ends follow. `kinds` says of every file of the upload what it is.
 */
export async function estimatePlays(
  trx: DatabaseTransaction,
  listenerId: ListenerId,
  importId: number,
  kinds: readonly HistoryKind[],
): Promise<void> {
  const files = kinds.flatMap((kind, file) => {
    const times = timesOf(kind);
    return times ? [{ file, kind, tellsStarts: times === 'starts' }] : [];
  });
  if (files.length === 0) return;
  await sql`
    with told as (
      select r.position, f.tells_starts, coalesce(r.ms_played, k.duration_ms, ${USUAL_LENGTH_MS}) as length_ms,
        case when f.tells_starts
          then first_value(r.played_at) over (timeline range between '1 microsecond' following and unbounded following) - r.played_at
          else r.played_at - last_value(r.played_at) over (timeline range between unbounded preceding and '1 microsecond' preceding)
        end as gap
      from import_rows r
      join unnest(${files.map(({ file }) => file)}::smallint[], ${files.map(({ kind }) => kind)}::text[],
        ${files.map(({ tellsStarts }) => tellsStarts)}::boolean[]) f (file, kind, tells_starts) on f.file = r.file
      join import_tracks t on t.user_id = r.user_id and t.import_id = r.import_id and t.number = r.track
      left join tracks k on k.id = t.track_id
      where r.user_id = ${listenerId} and r.import_id = ${importId} and r.verdict is null
      window timeline as (partition by f.kind order by r.played_at)
    ), estimated as (
      select position, tells_starts,
        least(length_ms, greatest(coalesce(extract(epoch from gap) * 1000, length_ms), ${SHORTEST_MS}))::integer as ms
      from told
    )
    update import_rows r set
      ms_played = e.ms,
      played_at = case when not e.tells_starts then r.played_at
        when r.precision_ms > 1 then date_trunc('minute', r.played_at + e.ms * interval '1 ms')
        else r.played_at + e.ms * interval '1 ms' end
    from estimated e
    where r.user_id = ${listenerId} and r.import_id = ${importId} and r.position = e.position`.execute(trx);
}
