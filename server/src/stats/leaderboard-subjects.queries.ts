import type { Album } from '@analytics/contract/album';
import type { Artist } from '@analytics/contract/artist';
import type { Track } from '@analytics/contract/track';
import { type RawBuilder, sql } from 'kysely';
import type { ListenerId } from '../database/listener-id.ts';
import { isWithin, type Period } from '../database/period.ts';
import { hasEveryWord, isTrackCalled } from '../database/search.ts';

/** What can be ranked: tracks (grouped by recording), artists and albums, as the relations that a leaderboard is made from. */
export interface Subject<Description = object> {
  /** The field of a row that describes it. */
  readonly kind: 'track' | 'artist' | 'album';
  /** Of all time, as it is kept: `id`, `plays`, `ms`, `first_played_at`, `last_played_at` */
  readonly kept: (listenerId: ListenerId) => RawBuilder<unknown>;
  /** The same of a period, summed up from the relation `played` of `playedTracks` */
  readonly summed: RawBuilder<unknown>;
  /** `id` and `name`, as it is sorted, of the rows of the relation `totals` */
  readonly names: RawBuilder<unknown>;
  /** Whether the row `t` of `totals` is called so */
  readonly isCalled: (search: string, listenerId: ListenerId) => RawBuilder<boolean>;
  /** Joined to the row `p` of a page: `description`, what stands under `kind` in the interface */
  readonly description: RawBuilder<Description>;
}

const sums = sql`
  sum(p.plays)::int as plays, sum(p.ms)::bigint as ms, min(p.first_played_at) as first_played_at, max(p.last_played_at) as last_played_at`;

export const tracks: Subject<{ track: Track }> = {
  kind: 'track',
  kept: (listenerId) => sql`
    select recording_id as id, plays, ms, first_played_at, last_played_at from recording_totals where user_id = ${listenerId}`,
  summed: sql`select k.recording_id as id, ${sums} from played p join tracks k on k.id = p.track_id group by 1`,
  names: sql`
    select distinct on (t.id) t.id, searchable(k.name) as name from totals t join tracks k on k.recording_id = t.id
    order by t.id, k.spotify_id is null, k.id`,
  isCalled: (search, listenerId) => {
    const called = isTrackCalled(search, {
      artists: sql`select artist_id from artist_totals where user_id = ${listenerId}`,
      albums: sql`select album_id from album_totals where user_id = ${listenerId}`,
    });
    return sql`t.id in (
      select k.recording_id from tracks k
      where k.recording_id in (select recording_id from recording_totals where user_id = ${listenerId}) and ${called})`;
  },
  description: sql`
    cross join lateral (
      select k.id from tracks k where k.recording_id = p.id order by k.spotify_id is null, k.id limit 1
    ) shown
    cross join lateral (select track as description from track_descriptions where id = shown.id) d`,
};

export const artists: Subject<{ artist: Artist }> = {
  kind: 'artist',
  kept: (listenerId) => sql`
    select artist_id as id, plays, ms, first_played_at, last_played_at from artist_totals where user_id = ${listenerId}`,
  summed: sql`
    select a.artist_id as id, ${sums} from played p join track_artists a on a.track_id = p.track_id group by 1`,
  names: sql`select id, searchable(name) as name from artists where id in (select id from totals)`,
  isCalled: (search) => {
    const called = hasEveryWord(search, (pattern) => sql<boolean>`searchable(a.name) like ${pattern}`);
    return sql`exists (select from artists a where a.id = t.id and ${called})`;
  },
  description: sql`
    cross join lateral (select artist as description from artist_descriptions where id = p.id) d`,
};

export const albums: Subject<{ album: Album }> = {
  kind: 'album',
  kept: (listenerId) => sql`
    select album_id as id, plays, ms, first_played_at, last_played_at from album_totals where user_id = ${listenerId}`,
  summed: sql`
    select k.album_id as id, ${sums} from played p join tracks k on k.id = p.track_id where k.album_id is not null group by 1`,
  names: sql`select id, searchable(name) as name from albums where id in (select id from totals)`,
  isCalled: (search) => {
    const called = hasEveryWord(
      search,
      (pattern) => sql<boolean>`(searchable(b.name) like ${pattern} or searchable(a.name) like ${pattern})`,
    );
    return sql`exists (select from albums b left join artists a on a.id = b.artist_id where b.id = t.id and ${called})`;
  },
  description: sql`
    cross join lateral (select album as description from album_descriptions where id = p.id) d`,
};

/** The totals of a subject in a period, as `kept` and `summed` have them. */
export const totalsOf = (subject: Subject, listenerId: ListenerId, period: Period): RawBuilder<unknown> =>
  isAllTime(period)
    ? subject.kept(listenerId)
    : sql`with played as (${playedTracks(listenerId, period)}) ${subject.summed}`;

/** Whether a period is all time, whose totals are kept. */
export const isAllTime = ({ from, to }: Period): boolean => from === undefined && to === undefined;

/** What was played in a period, track by track: `track_id`, `plays`, `ms`, `first_played_at`, `last_played_at`. */
export const playedTracks = (listenerId: ListenerId, period: Period): RawBuilder<unknown> => sql`
  select p.track_id, count(*) as plays, sum(p.ms_played) as ms, min(p.played_at) as first_played_at, max(p.played_at) as last_played_at
  from plays p
  where p.user_id = ${listenerId} and p.counted and ${isWithin(sql`p.played_at`, period, listenerId)}
  group by 1`;
