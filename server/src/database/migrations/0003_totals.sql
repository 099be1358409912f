-- Totals are kept by statement triggers on plays: whatever writes plays, in whatever way, leaves them in step in the
-- same transaction. They are over counted plays. Those by the listener's calendar are in 0007_calendar_totals.sql.
-- The functions run their statements by EXECUTE, to be planned anew every time: a plan kept from when the tables were
-- empty would take hours on a full one. Totals have no foreign keys: what they are made from is checked already.

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
