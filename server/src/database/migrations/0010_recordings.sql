-- Which tracks are one recording is computed from what is known of them (catalog/group-tracks.ts) and from the tables below.
-- tracks.recording_id has one writer, catalog/group-recordings.ts, which looks at the tracks that the queue names.

-- Two tracks that a history has shown to be one recording: a play that one source knows under the one id and another source
-- under the other. It goes with the import that showed it; without one, polls have.
create table recording_joins (
  user_id        bigint not null references users on delete cascade,
  import_id      bigint,
  track_id       bigint not null references tracks on delete cascade,
  other_track_id bigint not null references tracks on delete cascade,
  foreign key (user_id, import_id) references imports on delete cascade,
  check (track_id < other_track_id)
);
create unique index recording_joins_key on recording_joins (user_id, import_id, track_id, other_track_id) nulls not distinct;
create index recording_joins_track_id on recording_joins (track_id);
create index recording_joins_other_track_id on recording_joins (other_track_id);

-- What was decided by hand: a log. Of two decisions about a pair of tracks the host's counts, else the later one; so one that is
-- taken back lets the one before it count again.
create table recording_decisions (
  id         bigint generated always as identity primary key,
  kind       text not null check (kind in ('join', 'split')),
  -- Null when the account is gone.
  decided_by bigint references users on delete set null,
  by_host    boolean not null,
  decided_at timestamptz not null default now()
);
create index recording_decisions_decided_by on recording_decisions (decided_by);

create table recording_decision_pairs (
  decision_id    bigint not null references recording_decisions on delete cascade,
  track_id       bigint not null references tracks on delete cascade,
  other_track_id bigint not null references tracks on delete cascade,
  joined         boolean not null,
  primary key (decision_id, track_id, other_track_id),
  check (track_id < other_track_id)
);
create index recording_decision_pairs_track_id on recording_decision_pairs (track_id);
create index recording_decision_pairs_other_track_id on recording_decision_pairs (other_track_id);

create view decided_pairs as
select distinct on (p.track_id, p.other_track_id) p.track_id, p.other_track_id, p.joined, d.by_host, d.id as decision_id
from recording_decision_pairs p join recording_decisions d on d.id = p.decision_id
order by p.track_id, p.other_track_id, d.by_host desc, d.id desc;

-- Title and main artist of a track that has been looked at, as they are compared, hashed; null where either is missing.
create table recording_keys (
  track_id bigint primary key references tracks on delete cascade,
  key      uuid
);
create index recording_keys_key on recording_keys (key);

create function plain_isrc(isrc text) returns text language sql immutable parallel safe as $$ select upper(replace(isrc, '-', '')) $$;
create index tracks_isrc on tracks (plain_isrc(isrc)) where isrc is not null;

-- Tracks that are new or have changed and have to be looked at. A track may be in it more than once, so that no writer ever
-- waits for another; what is gone meanwhile is skipped.
create table recording_checks (
  id       bigint generated always as identity primary key,
  track_id bigint not null
);

create function check_new_tracks() returns trigger language plpgsql as $$
begin
  insert into recording_checks (track_id) select id from added;
  return null;
end $$;

create trigger tracks_inserted_checks after insert on tracks
  referencing new table as added for each statement execute function check_new_tracks();

create function check_changed_tracks() returns trigger language plpgsql as $$
begin
  insert into recording_checks (track_id)
  select n.id from added n join removed o on o.id = n.id
  where (n.name, n.album_id, n.duration_ms, n.isrc, n.explicit, n.enriched_at is null)
    is distinct from (o.name, o.album_id, o.duration_ms, o.isrc, o.explicit, o.enriched_at is null);
  return null;
end $$;

create trigger tracks_updated_checks after update on tracks
  referencing old table as removed new table as added for each statement execute function check_changed_tracks();

-- The artists of new tracks come with them and are in the queue already.
create function check_credited_tracks() returns trigger language plpgsql as $$
begin
  insert into recording_checks (track_id)
  select distinct c.track_id from changed c
  where exists (select from recording_keys r where r.track_id = c.track_id);
  return null;
end $$;

create trigger track_artists_inserted_checks after insert on track_artists
  referencing new table as changed for each statement execute function check_credited_tracks();
create trigger track_artists_deleted_checks after delete on track_artists
  referencing old table as changed for each statement execute function check_credited_tracks();

create function check_tracks_of_artists() returns trigger language plpgsql as $$
begin
  insert into recording_checks (track_id)
  select distinct t.track_id
  from added n
  join removed o on o.id = n.id and (o.name, o.spotify_id) is distinct from (n.name, n.spotify_id)
  join track_artists t on t.artist_id = n.id;
  return null;
end $$;

create trigger artists_updated_checks after update on artists
  referencing old table as removed new table as added for each statement execute function check_tracks_of_artists();

create function check_tracks_of_albums() returns trigger language plpgsql as $$
begin
  insert into recording_checks (track_id)
  select k.id from added n join removed o on o.id = n.id and o.name <> n.name join tracks k on k.album_id = n.id;
  return null;
end $$;

create trigger albums_updated_checks after update on albums
  referencing old table as removed new table as added for each statement execute function check_tracks_of_albums();

create function check_pairs() returns trigger language plpgsql as $$
begin
  insert into recording_checks (track_id)
  select t.id from changed c cross join lateral (values (c.track_id), (c.other_track_id)) t (id);
  return null;
end $$;

create trigger recording_joins_inserted_checks after insert on recording_joins
  referencing new table as changed for each statement execute function check_pairs();
create trigger recording_joins_deleted_checks after delete on recording_joins
  referencing old table as changed for each statement execute function check_pairs();
create trigger recording_decision_pairs_inserted_checks after insert on recording_decision_pairs
  referencing new table as changed for each statement execute function check_pairs();
create trigger recording_decision_pairs_deleted_checks after delete on recording_decision_pairs
  referencing old table as changed for each statement execute function check_pairs();
