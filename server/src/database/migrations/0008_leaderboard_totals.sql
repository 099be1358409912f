-- What leaderboards of artists and albums, their search and the revalidation of answers need. An artist or an album is played
-- where a track of theirs is, the one that was really played; a play of several artists counts for each of them.

-- Every play updates rows of these: free room keeps them from needing new index entries each time.
alter table recording_totals set (fillfactor = 70);

create table artist_totals (
  user_id         bigint not null,
  artist_id       bigint not null,
  plays           integer not null,
  ms              bigint not null,
  first_played_at timestamptz not null,
  last_played_at  timestamptz not null,
  primary key (user_id, artist_id)
) with (fillfactor = 70);

create table album_totals (
  user_id         bigint not null,
  album_id        bigint not null,
  plays           integer not null,
  ms              bigint not null,
  first_played_at timestamptz not null,
  last_played_at  timestamptz not null,
  primary key (user_id, album_id)
) with (fillfactor = 70);

-- Who writes plays holds this lock shared, who changes the artists or the album of a track that was played holds it alone: neither
-- can add up by what the other is about to change. Its key is none of those in locks.queries.ts.
create function lock_track_links(alone boolean) returns void language plpgsql as $$
begin
  if alone then
    perform pg_advisory_xact_lock(7325);
  else
    perform pg_advisory_xact_lock_shared(7325);
  end if;
end $$;

create type track_change as (
  user_id bigint, track_id bigint, plays bigint, ms bigint, first_played_at timestamptz, last_played_at timestamptz
);

create function add_to_leaderboards(changes track_change[]) returns void language plpgsql as $$
begin
  if changes is null then
    return;
  end if;
  execute $q$
    insert into artist_totals as t (user_id, artist_id, plays, ms, first_played_at, last_played_at)
    select c.user_id, a.artist_id, sum(c.plays), sum(c.ms), min(c.first_played_at), max(c.last_played_at)
    from unnest($1) c join track_artists a on a.track_id = c.track_id
    group by 1, 2
    on conflict (user_id, artist_id) do update set
      plays = t.plays + excluded.plays,
      ms = t.ms + excluded.ms,
      first_played_at = least(t.first_played_at, excluded.first_played_at),
      last_played_at = greatest(t.last_played_at, excluded.last_played_at)
  $q$ using changes;
  execute $q$
    insert into album_totals as t (user_id, album_id, plays, ms, first_played_at, last_played_at)
    select c.user_id, k.album_id, sum(c.plays), sum(c.ms), min(c.first_played_at), max(c.last_played_at)
    from unnest($1) c join tracks k on k.id = c.track_id
    where k.album_id is not null
    group by 1, 2
    on conflict (user_id, album_id) do update set
      plays = t.plays + excluded.plays,
      ms = t.ms + excluded.ms,
      first_played_at = least(t.first_played_at, excluded.first_played_at),
      last_played_at = greatest(t.last_played_at, excluded.last_played_at)
  $q$ using changes;
end $$;

-- Compute totals anew from the plays: the only way to get first and last back where one of them was taken away.
create function rebuild_artist_totals(affected_users bigint[], affected_artists bigint[]) returns void
language plpgsql as $$
begin
  if affected_users is null then
    return;
  end if;
  execute $q$
    with affected as (select distinct * from unnest($1, $2) as a (user_id, artist_id)),
    played as materialized (
      select a.user_id, a.artist_id, count(*) as plays, sum(p.ms_played) as ms, min(p.played_at) as first_played_at,
        max(p.played_at) as last_played_at
      from affected a
      join track_artists t on t.artist_id = a.artist_id
      join plays p on p.user_id = a.user_id and p.track_id = t.track_id and p.counted
      group by 1, 2
    ), gone as (
      delete from artist_totals t using affected a
      where t.user_id = a.user_id and t.artist_id = a.artist_id
        and not exists (select from played p where p.user_id = a.user_id and p.artist_id = a.artist_id)
    )
    insert into artist_totals (user_id, artist_id, plays, ms, first_played_at, last_played_at)
    select * from played
    on conflict (user_id, artist_id) do update set
      plays = excluded.plays,
      ms = excluded.ms,
      first_played_at = excluded.first_played_at,
      last_played_at = excluded.last_played_at
  $q$ using affected_users, affected_artists;
end $$;

create function rebuild_album_totals(affected_users bigint[], affected_albums bigint[]) returns void
language plpgsql as $$
begin
  if affected_users is null then
    return;
  end if;
  execute $q$
    with affected as (select distinct * from unnest($1, $2) as a (user_id, album_id)),
    played as materialized (
      select a.user_id, a.album_id, count(*) as plays, sum(p.ms_played) as ms, min(p.played_at) as first_played_at,
        max(p.played_at) as last_played_at
      from affected a
      join tracks k on k.album_id = a.album_id
      join plays p on p.user_id = a.user_id and p.track_id = k.id and p.counted
      group by 1, 2
    ), gone as (
      delete from album_totals t using affected a
      where t.user_id = a.user_id and t.album_id = a.album_id
        and not exists (select from played p where p.user_id = a.user_id and p.album_id = a.album_id)
    )
    insert into album_totals (user_id, album_id, plays, ms, first_played_at, last_played_at)
    select * from played
    on conflict (user_id, album_id) do update set
      plays = excluded.plays,
      ms = excluded.ms,
      first_played_at = excluded.first_played_at,
      last_played_at = excluded.last_played_at
  $q$ using affected_users, affected_albums;
