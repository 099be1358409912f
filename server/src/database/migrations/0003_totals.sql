-- Totals are kept by statement triggers on plays: whatever writes plays, in whatever way, leaves them in step in the
-- same transaction. They are over counted plays; an hour is the listener's local one, without a zone.
-- The functions run their statements by EXECUTE, to be planned anew every time: a plan kept from when the tables were
-- empty would take hours on a full one. Totals have no foreign keys: what they are made from is checked already.

create table hour_totals (
  user_id bigint not null,
  hour    timestamp not null,
  plays   integer not null check (plays >= 0),
  ms      bigint not null check (ms >= 0),
  primary key (user_id, hour)
);

create table recording_totals (
  user_id         bigint not null,
  recording_id    bigint not null,
  plays           integer not null check (plays >= 0),
  ms              bigint not null check (ms >= 0),
  first_played_at timestamptz not null,
  last_played_at  timestamptz not null,
  primary key (user_id, recording_id)
);
create index recording_totals_recording_id on recording_totals (recording_id);

create function is_counted(rule text, ms_played integer, duration_ms integer, reason_end text) returns boolean
language sql immutable parallel safe as $$
  select case rule
    when 'half-track' then ms_played >= coalesce(duration_ms / 2, 30000)
    when 'finished' then coalesce(reason_end = 'trackdone' or ms_played >= duration_ms - 5000, ms_played >= 30000)
    else ms_played >= 30000
  end
$$;

create function add_inserted_plays_to_totals() returns trigger language plpgsql as $$
begin
  execute $q$
    insert into hour_totals as t (user_id, hour, plays, ms)
    select p.user_id, date_trunc('hour', p.played_at at time zone u.timezone), count(*), sum(p.ms_played)
    from added p join users u on u.id = p.user_id
    where p.counted
    group by 1, 2
    on conflict (user_id, hour) do update set plays = t.plays + excluded.plays, ms = t.ms + excluded.ms
  $q$;

  execute $q$
    insert into recording_totals as t (user_id, recording_id, plays, ms, first_played_at, last_played_at)
    select p.user_id, k.recording_id, count(*), sum(p.ms_played), min(p.played_at), max(p.played_at)
    from added p join tracks k on k.id = p.track_id
    where p.counted
    group by 1, 2
    on conflict (user_id, recording_id) do update set
      plays = t.plays + excluded.plays,
      ms = t.ms + excluded.ms,
      first_played_at = least(t.first_played_at, excluded.first_played_at),
      last_played_at = greatest(t.last_played_at, excluded.last_played_at)
  $q$;

  update users set history_version = history_version + 1 where id in (select distinct user_id from added);
  return null;
end $$;

-- Computes the named recordings' totals anew; the only way to get first and last back after something was taken away.
create function rebuild_recording_totals(affected_users bigint[], affected_recordings bigint[]) returns void
language plpgsql as $$
begin
  if affected_users is null then
    return;
  end if;
  execute $q$
    with affected as (select * from unnest($1, $2) as a (user_id, recording_id)),
    gone as (
      delete from recording_totals t using affected a
      where t.user_id = a.user_id and t.recording_id = a.recording_id
        and not exists (
          select from tracks k join plays p on p.track_id = k.id
          where k.recording_id = a.recording_id and p.user_id = a.user_id and p.counted)
    )
    insert into recording_totals (user_id, recording_id, plays, ms, first_played_at, last_played_at)
    select a.user_id, a.recording_id, count(*), sum(p.ms_played), min(p.played_at), max(p.played_at)
    from affected a
    join tracks k on k.recording_id = a.recording_id
    join plays p on p.user_id = a.user_id and p.track_id = k.id and p.counted
    group by 1, 2
    on conflict (user_id, recording_id) do update set
      plays = excluded.plays,
      ms = excluded.ms,
      first_played_at = excluded.first_played_at,
      last_played_at = excluded.last_played_at
  $q$ using affected_users, affected_recordings;
end $$;

create function take_deleted_plays_from_totals() returns trigger language plpgsql as $$
begin
  execute $q$
    update hour_totals t set plays = t.plays - d.plays, ms = t.ms - d.ms
    from (
      select p.user_id, date_trunc('hour', p.played_at at time zone u.timezone) as hour, count(*) as plays, sum(p.ms_played) as ms
      from removed p join users u on u.id = p.user_id
      where p.counted
      group by 1, 2
    ) d
    where t.user_id = d.user_id and t.hour = d.hour
  $q$;

  execute $q$
    delete from hour_totals where plays = 0 and user_id in (select user_id from removed)
  $q$;

  execute $q$
    select rebuild_recording_totals(array_agg(user_id), array_agg(recording_id))
    from (
      select distinct p.user_id, k.recording_id
      from removed p join tracks k on k.id = p.track_id join users u on u.id = p.user_id
      where p.counted
    ) affected
  $q$;

  update users set history_version = history_version + 1 where id in (select user_id from removed);
  return null;
