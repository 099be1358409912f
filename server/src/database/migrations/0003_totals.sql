-- Totals are kept by statement triggers: whatever writes plays, tracks or their artists, in whatever way, leaves them in step in
-- the same transaction. They are over counted plays. Those by the listener's calendar are in 0007_calendar_totals.sql.
-- The functions run their statements by EXECUTE, to be planned anew every time: a plan kept from when the tables were
-- empty would take hours on a full one. Totals have no foreign keys: what they are made from is checked already.

create type total_subject as enum ('recording', 'artist', 'album');

-- What a listener has played of a subject. A play counts for its track's recording, for each of its artists and for its album,
-- those of the track that was really played. Every play updates rows: free room spares new index entries.
create table subject_totals (
  user_id         bigint not null,
  subject         total_subject not null,
  id              bigint not null,
  plays           integer not null check (plays >= 0),
  ms              bigint not null check (ms >= 0),
  first_played_at timestamptz not null,
  last_played_at  timestamptz not null,
  primary key (user_id, subject, id)
) with (fillfactor = 70);
create index subject_totals_recording on subject_totals (id) where subject = 'recording';

create view recording_totals as
select user_id, id as recording_id, plays, ms, first_played_at, last_played_at from subject_totals where subject = 'recording';
create view artist_totals as
select user_id, id as artist_id, plays, ms, first_played_at, last_played_at from subject_totals where subject = 'artist';
create view album_totals as
select user_id, id as album_id, plays, ms, first_played_at, last_played_at from subject_totals where subject = 'album';

create function is_counted(rule text, ms_played integer, duration_ms integer, reason_end text) returns boolean
language sql immutable parallel safe as $$
  select case rule
    when 'half-track' then ms_played >= coalesce(duration_ms / 2, 30000)
    when 'finished' then coalesce(reason_end = 'trackdone' or ms_played >= duration_ms - 5000, ms_played >= 30000)
    else ms_played >= 30000
  end
$$;

-- Who writes plays holds this lock shared, who changes the recording, the artists or the album of a track that was played holds it
-- alone: neither can add up by what the other is about to change. Its key is none of those in locks.queries.ts.
create function lock_track_links(alone boolean) returns void language plpgsql as $$
begin
  if alone then
    perform pg_advisory_xact_lock(7325);
  else
    perform pg_advisory_xact_lock_shared(7325);
  end if;
end $$;

create function hold_track_links() returns trigger language plpgsql as $$
begin
  perform lock_track_links(false);
  return null;
end $$;

create trigger plays_written before insert or update or delete on plays
  for each statement execute function hold_track_links();

-- Plays of one track by one listener that come or go.
create type track_change as (
  user_id bigint, track_id bigint, plays bigint, ms bigint, first_played_at timestamptz, last_played_at timestamptz
);

-- What the changes amount to, subject by subject.
create function subject_changes(changes track_change[])
returns table (user_id bigint, subject total_subject, id bigint, plays int, ms bigint, first_played_at timestamptz, last_played_at timestamptz)
language sql stable as $$
  select s.user_id, s.subject, s.id, sum(s.plays)::int, sum(s.ms)::bigint, min(s.first_played_at), max(s.last_played_at)
  from (
    select c.*, 'recording'::total_subject as subject, k.recording_id as id
    from unnest(changes) c join tracks k on k.id = c.track_id
    union all
    select c.*, 'artist', a.artist_id from unnest(changes) c join track_artists a on a.track_id = c.track_id
    union all
    select c.*, 'album', k.album_id from unnest(changes) c join tracks k on k.id = c.track_id where k.album_id is not null
  ) s
  group by 1, 2, 3
$$;

create function add_to_totals(changes track_change[]) returns void language plpgsql as $$
begin
  if changes is null then
    return;
  end if;
  execute $q$
    insert into subject_totals as t (user_id, subject, id, plays, ms, first_played_at, last_played_at)
    select * from subject_changes($1)
    on conflict (user_id, subject, id) do update set
      plays = t.plays + excluded.plays,
      ms = t.ms + excluded.ms,
      first_played_at = least(t.first_played_at, excluded.first_played_at),
      last_played_at = greatest(t.last_played_at, excluded.last_played_at)
  $q$ using changes;
