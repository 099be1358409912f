import type { RecordingDecision } from '@analytics/contract/recording';
import { sql } from 'kysely';
import type { Database, DatabaseTransaction } from '../database/database.ts';
import type { ListenerId } from '../database/listener-id.ts';
import type { TrackPair } from './open-grouping.ts';

/** A track that a decision is about, and what stands around it. */
export interface DecidedTrack {
  readonly id: number;
  readonly recordingId: number;
  readonly mainArtistId: number | null;
  /** Whether the listener has played it, counted or not. */
  readonly isOwn: boolean;
  /** Whether somebody else has. */
  readonly isOthers: boolean;
}

/** The tracks of the recordings that these tracks belong to. */
export async function listDecidedTracks(
  trx: DatabaseTransaction,
  listenerId: ListenerId,
  trackIds: readonly number[],
): Promise<DecidedTrack[]> {
  const { rows } = await sql<DecidedTrack>`
    select k.id, k.recording_id as "recordingId", a.artist_id as "mainArtistId",
      exists (select from plays p where p.user_id = ${listenerId} and p.track_id = k.id and p.deleted_at is null) as "isOwn",
      exists (select from recording_totals t where t.user_id <> ${listenerId} and t.recording_id = k.recording_id) as "isOthers"
    from tracks k left join track_artists a on a.track_id = k.id and a.position = 0
    where k.recording_id in (select recording_id from tracks where id = any(${trackIds}::bigint[]))
    order by k.id`.execute(trx);
  return rows;
}

/** What counts of two tracks each of which is among these. */
export async function listDecidedPairs(
  trx: DatabaseTransaction,
  trackIds: readonly number[],
): Promise<{ pair: TrackPair; joined: boolean; byHost: boolean }[]> {
  const { rows } = await sql<{ pair: TrackPair; joined: boolean; byHost: boolean }>`
    select jsonb_build_array(track_id, other_track_id) as pair, joined, by_host as "byHost" from decided_pairs
    where track_id = any(${trackIds}::bigint[]) and other_track_id = any(${trackIds}::bigint[])
    order by track_id, other_track_id`.execute(trx);
  return rows;
}

/** Writes a decision into the log and answers its id. */
export async function insertDecision(
  trx: DatabaseTransaction,
  decision: {
    readonly kind: 'join' | 'split';
    readonly decidedBy: ListenerId;
    readonly byHost: boolean;
    readonly pairs: readonly { readonly pair: TrackPair; readonly joined: boolean }[];
  },
): Promise<number> {
  const { id } = await trx
    .insertInto('recording_decisions')
    .values({ kind: decision.kind, decided_by: decision.decidedBy, by_host: decision.byHost })
    .returning('id')
    .executeTakeFirstOrThrow();
  await trx
    .insertInto('recording_decision_pairs')
    .values(
      decision.pairs.map(({ pair: [track_id, other_track_id], joined }) => ({
        decision_id: id,
        track_id,
        other_track_id,
        joined,
      })),
    )
    .execute();
  return id;
}

/** Takes a decision off the log, one's own or, for the host, anyone's. Answers its tracks; undefined when there is none. */
export async function deleteDecision(
  trx: DatabaseTransaction,
  decisionId: number,
  who: { readonly id: ListenerId; readonly isHost: boolean },
): Promise<number[] | undefined> {
  const { rows } = await sql<{ trackId: number }>`
    select distinct t.id as "trackId"
    from recording_decisions d
    join recording_decision_pairs p on p.decision_id = d.id
    cross join lateral (values (p.track_id), (p.other_track_id)) t (id)
    where d.id = ${decisionId} and (d.decided_by = ${who.id} or ${who.isHost})`.execute(trx);
  if (rows.length === 0) return undefined;
  await trx.deleteFrom('recording_decisions').where('id', '=', decisionId).execute();
  return rows.map(({ trackId }) => trackId);
}

/**
 * Decisions about tracks that the listener has played, the latest first, each with those of its tracks; for the host all
 * decisions with all their tracks.
 */
export async function listDecisions(
  database: Database,
  who: { readonly id: ListenerId; readonly isHost: boolean },
  { limit, offset }: { limit: number; offset: number },
): Promise<{ items: RecordingDecision[]; total: number }> {
  const { rows } = await sql<{ total: number; item: RecordingDecision | null }>`
    with decided as materialized (
      select distinct p.decision_id, t.id as track_id
      from recording_decision_pairs p cross join lateral (values (p.track_id), (p.other_track_id)) t (id)
      where ${who.isHost} or exists (
        select from plays q where q.user_id = ${who.id} and q.track_id = t.id and q.deleted_at is null)
    ), page as (
      select d.* from recording_decisions d where d.id in (select decision_id from decided)
      order by d.id desc limit ${limit} offset ${offset}
    )
    select c.total, case when d.id is not null then json_build_object(
      'id', d.id, 'kind', d.kind, 'byHost', d.by_host, 'isOwn', coalesce(d.decided_by = ${who.id}, false),
      'decidedAt', to_char(d.decided_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'),
      'tracks', (select json_agg(k.track order by k.id) from decided e join track_descriptions k on k.id = e.track_id
        where e.decision_id = d.id)) end as item
    from (select count(distinct decision_id) as total from decided) c left join page d on true
    order by d.id desc`.execute(database);
  return { total: rows[0]?.total ?? 0, items: rows.flatMap(({ item }) => (item ? [item] : [])) };
}
