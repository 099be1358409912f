-- A version that every answer with names in it is known by: it rises when the catalogue changes in what answers show.

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

-- The artists of tracks that nobody has played are in no answer yet.
create function follow_track_artists() returns trigger language plpgsql as $$
begin
  if exists (
    select from changed c join tracks k on k.id = c.track_id join recording_totals t on t.recording_id = k.recording_id
  ) then
    perform raise_catalogue_version();
  end if;
  return null;
end $$;

create trigger track_artists_inserted_version after insert on track_artists
  referencing new table as changed for each statement execute function follow_track_artists();
create trigger track_artists_deleted_version after delete on track_artists
  referencing old table as changed for each statement execute function follow_track_artists();

create function follow_tracks() returns trigger language plpgsql as $$
begin
  if exists (
    select from added n join removed o on o.id = n.id
    where (n.name, n.recording_id, n.album_id, n.duration_ms, n.spotify_id, n.local_uri)
      is distinct from (o.name, o.recording_id, o.album_id, o.duration_ms, o.spotify_id, o.local_uri)
  ) then
    perform raise_catalogue_version();
  end if;
  return null;
end $$;

create trigger tracks_updated_version after update on tracks
  referencing old table as removed new table as added for each statement execute function follow_tracks();

create function follow_names() returns trigger language plpgsql as $$
begin
  if exists (select from added n join removed o on o.id = n.id where to_jsonb(n) <> to_jsonb(o)) then
    perform raise_catalogue_version();
  end if;
  return null;
end $$;

create trigger artists_updated_version after update on artists
  referencing old table as removed new table as added for each statement execute function follow_names();
create trigger albums_updated_version after update on albums
  referencing old table as removed new table as added for each statement execute function follow_names();