end $$;

create type total_key as (user_id bigint, subject total_subject, id bigint);

-- Computes totals anew from the plays: the only way to get first and last back where one of them was taken away.
create function rebuild_totals(keys total_key[]) returns void language plpgsql as $$
begin
  if keys is null then
    return;
  end if;
  execute $q$
    with affected as materialized (select distinct * from unnest($1)),
    of_tracks as (
      select a.*, k.id as track_id from affected a join tracks k on k.recording_id = a.id where a.subject = 'recording'
      union all
      select a.*, t.track_id from affected a join track_artists t on t.artist_id = a.id where a.subject = 'artist'
      union all
      select a.*, k.id from affected a join tracks k on k.album_id = a.id where a.subject = 'album'
    ), played as materialized (
      select o.user_id, o.subject, o.id, count(*) as plays, sum(p.ms_played) as ms, min(p.played_at) as first_played_at,
        max(p.played_at) as last_played_at
      from of_tracks o join plays p on p.user_id = o.user_id and p.track_id = o.track_id and p.counted
      group by 1, 2, 3
    ), gone as (
      delete from subject_totals t using affected a
      where t.user_id = a.user_id and t.subject = a.subject and t.id = a.id
        and not exists (select from played p where p.user_id = a.user_id and p.subject = a.subject and p.id = a.id)
    )
    insert into subject_totals (user_id, subject, id, plays, ms, first_played_at, last_played_at)
    select * from played
    on conflict (user_id, subject, id) do update set
      plays = excluded.plays,
      ms = excluded.ms,
      first_played_at = excluded.first_played_at,
      last_played_at = excluded.last_played_at
  $q$ using keys;
end $$;

create function take_from_totals(changes track_change[]) returns void language plpgsql as $$
declare
  lacking total_key[];
begin
  if changes is null then
    return;
  end if;
  execute $q$
    with changed as (
      update subject_totals t set plays = t.plays - c.plays, ms = t.ms - c.ms
      from subject_changes($1) c
      where t.user_id = c.user_id and t.subject = c.subject and t.id = c.id
      returning t.user_id, t.subject, t.id,
        t.plays = 0 or c.first_played_at <= t.first_played_at or c.last_played_at >= t.last_played_at as lacks_an_end
    )
    select array_agg(row(user_id, subject, id)::total_key) from changed where lacks_an_end
  $q$ into lacking using changes;
  perform rebuild_totals(lacking);
end $$;

create function keep_totals() returns trigger language plpgsql as $$
declare
  came track_change[];
  gone track_change[];
begin
  if tg_op = 'INSERT' then
    execute $q$
      select array_agg(c::track_change) from (
        select user_id, track_id, count(*), sum(ms_played), min(played_at), max(played_at) from added
        where counted
        group by 1, 2
      ) c
    $q$ into came;
    update users set history_version = history_version + 1 where id in (select distinct user_id from added);
  elsif tg_op = 'DELETE' then
    -- The totals of a listener who is being deleted go with them.
    execute $q$
      select array_agg(c::track_change) from (
        select user_id, track_id, count(*), sum(ms_played), min(played_at), max(played_at) from removed
        where counted and user_id in (select id from users)
        group by 1, 2
      ) c
    $q$ into gone;
    update users set history_version = history_version + 1 where id in (select distinct user_id from removed);
  else
    execute $q$
      select array_agg(c) filter (where is_new), array_agg(c) filter (where not is_new) from (
        select s.is_new,
          row(s.user_id, s.track_id, count(*), sum(s.ms_played), min(s.played_at), max(s.played_at))::track_change as c
        from removed o
        join added n on n.user_id = o.user_id and n.id = o.id
        cross join lateral (values (false, o.user_id, o.track_id, o.played_at, o.ms_played, o.counted),
          (true, n.user_id, n.track_id, n.played_at, n.ms_played, n.counted)) s (is_new, user_id, track_id, played_at, ms_played, counted)
        where s.counted and (n.counted, n.ms_played, n.played_at, n.track_id) is distinct from (o.counted, o.ms_played, o.played_at, o.track_id)
        group by 1, s.user_id, s.track_id
      ) changes
    $q$ into came, gone;
    update users set history_version = history_version + 1 where id in (select distinct user_id from removed);
  end if;
  -- In this order nothing falls below zero on the way.
  perform add_to_totals(came);
  perform take_from_totals(gone);
  return null;
