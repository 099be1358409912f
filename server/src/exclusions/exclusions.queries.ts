import type { Exclusion, ExclusionInput, ExclusionKind } from '@analytics/contract/exclusion';
import { type RawBuilder, sql } from 'kysely';
import type { Database, DatabaseTransaction } from '../database/database.ts';
import { toInstant } from '../database/instant.ts';
import type { ListenerId } from '../database/listener-id.ts';
import { DomainError } from '../errors.ts';

/** What an exclusion has to do with, to be listed. */
export interface ExclusionFilter {
  readonly trackId?: number | undefined;
  readonly artistId?: number | undefined;
  readonly playlistId?: number | undefined;
}

/** What a listener excludes, the latest first; of a track also the artists and playlists that keep it from being counted. */
export async function listExclusions(
  database: Database,
  listenerId: ListenerId,
  filter: ExclusionFilter,
  page: { limit: number; offset: number },
): Promise<{ items: Exclusion[]; total: number }> {
  return selectExclusions(database, listenerId, concerns(filter), page);
}

/** @throws DomainError `not-found` when the listener has none of this id */
export async function getExclusion(
  database: Database,
  listenerId: ListenerId,
  id: number,
): Promise<Exclusion> {
  const { items } = await selectExclusions(database, listenerId, sql`e.id = ${id}`, { limit: 1, offset: 0 });
  const [exclusion] = items;
  if (!exclusion) throw notExcluded();
  return exclusion;
}

const notExcluded = () => new DomainError('not-found', 'You exclude nothing of this id.');

function concerns({ trackId, artistId, playlistId }: ExclusionFilter): RawBuilder<boolean> {
  const conditions = [sql<boolean>`true`];
  if (trackId !== undefined) {
    conditions.push(sql<boolean>`exists (
      select from excluded_tracks x
      where x.user_id = e.user_id and x.exclusion_id = e.id and x.track_id in (${versionsOf(trackId)}))`);
  }
  if (artistId !== undefined) conditions.push(sql<boolean>`e.artist_id = ${artistId}`);
  if (playlistId !== undefined) conditions.push(sql<boolean>`e.playlist_id = ${playlistId}`);
  return sql.join(conditions, sql` and `);
}

const versionsOf = (trackId: number) =>
  sql`select k.id from tracks t join tracks k on k.recording_id = t.recording_id where t.id = ${trackId}`;

async function selectExclusions(
  database: Database,
  listenerId: ListenerId,
  condition: RawBuilder<boolean>,
  { limit, offset }: { limit: number; offset: number },
): Promise<{ items: Exclusion[]; total: number }> {
  const { rows } = await sql<{ row: Exclusion | null; total: number }>`
    with own as materialized (
      select e.* from exclusions e where e.user_id = ${listenerId} and ${condition}
    ), page as materialized (
      select * from own order by created_at desc, id desc limit ${limit} offset ${offset}
    ), excluded as materialized (
      select distinct x.exclusion_id, x.track_id from excluded_tracks x
      where x.user_id = ${listenerId} and x.exclusion_id in (select id from page)
    ), kept as (
      select x.exclusion_id, count(*) as plays
      from excluded x
      join plays p on p.user_id = ${listenerId} and p.track_id = x.track_id and p.deleted_at is null
      join tracks k on k.id = p.track_id
      join users u on u.id = p.user_id
      where is_counted(u.counting_rule, p.ms_played, k.duration_ms, p.reason_end)
      group by 1
    )
    select c.total, case when e.id is not null then json_build_object(
      'id', e.id, 'createdAt', ${toInstant(sql`e.created_at`)}, 'plays', coalesce(n.plays, 0),
      'kind', case when e.track_id is not null then 'track' when e.artist_id is not null then 'artist' else 'playlist' end,
      'track', t.track, 'artist', a.artist, 'playlist', case when l.id is not null then
        json_build_object('id', l.id, 'spotifyId', l.spotify_id, 'name', l.name, 'imageUrl', l.image_url) end) end as row
    from (select count(*) as total from own) c
    left join page e on true
    left join kept n on n.exclusion_id = e.id
    left join track_descriptions t on t.id = e.track_id
    left join artist_descriptions a on a.id = e.artist_id
    left join playlists l on l.id = e.playlist_id
    order by e.created_at desc, e.id desc`.execute(database);
  return { total: rows[0]?.total ?? 0, items: rows.flatMap(({ row }) => (row ? [row] : [])) };
}

/** Whether a listener has a track or an artist in their history, or watches a playlist. */
export async function isOwn(
  trx: DatabaseTransaction,
  listenerId: ListenerId,
  { kind, id }: ExclusionInput,
): Promise<boolean> {
  const played = (tracks: RawBuilder<unknown>) => sql`
    select from plays p where p.user_id = ${listenerId} and p.deleted_at is null and p.track_id in (${tracks}) limit 1`;
  const found = {
    track: () => played(versionsOf(id)),
    artist: () => played(sql`select track_id from track_artists where artist_id = ${id}`),
    playlist: () => sql`select from playlist_monitors where user_id = ${listenerId} and playlist_id = ${id}`,
  }[kind];
  return (await found().execute(trx)).rows.length > 0;
}

const COLUMNS = { track: 'track_id', artist: 'artist_id', playlist: 'playlist_id' } as const satisfies Record<
  ExclusionKind,
  string
>;

/** Answers the id of the new exclusion; undefined when the same is excluded already, of a track any version. */
export async function insertExclusion(
  trx: DatabaseTransaction,
  listenerId: ListenerId,
  { kind, id }: ExclusionInput,
): Promise<number | undefined> {
  const same =
    kind === 'track' ? sql`e.track_id in (${versionsOf(id)})` : sql`e.${sql.ref(COLUMNS[kind])} = ${id}`;
  const { rows } = await sql<{ id: number }>`
    insert into exclusions (user_id, ${sql.ref(COLUMNS[kind])})
    select ${listenerId}, ${id}
    where not exists (select from exclusions e where e.user_id = ${listenerId} and ${same})
    on conflict do nothing
    returning id`.execute(trx);
  return rows[0]?.id;
}

/** @throws DomainError `not-found` when the listener has none of this id */
export async function deleteExclusion(database: Database, listenerId: ListenerId, id: number): Promise<void> {
  const { numDeletedRows } = await database
    .deleteFrom('exclusions')
    .where('user_id', '=', listenerId)
    .where('id', '=', id)
    .executeTakeFirst();
  if (numDeletedRows === 0n) throw notExcluded();
}
