-- Tracks, artists and playlists that a listener does not want counted. Their plays stay, and are not counted.

create table exclusions (
  user_id     bigint not null references users on delete cascade,
  id          bigint generated always as identity,
  track_id    bigint references tracks,
  artist_id   bigint references artists,
  -- One that the listener watches.
  playlist_id bigint,
  created_at  timestamptz not null default now(),
  primary key (user_id, id),
  foreign key (user_id, playlist_id) references playlist_monitors on delete cascade,
  check (num_nonnulls(track_id, artist_id, playlist_id) = 1)
);
create unique index exclusions_key on exclusions (user_id, track_id, artist_id, playlist_id) nulls not distinct;
create index exclusions_track_id on exclusions (track_id) where track_id is not null;
create index exclusions_artist_id on exclusions (artist_id) where artist_id is not null;
create index exclusions_playlist_id on exclusions (playlist_id) where playlist_id is not null;

-- Whatever judges a play asks here: a track stands for its whole recording, an artist for every track that names them, a playlist for the
-- recordings of what is in it now. A track may be there more than once.
create view excluded_tracks as
select e.user_id, e.id as exclusion_id, k.id as track_id
from exclusions e join tracks t on t.id = e.track_id join tracks k on k.recording_id = t.recording_id
union all
select e.user_id, e.id, t.track_id
from exclusions e join track_artists t on t.artist_id = e.artist_id
union all
select e.user_id, e.id, k.id
from exclusions e
join playlist_tracks l on l.playlist_id = e.playlist_id
join tracks t on t.id = l.track_id
join tracks k on k.recording_id = t.recording_id;

-- Listeners whose plays have to be judged anew, because what they exclude is other tracks than before. A listener may be in it more than
-- once and nothing refers to them, so that no writer ever waits for another.
create table pending_recounts (
  id      bigint generated always as identity primary key,
  user_id bigint not null
);
create index pending_recounts_user_id on pending_recounts (user_id);

create function recount_for_exclusions() returns trigger language plpgsql as $$
begin
  -- The exclusions of a listener who is being deleted go with them.
  insert into pending_recounts (user_id)
  select distinct c.user_id from changed c where exists (select from users u where u.id = c.user_id);
  return null;
end $$;

create trigger exclusions_inserted after insert on exclusions
  referencing new table as changed for each statement execute function recount_for_exclusions();
create trigger exclusions_deleted after delete on exclusions
  referencing old table as changed for each statement execute function recount_for_exclusions();

create function recount_for_artists() returns trigger language plpgsql as $$
begin
  execute $q$
    insert into pending_recounts (user_id)
    select distinct e.user_id from exclusions e where e.artist_id in (select c.artist_id from changed c)
  $q$;
  return null;
end $$;

create trigger track_artists_inserted_recount after insert on track_artists
  referencing new table as changed for each statement execute function recount_for_artists();
create trigger track_artists_deleted_recount after delete on track_artists
  referencing old table as changed for each statement execute function recount_for_artists();

create function recount_for_playlists() returns trigger language plpgsql as $$
begin
  execute $q$
    insert into pending_recounts (user_id)
    select distinct e.user_id from exclusions e where e.playlist_id in (select c.playlist_id from changed c)
  $q$;
  return null;
end $$;

create trigger playlist_tracks_inserted after insert on playlist_tracks
  referencing new table as changed for each statement execute function recount_for_playlists();
create trigger playlist_tracks_deleted after delete on playlist_tracks
  referencing old table as changed for each statement execute function recount_for_playlists();

-- Tracks that have moved count, or do not, with the others of their recording.
create function recount_for_recordings() returns trigger language plpgsql as $$
begin
  if not exists (select from added n join removed o on o.id = n.id where o.recording_id <> n.recording_id) then
    return null;
  end if;
  execute $q$
    with moved as materialized (
      select o.recording_id as former_id, n.recording_id from added n join removed o on o.id = n.id
      where o.recording_id <> n.recording_id
    ), concerned as materialized (
      select k.id from tracks k where k.recording_id in (select former_id from moved union select recording_id from moved)
    )
    insert into pending_recounts (user_id)
    select e.user_id from exclusions e where e.track_id in (select id from concerned)
    union
    select e.user_id from exclusions e join playlist_tracks l on l.playlist_id = e.playlist_id
    where l.track_id in (select id from concerned)
  $q$;
  return null;
end $$;

create trigger tracks_updated_recount_recordings after update on tracks
  referencing old table as removed new table as added for each statement execute function recount_for_recordings();

-- As in 0003_totals.sql, and what is excluded stays so.
create or replace function recount_plays_of_tracks() returns trigger language plpgsql as $$
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
        and p.counted <> (is_counted(u.counting_rule, p.ms_played, n.duration_ms, p.reason_end)
          and not exists (select from excluded_tracks x where x.user_id = u.id and x.track_id = n.id))
    $q$;
  end if;
  return null;
end $$;

-- As in 0008_pending_settings.sql, and every play is judged anew where a recount is pending. Who writes plays holds the listener's history
-- from before they look at the exclusions, so whatever was judged by former ones is there to be judged again.
create or replace function apply_pending_settings(listener bigint) returns void language plpgsql as $$
declare
  recounts boolean;
  wanted pending_settings;
  held users;
  rule text;
begin
  delete from pending_recounts where user_id = listener;
  recounts := found;
  select * into wanted from pending_settings where user_id = listener;
  if not found and not recounts then
    return;
  end if;
  select * into held from users where id = listener;
  rule := coalesce(wanted.counting_rule, held.counting_rule);
  if recounts or rule <> held.counting_rule then
    -- Lengths that change meanwhile wait, and are then judged by the new rule.
    perform lock_track_links(false);
    execute $q$
      update plays p set counted = not p.counted
      from tracks k
      where p.user_id = $1 and k.id = p.track_id and p.deleted_at is null
        and p.counted <> (is_counted($2, p.ms_played, k.duration_ms, p.reason_end)
          and p.track_id not in (select x.track_id from excluded_tracks x where x.user_id = $1))
    $q$ using listener, rule;
  end if;
  -- What an analysis has counted by years is out of date.
  update users set
    timezone = coalesce(wanted.timezone, timezone),
    counting_rule = rule,
    week_start = coalesce(wanted.week_start, week_start),
    history_version = history_version + 1
  where id = listener;
  if wanted.timezone <> held.timezone or wanted.week_start <> held.week_start then
    perform rebuild_calendar(listener);
  end if;
  while count_calendar_totals(listener, 1000) > 0 loop
  end loop;
  -- A wish that came meanwhile stays, for the next run.
  delete from pending_settings where user_id = listener and version = wanted.version;
end $$;

-- How many of the rows to import are excluded.
update imports set statistics = statistics || '{"excluded": 0}' where statistics is not null;