end $$;

create trigger plays_inserted after insert on plays
  referencing new table as added for each statement execute function keep_totals();
create trigger plays_deleted after delete on plays
  referencing old table as removed for each statement execute function keep_totals();
create trigger plays_updated after update on plays
  referencing old table as removed new table as added for each statement execute function keep_totals();

create function delete_totals_of_users() returns trigger language plpgsql as $$
begin
  delete from subject_totals where user_id in (select id from removed);
  return null;
end $$;

create trigger users_deleted_totals after delete on users
  referencing old table as removed for each statement execute function delete_totals_of_users();

-- A track belongs to another recording or album: that moves the totals of everyone who has played it.
create function move_totals_of_tracks() returns trigger language plpgsql as $$
begin
  if not exists (
    select from added n
    join removed o on o.id = n.id and (o.recording_id, o.album_id) is distinct from (n.recording_id, n.album_id)
    join recording_totals t on t.recording_id = o.recording_id
  ) then
    return null;
  end if;
  perform lock_track_links(true);
  execute $q$
    select rebuild_totals(array_agg(row(t.user_id, s.subject, s.id)::total_key))
    from added n
    join removed o on o.id = n.id and (o.recording_id, o.album_id) is distinct from (n.recording_id, n.album_id)
    join recording_totals t on t.recording_id = o.recording_id
    cross join lateral (values ('recording'::total_subject, o.recording_id), ('recording', n.recording_id), ('album', o.album_id),
      ('album', n.album_id)) s (subject, id)
    where s.id is not null
  $q$;
  return null;
end $$;

create trigger tracks_updated after update on tracks
  referencing old table as removed new table as added for each statement execute function move_totals_of_tracks();

-- A length that becomes known, or is another, may decide whether a play counts. Nobody writes plays by the former length meanwhile,
-- or by a rule that is just coming to hold (0008_pending_settings.sql).
create function recount_plays_of_tracks() returns trigger language plpgsql as $$
begin
  if exists (select from added n join removed o on o.id = n.id and o.duration_ms is distinct from n.duration_ms)
    and (exists (select from users where counting_rule <> '30-seconds') or exists (select from pending_settings))
  then
    perform lock_track_links(true);
    execute $q$
      update plays p set counted = not p.counted
      from added n
      join removed o on o.id = n.id and o.duration_ms is distinct from n.duration_ms
      cross join users u
      where u.counting_rule <> '30-seconds' and p.user_id = u.id and p.track_id = n.id and p.deleted_at is null
        and p.counted <> is_counted(u.counting_rule, p.ms_played, n.duration_ms, p.reason_end)
    $q$;
  end if;
  return null;
end $$;

create trigger tracks_updated_recount after update on tracks
  referencing old table as removed new table as added for each statement execute function recount_plays_of_tracks();

-- Artists of a track have come or gone.
create function move_totals_of_artists() returns trigger language plpgsql as $$
begin
  if not exists (
    select from changed c join tracks k on k.id = c.track_id join recording_totals t on t.recording_id = k.recording_id
  ) then
    return null;
  end if;
  perform lock_track_links(true);
  execute $q$
    select rebuild_totals(array_agg(row(t.user_id, 'artist', c.artist_id)::total_key))
    from changed c join tracks k on k.id = c.track_id join recording_totals t on t.recording_id = k.recording_id
  $q$;
  return null;
end $$;

create trigger track_artists_inserted after insert on track_artists
  referencing new table as changed for each statement execute function move_totals_of_artists();
create trigger track_artists_deleted after delete on track_artists
  referencing old table as changed for each statement execute function move_totals_of_artists();
