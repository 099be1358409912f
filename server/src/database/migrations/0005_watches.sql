-- What is known of a listener whose playback is watched, from one look to the next, whoever looks. The instants of the looks are by
-- the clock of the watchers, which a demo lets run fast; saved_at and looking_since are by that of the database.
create table watches (
  user_id       bigint primary key references monitors on delete cascade,
  -- Grows whenever somebody takes the watch over; who holds an older one must not write.
  lease         bigint not null default 0,
  -- Null while nobody holds it.
  worker        text,
  saved_at      timestamptz not null default now(),
  -- A look that takes long has been under way since.
  looking_since timestamptz,
  looked_at     timestamptz,
  next_look_at  timestamptz,
  -- Since when nothing has been heard; null while something plays.
  quiet_since   timestamptz,
  -- The play that has not come to its end; null without one.
  track_id      bigint references tracks on delete set null,
  progress_ms   integer not null default 0,
  is_playing    boolean not null default false,
  -- It was paused, and Spotify says no longer that it is there.
  is_gone       boolean not null default false,
  heard_ms      integer not null default 0,
  heard_until   timestamptz,
  -- Its row in plays, once it has one.
  play_id       bigint
);
create index watches_track_id on watches (track_id);

-- Watched listeners are dealt out in 64 shares.
create index monitors_watched on monitors ((user_id % 64)) where enabled and mode <> 'history';

-- What the queue's own registry of processes does not tell of them.
create table workers (
  name            text primary key,
  version         text not null,
  jobs_per_minute integer not null,
  -- What it has counted for Prometheus since it started.
  metrics         jsonb not null,
  reported_at     timestamptz not null default now()
);
