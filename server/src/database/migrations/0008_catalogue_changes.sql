-- What follows a change of the catalogue: the totals of those who have played what has changed, and a version that every answer
-- with names in it is known by.

-- The version is the sum over all rows. A writer takes a row that no other transaction holds, so that none waits for another.
create table catalogue_versions (
  part    bigint generated always as identity primary key,
  version bigint not null default 1
);

create function raise_catalogue_version() returns void language plpgsql as $$
begin
  update catalogue_versions set version = version + 1
  where part = (select part from catalogue_versions limit 1 for update skip locked);
  if not found then
    insert into catalogue_versions default values;
  end if;
end $$;

-- Artists of a track that somebody has played have come or gone.
create function move_artist_totals() returns trigger language plpgsql as $$
begin
  if not exists (
    select from changed c join tracks k on k.id = c.track_id join recording_totals r on r.recording_id = k.recording_id
  ) then
    return null;
  end if;
  perform lock_track_links(true);
  execute $q$
    select rebuild_artist_totals(array_agg(user_id), array_agg(artist_id))
    from (
      select distinct r.user_id, c.artist_id
      from changed c join tracks k on k.id = c.track_id join recording_totals r on r.recording_id = k.recording_id
    ) affected
  $q$;
  perform raise_catalogue_version();
  return null;
end $$;

create trigger track_artists_inserted after insert on track_artists
  referencing new table as changed for each statement execute function move_artist_totals();
create trigger track_artists_deleted after delete on track_artists
  referencing old table as changed for each statement execute function move_artist_totals();

create function follow_updated_tracks() returns trigger language plpgsql as $$
begin
  if exists (
    select from added n join removed o on o.id = n.id
    where (n.name, n.recording_id, n.album_id, n.duration_ms, n.spotify_id, n.local_uri)
      is distinct from (o.name, o.recording_id, o.album_id, o.duration_ms, o.spotify_id, o.local_uri)
  ) then
    perform raise_catalogue_version();
  end if;
  if exists (
    select from added n join removed o on o.id = n.id and o.album_id is distinct from n.album_id
    join recording_totals r on r.recording_id = n.recording_id
  ) then
    perform lock_track_links(true);
    execute $q$
      select rebuild_album_totals(array_agg(user_id), array_agg(album_id))
      from (
        select distinct r.user_id, b.album_id
        from added n
        join removed o on o.id = n.id and o.album_id is distinct from n.album_id
        join recording_totals r on r.recording_id = n.recording_id
        cross join lateral (values (o.album_id), (n.album_id)) b (album_id)
        where b.album_id is not null
      ) affected
    $q$;
  end if;
  return null;
end $$;

create trigger tracks_updated_followers after update on tracks
  referencing old table as removed new table as added for each statement execute function follow_updated_tracks();

create function follow_updated_names() returns trigger language plpgsql as $$
begin
  if exists (select from added n join removed o on o.id = n.id where to_jsonb(n) <> to_jsonb(o)) then
    perform raise_catalogue_version();
  end if;
  return null;
end $$;

create trigger artists_updated after update on artists
  referencing old table as removed new table as added for each statement execute function follow_updated_names();
create trigger albums_updated after update on albums
  referencing old table as removed new table as added for each statement execute function follow_updated_names();

-- The statistics of the whole instance as the public page shows them, computed by a job.
create table global_statistics (
  name        text primary key check (name in ('summary', 'daily', 'hourly', 'top')),
  value       jsonb not null,
  computed_at timestamptz not null
);
