import { sql } from 'kysely';
import type { DatabaseTransaction } from '../database/database.ts';
import type { ListenerId } from '../database/listener-id.ts';
import { type HistoryKind, rankOf, timesOf } from './formats/export-formats.ts';

const REASON = 'another export in the same upload tells of the same play more exactly';

/**
 * Marks the rows as repeated whose plays a better export in the same upload tells of too. `kinds` says of every file of the upload,
 * by its place, what it is.
 */
export async function markRowsToldTwice(
  trx: DatabaseTransaction,
  listenerId: ListenerId,
  importId: number,
  kinds: readonly HistoryKind[],
): Promise<void> {
  const isOfOthers = kinds.some((kind) => timesOf(kind) !== undefined);
  if (isOfOthers && new Set(kinds).size > 1) await markOtherPrograms(trx, listenerId, importId, kinds);
  const filesOf = (wanted: HistoryKind) => kinds.flatMap((kind, file) => (kind === wanted ? [file] : []));
  const [own, coarse] = [filesOf('own-export'), filesOf('account')];
  if (own.length > 0 && kinds.includes('extended')) await markOwnExport(trx, listenerId, importId, own);
  if (coarse.length > 0) await markAccountData(trx, listenerId, importId, coarse);
}

/**
 * A row of our own export is told by the extended history too where one of the track ended within 2 s with the same time played; if
 * ours was only estimated by a poll, within 30 s, in which nothing is counted twice.
 */
async function markOwnExport(
  trx: DatabaseTransaction,
  listenerId: ListenerId,
  importId: number,
  ownFiles: readonly number[],
): Promise<void> {
  await sql`
    with named as materialized (
      select r.position, r.file = any(${ownFiles}::smallint[]) as is_own, r.played_at,
        floor(extract(epoch from r.played_at) / 30)::bigint as half_minute, r.ms_played, r.ms_played_is_estimate, coalesce(t.spotify_id, t.local_uri) as track
      from import_rows r
      join import_tracks t on t.user_id = r.user_id and t.import_id = r.import_id and t.number = r.track
      where r.user_id = ${listenerId} and r.import_id = ${importId} and r.verdict is null
    ), told as (
      select distinct o.position
      from named o
      cross join generate_series(-1, 1) as shift
      join named e on not e.is_own and e.track = o.track and e.half_minute = o.half_minute + shift
      where o.is_own and case when o.ms_played_is_estimate
        then e.played_at between o.played_at - interval '30 s' and o.played_at + interval '30 s'
        else e.played_at between o.played_at - interval '2 s' and o.played_at + interval '2 s' and e.ms_played = o.ms_played end
    )
    update import_rows r set verdict = 'repeated-in-file', reason = ${REASON}
    from told
    where r.user_id = ${listenerId} and r.import_id = ${importId} and r.position = told.position`.execute(
    trx,
  );
}

/**
 * A row of the account data is told by a more exact export too where one of the same names and time played ended in the same minute,
 * or within an hour if it was played offline and is dated otherwise.
 */
async function markAccountData(
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

/**
 * A row of another program's export, whose end is an estimate, is told by a better export too where one of the same id or names ended
 * within 450 s and was long enough to be kept by such a program.
 */
async function markOtherPrograms(
  trx: DatabaseTransaction,
  listenerId: ListenerId,
  importId: number,
  kinds: readonly HistoryKind[],
): Promise<void> {
  const files = kinds.map((kind, file) => ({
    file,
    rank: rankOf(kind),
    estimates: timesOf(kind) !== undefined,
  }));
  await sql`
    with told as materialized (
      select r.position, f.rank, f.estimates, r.played_at, r.ms_played, n.name
      from import_rows r
      join unnest(${files.map(({ file }) => file)}::smallint[], ${files.map(({ rank }) => rank)}::integer[],
        ${files.map(({ estimates }) => estimates)}::boolean[]) f (file, rank, estimates) on f.file = r.file
      join import_tracks t on t.user_id = r.user_id and t.import_id = r.import_id and t.number = r.track
      cross join lateral (values (t.spotify_id), (lower(t.artist_name) || chr(10) || lower(t.track_name))) n (name)
      where r.user_id = ${listenerId} and r.import_id = ${importId} and r.verdict is null and n.name is not null
    ), twice as (
      select distinct o.position
      from told o
      join told e on e.name = o.name and e.rank < o.rank and e.ms_played >= 20000
        and e.played_at between o.played_at - interval '450 s' and o.played_at + interval '450 s'
      where o.estimates
    )
    update import_rows r set verdict = 'repeated-in-file', reason = ${REASON}
    from twice
    where r.user_id = ${listenerId} and r.import_id = ${importId} and r.position = twice.position`.execute(
    trx,
  );
}