end $$;

create function take_from_leaderboards(changes track_change[]) returns void language plpgsql as $$
declare
  affected_users bigint[];
  affected bigint[];
begin
  if changes is null then
    return;
  end if;
  execute $q$
    with taken as (
      select c.user_id, a.artist_id, sum(c.plays) as plays, sum(c.ms) as ms, min(c.first_played_at) as first_played_at,
        max(c.last_played_at) as last_played_at
      from unnest($1) c join track_artists a on a.track_id = c.track_id
      group by 1, 2
    ), changed as (
      update artist_totals t set plays = t.plays - k.plays, ms = t.ms - k.ms
      from taken k where k.user_id = t.user_id and k.artist_id = t.artist_id
      returning t.user_id, t.artist_id, t.plays > 0
        and (k.first_played_at <= t.first_played_at or k.last_played_at >= t.last_played_at) as lacks_an_end
    )
    select array_agg(user_id), array_agg(artist_id) from changed where lacks_an_end
  $q$ into affected_users, affected using changes;
  perform rebuild_artist_totals(affected_users, affected);
  execute $q$
    with taken as (
      select c.user_id, k.album_id, sum(c.plays) as plays, sum(c.ms) as ms, min(c.first_played_at) as first_played_at,
        max(c.last_played_at) as last_played_at
      from unnest($1) c join tracks k on k.id = c.track_id
      where k.album_id is not null
      group by 1, 2
    ), changed as (
      update album_totals t set plays = t.plays - k.plays, ms = t.ms - k.ms
      from taken k where k.user_id = t.user_id and k.album_id = t.album_id
      returning t.user_id, t.album_id, t.plays > 0
        and (k.first_played_at <= t.first_played_at or k.last_played_at >= t.last_played_at) as lacks_an_end
    )
    select array_agg(user_id), array_agg(album_id) from changed where lacks_an_end
  $q$ into affected_users, affected using changes;
  perform rebuild_album_totals(affected_users, affected);
  execute 'delete from artist_totals where plays = 0 and user_id in (select user_id from unnest($1))' using changes;
  execute 'delete from album_totals where plays = 0 and user_id in (select user_id from unnest($1))' using changes;
end $$;

create function add_inserted_plays_to_leaderboards() returns trigger language plpgsql as $$
begin
  perform lock_track_links(false);
  execute $q$
    select add_to_leaderboards(array_agg(row(user_id, track_id, plays, ms, first_played_at, last_played_at)::track_change))
    from (
      select user_id, track_id, count(*) as plays, sum(ms_played) as ms, min(played_at) as first_played_at, max(played_at) as last_played_at
      from added where counted group by 1, 2
    ) changes
  $q$;
  return null;
end $$;

create trigger plays_inserted_leaderboards after insert on plays
  referencing new table as added for each statement execute function add_inserted_plays_to_leaderboards();

-- The totals of a listener who is being deleted go with them.
create function take_deleted_plays_from_leaderboards() returns trigger language plpgsql as $$
begin
  perform lock_track_links(false);
  execute $q$
    select take_from_leaderboards(array_agg(row(user_id, track_id, plays, ms, first_played_at, last_played_at)::track_change))
    from (
      select user_id, track_id, count(*) as plays, sum(ms_played) as ms, min(played_at) as first_played_at, max(played_at) as last_played_at
      from removed where counted group by 1, 2
    ) changes
    where exists (select from users u where u.id = changes.user_id)
  $q$;
  return null;
end $$;

create trigger plays_deleted_leaderboards after delete on plays
  referencing old table as removed for each statement execute function take_deleted_plays_from_leaderboards();

create function move_updated_plays_in_leaderboards() returns trigger language plpgsql as $$
begin
  perform lock_track_links(false);
  execute $q$
    select add_to_leaderboards(array_agg(row(user_id, track_id, plays, ms, first_played_at, last_played_at)::track_change))
    from (
      select n.user_id, n.track_id, count(*) as plays, sum(n.ms_played) as ms, min(n.played_at) as first_played_at,
        max(n.played_at) as last_played_at
      from added n join removed o on o.user_id = n.user_id and o.id = n.id
      where n.counted
        and (n.counted, n.ms_played, n.played_at, n.track_id) is distinct from (o.counted, o.ms_played, o.played_at, o.track_id)
      group by 1, 2
    ) changes
  $q$;
  execute $q$
    select take_from_leaderboards(array_agg(row(user_id, track_id, plays, ms, first_played_at, last_played_at)::track_change))
    from (
      select o.user_id, o.track_id, count(*) as plays, sum(o.ms_played) as ms, min(o.played_at) as first_played_at,
        max(o.played_at) as last_played_at
      from added n join removed o on o.user_id = n.user_id and o.id = n.id
      where o.counted
        and (n.counted, n.ms_played, n.played_at, n.track_id) is distinct from (o.counted, o.ms_played, o.played_at, o.track_id)
      group by 1, 2
    ) changes
  $q$;
  return null;
end $$;

create trigger plays_updated_leaderboards after update on plays
  referencing old table as removed new table as added for each statement execute function move_updated_plays_in_leaderboards();

create function delete_leaderboards_of_users() returns trigger language plpgsql as $$
begin
  delete from artist_totals where user_id in (select id from removed);
  delete from album_totals where user_id in (select id from removed);
  return null;
end $$;

create trigger users_deleted_leaderboards after delete on users
  referencing old table as removed for each statement execute function delete_leaderboards_of_users();
