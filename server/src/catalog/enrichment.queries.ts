import type { Enrichment } from '@analytics/contract/status';
import { sql } from 'kysely';
import type { Database, DatabaseTransaction } from '../database/database.ts';
import { toInstant } from '../database/instant.ts';
import { keepCatalogue } from '../database/locks.queries.ts';

/** What Spotify does not know is asked for again after this. */
const ASK_AGAIN = sql`interval '30 days'`;
/** An app that may ask for one track at a time only tries to ask for more again after this. */
const TRY_BATCH_AGAIN = sql`interval '30 days'`;

/** Tracks, `k`, that have an id and were not described yet. */
const isToDescribe = sql`k.spotify_id is not null and k.enriched_at is null and k.local_uri is null`;
/** Tracks, `k`, of which only names are known, and that are in no recording with one that Spotify knows. */
const isToFind = sql`k.spotify_id is null and k.enriched_at is null and k.local_uri is null
  and exists (select from track_artists a where a.track_id = k.id and a.position = 0)
  and not exists (select from tracks o where o.recording_id = k.recording_id and o.spotify_id is not null)`;
/** Whether Spotify has said of the track, `k`, that it does not know it. */
const isUnknown = sql`exists (select from unknown_tracks u where u.track_id = k.id and u.ask_again_at > now())`;

/** So many tracks are ordered at a time: enough for a while, and few enough to be what is still to be asked for then. */
const MOST_UPCOMING = 2_000;

/** Tracks with an id that are to be described, those first that all listeners together have played most. */
export async function listTracksToDescribe(
  database: Database,
  except: ReadonlySet<number>,
): Promise<{ id: number; spotifyId: string }[]> {
  const { rows } = await sql<{ id: number; spotifyId: string }>`
    select k.id, k.spotify_id as "spotifyId"
    from tracks k left join (${playsOfAll}) t on t.recording_id = k.recording_id
    where ${isToDescribe} and not ${isUnknown} and k.id <> all(${[...except]}::bigint[])
    order by t.plays desc nulls last, k.id limit ${MOST_UPCOMING}`.execute(database);
  return rows;
}

/** Tracks without any id that are to be found, in the same order. */
export async function listTracksToFind(
  database: Database,
  except: ReadonlySet<number>,
): Promise<{ id: number; name: string; artistName: string }[]> {
  const { rows } = await sql<{ id: number; name: string; artistName: string }>`
    select k.id, k.name, a.name as "artistName"
    from tracks k
    join track_artists c on c.track_id = k.id and c.position = 0
    join artists a on a.id = c.artist_id
    left join (${playsOfAll}) t on t.recording_id = k.recording_id
    where ${isToFind} and not ${isUnknown} and k.id <> all(${[...except]}::bigint[])
    order by t.plays desc nulls last, k.id limit ${MOST_UPCOMING}`.execute(database);
  return rows;
}

const playsOfAll = sql`select recording_id, sum(plays) as plays from recording_totals group by 1`;

/** Remembers for a while what Spotify has answered that it does not know. */
export async function insertUnknownTracks(
  trx: DatabaseTransaction,
  trackIds: readonly number[],
): Promise<void> {
  await keepCatalogue(trx);
  await sql`
    insert into unknown_tracks (track_id, ask_again_at)
    select id, now() + ${ASK_AGAIN} from tracks where id = any(${trackIds}::bigint[])
    on conflict (track_id) do update set ask_again_at = excluded.ask_again_at`.execute(trx);
}

/** Counts completed tracks for the estimate. */
export async function countCompleted(trx: DatabaseTransaction, tracks: number): Promise<void> {
  await sql`
    insert into enrichment_days as d (day, tracks) values (current_date, ${tracks})
    on conflict (day) do update set tracks = d.tracks + excluded.tracks`.execute(trx);
  await sql`delete from enrichment_days where day < current_date - 30`.execute(trx);
}

/** Whether this app was refused to ask for several tracks at once. */
export async function mayAskOneOnly(database: Database, appId: string): Promise<boolean> {
  const { rows } = await sql`
    select from enrichment where single_calls_for = ${appId} and refused_at > now() - ${TRY_BATCH_AGAIN}`.execute(
    database,
  );
  return rows.length > 0;
}

export async function noteBatchRefused(database: Database, appId: string): Promise<void> {
  await database
    .updateTable('enrichment')
    .set({ single_calls_for: appId, refused_at: sql<Date>`now()` })
    .execute();
}

export async function noteRun(database: Database, error: string | null): Promise<void> {
  await database
    .updateTable('enrichment')
    .set({ last_run_at: sql<Date>`now()`, last_error: error })
    .execute();
}

/** How far the completion is, and when it should be through. */
export async function getEnrichment(database: Database): Promise<Enrichment> {
  const { rows } = await sql<Enrichment>`
    with counts as (
      select (select count(*) from tracks where spotify_id is not null and enriched_at is not null) as completed,
        (select count(*) from tracks k where (${isToDescribe}) and not ${isUnknown})
          + (select count(*) from tracks k where (${isToFind}) and not ${isUnknown}) as remaining,
        (select count(*) from tracks k where ((${isToDescribe}) or (${isToFind})) and ${isUnknown}) as unknown
    ), pace as (
      select sum(tracks)::float8 / (current_date - min(day) + 1) as per_day from enrichment_days where day > current_date - 7
    )
    select c.completed, c.remaining, c.unknown, round(p.per_day)::int as "perDay",
      ${toInstant(sql`case when c.remaining > 0 then now() + c.remaining / nullif(p.per_day, 0) * interval '1 day' end`)} as "expectedAt",
      ${toInstant(sql`e.last_run_at`)} as "lastRunAt",
      ${toInstant(sql`(select max(until) from spotify_cool_downs where family in ('tracks', 'search') and until > now())`)} as "pausedUntil",
      e.last_error as "lastError"
    from counts c cross join pace p cross join enrichment e`.execute(database);
  const [enrichment] = rows;
  if (!enrichment) throw new Error('the row of the enrichment is missing');
  return enrichment;
}
