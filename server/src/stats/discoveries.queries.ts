import type { YearInReview } from '@analytics/contract/year';
import { type RawBuilder, sql } from 'kysely';
import type { Database } from '../database/database.ts';
import type { ListenerId } from '../database/listener-id.ts';
import { isWithin, type Period } from '../database/period.ts';

type Discoveries = Pick<YearInReview, 'newTracks' | 'newArtists'>;

/** What was played for the first time ever in a period, and of that what was then played most in it. */
export async function getDiscoveries(
  database: Database,
  listenerId: ListenerId,
  period: Period,
  limit: number,
): Promise<Discoveries> {
  const isNew = isWithin(sql`t.first_played_at`, period, listenerId);
  const tracks = sql`
    with new as materialized (
      select t.recording_id as id, t.first_played_at from recording_totals t where t.user_id = ${listenerId} and ${isNew}
    ), top as (
      select n.id, n.first_played_at, count(*)::int as plays, sum(p.ms_played)::bigint as ms
      from new n join tracks k on k.recording_id = n.id
      join plays p on p.user_id = ${listenerId} and p.track_id = k.id and p.counted and ${isWithin(sql`p.played_at`, period, listenerId)}
      group by 1, 2
      order by plays desc, ms desc, id limit ${limit}
    )
    select (select count(*) from new) as total, ${described(sql`'track', d.track`)} as items
    from top join recording_tracks r on r.recording_id = top.id join track_descriptions d on d.id = r.track_id`;
  const artists = sql`
    with new as materialized (
      select t.artist_id as id, t.first_played_at from artist_totals t where t.user_id = ${listenerId} and ${isNew}
    ), top as (
      select n.id, n.first_played_at, count(*)::int as plays, sum(p.ms_played)::bigint as ms
      from new n join track_artists k on k.artist_id = n.id
      join plays p on p.user_id = ${listenerId} and p.track_id = k.track_id and p.counted and ${isWithin(sql`p.played_at`, period, listenerId)}
      group by 1, 2
      order by plays desc, ms desc, id limit ${limit}
    )
    select (select count(*) from new) as total, ${described(sql`'artist', d.artist`)} as items
    from top join artist_descriptions d on d.id = top.id`;
  const [newTracks, newArtists] = await Promise.all([
    readOne<Discoveries['newTracks']>(database, tracks),
    readOne<Discoveries['newArtists']>(database, artists),
  ]);
  return { newTracks, newArtists };
}

const described = (subject: RawBuilder<unknown>) => sql`coalesce(json_agg(json_build_object(${subject},
  'firstPlayedAt', to_char(top.first_played_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'), 'plays', top.plays, 'ms', top.ms)
  order by top.plays desc, top.ms desc, top.id), '[]')`;

async function readOne<Row>(database: Database, query: RawBuilder<unknown>): Promise<Row> {
  const { rows } = await sql<Row>`${query}`.execute(database);
  const [row] = rows;
  if (row === undefined) throw new Error('an aggregate answers one row');
  return row;
}