end $$;

create function move_updated_plays_in_totals() returns trigger language plpgsql as $$
begin
  execute $q$
    insert into hour_totals as t (user_id, hour, plays, ms)
    select n.user_id, date_trunc('hour', n.played_at at time zone u.timezone), count(*), sum(n.ms_played)
    from added n
    join removed o on o.user_id = n.user_id and o.id = n.id
    join users u on u.id = n.user_id
    where n.counted and (n.counted, n.ms_played, n.played_at) is distinct from (o.counted, o.ms_played, o.played_at)
    group by 1, 2
    on conflict (user_id, hour) do update set plays = t.plays + excluded.plays, ms = t.ms + excluded.ms
  $q$;

  execute $q$
    update hour_totals t set plays = t.plays - d.plays, ms = t.ms - d.ms
    from (
      select o.user_id, date_trunc('hour', o.played_at at time zone u.timezone) as hour, count(*) as plays, sum(o.ms_played) as ms
      from removed o
      join added n on n.user_id = o.user_id and n.id = o.id
      join users u on u.id = o.user_id
      where o.counted and (n.counted, n.ms_played, n.played_at) is distinct from (o.counted, o.ms_played, o.played_at)
      group by 1, 2
    ) d
    where t.user_id = d.user_id and t.hour = d.hour
  $q$;

  execute $q$
    delete from hour_totals where plays = 0 and user_id in (select user_id from removed)
  $q$;

  execute $q$
    select rebuild_recording_totals(array_agg(user_id), array_agg(recording_id))
    from (
      select distinct n.user_id, k.recording_id
      from added n
      join removed o on o.user_id = n.user_id and o.id = n.id
      join tracks k on k.id in (o.track_id, n.track_id)
      where (n.counted, n.ms_played, n.played_at, n.track_id) is distinct from (o.counted, o.ms_played, o.played_at, o.track_id)
    ) affected
  $q$;

  update users set history_version = history_version + 1 where id in (select user_id from removed);
  return null;
end $$;

create function delete_totals_of_users() returns trigger language plpgsql as $$
begin
  delete from hour_totals where user_id in (select id from removed);
  delete from recording_totals where user_id in (select id from removed);
  return null;
end $$;

create trigger users_deleted_totals after delete on users
  referencing old table as removed for each statement execute function delete_totals_of_users();

create trigger plays_inserted after insert on plays
  referencing new table as added for each statement execute function add_inserted_plays_to_totals();
create trigger plays_deleted after delete on plays
  referencing old table as removed for each statement execute function take_deleted_plays_from_totals();
create trigger plays_updated after update on plays
  referencing old table as removed new table as added for each statement execute function move_updated_plays_in_totals();

-- Joining or splitting recordings moves the totals of everyone who played them.
create function move_recording_totals() returns trigger language plpgsql as $$
begin
  if not exists (select from added n join removed o on o.id = n.id where o.recording_id <> n.recording_id) then
    return null;
  end if;
  execute $q$
    select rebuild_recording_totals(array_agg(user_id), array_agg(recording_id))
    from (
      select distinct t.user_id, r.recording_id
      from added n
      join removed o on o.id = n.id and o.recording_id <> n.recording_id
      join recording_totals t on t.recording_id = o.recording_id
      cross join lateral (values (o.recording_id), (n.recording_id)) r (recording_id)
    ) affected
  $q$;
  return null;
end $$;

create trigger tracks_updated after update on tracks
  referencing old table as removed new table as added for each statement execute function move_recording_totals();

-- A change of time zone moves every hour of a listener.
create function rebuild_hour_totals() returns trigger language plpgsql as $$
begin
  delete from hour_totals where user_id = new.id;
  insert into hour_totals (user_id, hour, plays, ms)
  select new.id, date_trunc('hour', played_at at time zone new.timezone), count(*), sum(ms_played)
  from plays where user_id = new.id and counted
  group by 2;
  -- What an analysis has counted by years is out of date.
  update users set history_version = history_version + 1 where id = new.id;
  return null;
end $$;

create trigger users_timezone_changed after update of timezone on users
  for each row when (old.timezone is distinct from new.timezone) execute function rebuild_hour_totals();

-- A change of the counting rule decides anew about every play of a listener.
create function recount_plays() returns trigger language plpgsql as $$
begin
  update plays p set counted = not p.counted
  from tracks k
  where p.user_id = new.id and k.id = p.track_id and p.deleted_at is null
    and p.counted <> is_counted(new.counting_rule, p.ms_played, k.duration_ms, p.reason_end);
  update users set history_version = history_version + 1 where id = new.id;
  return null;
end $$;

create trigger users_counting_rule_changed after update of counting_rule on users
  for each row when (old.counting_rule is distinct from new.counting_rule) execute function recount_plays();
