-- Playlists that listeners watch, and the completion of what exports brought by name.

-- A playlist is scanned once for all who watch it. What is in playlist_tracks was read in one complete scan.
alter table playlists
  drop constraint playlists_contents_check,
  add constraint playlists_contents_check check (contents in ('unknown', 'available', 'not-available', 'gone')),
  add next_scan_at timestamptz not null default now(),
  add scanning_since timestamptz,
  add last_error text,
  -- Whose connection could read it last.
  add read_by bigint references users on delete set null,
  -- Rows that are podcast episodes, and rows of which Spotify tells nothing.
  add episode_count integer not null default 0,
  add missing_count integer not null default 0;
create index playlists_next_scan_at on playlists (next_scan_at);
create index playlists_read_by on playlists (read_by);
create index playlist_monitors_playlist_id on playlist_monitors (playlist_id);

-- A scan under way: what has been read of one version of the playlist, so that it can go on after a pause or in another process.
create table playlist_scans (
  playlist_id   bigint primary key references playlists on delete cascade,
  snapshot_id   text not null,
  rows_read     integer not null default 0,
  rows_total    integer not null default 0,
  episode_count integer not null default 0,
  missing_count integer not null default 0
);

create table playlist_scan_tracks (
  playlist_id bigint not null references playlist_scans on delete cascade,
  position    integer not null,
  track_id    bigint not null references tracks,
  status      text not null check (status in ('playable', 'unplayable', 'local')),
  added_at    timestamptz,
  primary key (playlist_id, position)
);
create index playlist_scan_tracks_track_id on playlist_scan_tracks (track_id);

-- What came and went, as the scans after the first noticed it.
create table playlist_changes (
  playlist_id bigint not null references playlists on delete cascade,
  id          bigint generated always as identity,
  kind        text not null check (kind in ('added', 'removed')),
  track_id    bigint not null references tracks,
  added_at    timestamptz,
  noticed_at  timestamptz not null default now(),
  primary key (playlist_id, id)
);
create index playlist_changes_track_id on playlist_changes (track_id);

-- A playlist that nobody watches any more goes, with what was in it. Two who leave at once must not leave it to each other.
create function delete_unwatched_playlists() returns trigger language plpgsql as $$
begin
  perform from playlists where id in (select playlist_id from removed) order by id for update;
  delete from playlists p
  where p.id in (select playlist_id from removed)
    and not exists (select from playlist_monitors m where m.playlist_id = p.id);
  return null;
end $$;

create trigger playlist_monitors_deleted after delete on playlist_monitors
  referencing old table as removed for each statement execute function delete_unwatched_playlists();

-- When Spotify may be asked again about a track that it has said it does not know.
create table unknown_tracks (
  track_id     bigint primary key references tracks on delete cascade,
  ask_again_at timestamptz not null
);

-- How the completion goes on.
create table enrichment (
  single           boolean primary key default true check (single),
  -- The app that may ask for one track at a time only, and when that was found.
  single_calls_for text,
  refused_at       timestamptz,
  last_run_at      timestamptz,
  last_error       text
);
insert into enrichment default values;

-- How many tracks were completed on a day, for an estimate.
create table enrichment_days (
  day    date primary key,
  tracks integer not null
);

create index tracks_to_complete on tracks (id) where enriched_at is null and local_uri is null;
