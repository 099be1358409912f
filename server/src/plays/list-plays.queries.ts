import type { Play, PlaySource } from '@analytics/contract/play';
import type { Track } from '@analytics/contract/track';
import { sql } from 'kysely';
import type { Database } from '../database/database.ts';
import { isExcluded } from '../database/excluded-tracks.queries.ts';
import type { ListenerId } from '../database/listener-id.ts';
import { isWithin, type Period } from '../database/period.ts';
import { isTrackCalled } from '../database/search.ts';
import { DomainError } from '../errors.ts';

export interface PlayFilter extends Period {
  readonly search?: string | undefined;
  readonly trackId?: number | undefined;
  readonly artistId?: number | undefined;
  readonly albumId?: number | undefined;
  readonly source?: PlaySource | undefined;
  readonly counted?: boolean | undefined;
}

interface Row {
  id: number;
  playedAt: Date;
  msPlayed: number;
  msPlayedIsEstimate: boolean;
  counted: boolean;
  uncountedReason: Play['uncountedReason'];
  source: PlaySource;
  track: Track;
}

/** The listener's plays that pass the filter, newest first. A track stands for its whole recording. */
export async function listPlays(
  database: Database,
  listenerId: ListenerId,
  filter: PlayFilter,
  page: { cursor: string | undefined; limit: number },
): Promise<{ items: Play[]; nextCursor: string | null }> {
  const { rows } = await sql<Row>`
    select p.id, p.played_at as "playedAt", p.ms_played as "msPlayed", p.ms_played_is_estimate as "msPlayedIsEstimate",
      p.counted, case when p.counted then null when ${isExcluded(listenerId, sql`p.track_id`)} then 'exclusion'
        else 'counting-rule' end as "uncountedReason", p.source, d.track
    from (
      select p.* from plays p
      where p.user_id = ${listenerId} and p.deleted_at is null
        and ${isWithin(sql`p.played_at`, filter, listenerId)}
        and ${matches(filter)}
        and ${isAfterCursor(page.cursor)}
      order by p.played_at desc, p.id desc
      limit ${page.limit + 1}
    ) p join track_descriptions d on d.id = p.track_id
    order by p.played_at desc, p.id desc`.execute(database);
  const items = rows.slice(0, page.limit).map((row) => ({ ...row, playedAt: row.playedAt.toISOString() }));
  const last = rows.length > page.limit ? items.at(-1) : undefined;
  return { items, nextCursor: last ? `${last.playedAt}_${last.id}` : null };
}

/** Whether it is an instant as we write it, which 31 February is not. */
function isInstant(text: string): boolean {
  const instant = new Date(text);
  return !Number.isNaN(instant.getTime()) && instant.toISOString() === text && !text.startsWith('0000');
}

function isAfterCursor(cursor: string | undefined) {
  if (cursor === undefined) return sql<boolean>`true`;
  const [, instant, id] = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z)_(\d{1,15})$/.exec(cursor) ?? [];
  if (instant === undefined || !isInstant(instant)) {
    throw new DomainError('invalid-request', 'The cursor is not one of ours.');
  }
  return sql<boolean>`(p.played_at, p.id) < (${instant}::timestamptz, ${id}::bigint)`;
}

function matches({ search, trackId, artistId, albumId, source, counted }: PlayFilter) {
  const conditions = [sql<boolean>`true`];
  if (source !== undefined) conditions.push(sql<boolean>`p.source = ${source}::play_source`);
  if (counted !== undefined) conditions.push(sql<boolean>`p.counted = ${counted}`);
  if (trackId !== undefined) {
    conditions.push(sql<boolean>`p.track_id in (
      select k.id from tracks k where k.recording_id = (select recording_id from tracks where id = ${trackId}))`);
  }
  if (artistId !== undefined) {
    conditions.push(
      sql<boolean>`p.track_id in (select track_id from track_artists where artist_id = ${artistId})`,
    );
  }
  if (albumId !== undefined)
    conditions.push(sql<boolean>`p.track_id in (select id from tracks where album_id = ${albumId})`);
  if (search !== undefined && search.trim() !== '') {
    const called = isTrackCalled(search, {
      artists: sql`select id from artists`,
      albums: sql`select id from albums`,
    });
    conditions.push(sql<boolean>`p.track_id in (select k.id from tracks k where ${called})`);
  }
  return sql.join(conditions, sql` and `);
}
