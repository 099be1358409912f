-- Instants are timestamptz in UTC, durations are integers of milliseconds. Every large table has the listener
-- first in its key, so that it can be partitioned or distributed by listener without a new design.

create table users (
  id            bigint generated always as identity primary key,
  -- Only local accounts have a username and a password; listeners who came through Spotify have neither.
  username      text check (username ~ '^[A-Za-z0-9._-]{2,64}$'),
  password_hash text,
  display_name  text not null,
  is_host       boolean not null default false,
  timezone      text not null default 'UTC',
  week_start    text not null default 'monday' check (week_start in ('monday', 'sunday')),
  counting_rule text not null default '30-seconds' check (counting_rule in ('30-seconds', 'half-track', 'finished')),
  -- Grows with every change of the listener's plays.
  history_version bigint not null default 0,
  created_at    timestamptz not null default now(),
  check ((username is null) = (password_hash is null))
);
create unique index users_username_key on users (lower(username));

create table sessions (
  token_hash bytea primary key,
  user_id    bigint not null references users on delete cascade,
  created_at timestamptz not null default now(),
  expires_at timestamptz not null
);
create index sessions_user_id on sessions (user_id);
create index sessions_expires_at on sessions (expires_at);

-- Failed sign-ins per account and per address slow the next one down. An attempt counts as failed until it has worked, so that
-- many at once do not all pass.
create table sign_in_failures (
  key           text primary key,
  failures      integer not null,
  -- Whether the latest attempt may be made.
  allowed       boolean not null default true,
  blocked_until timestamptz not null,
  expires_at    timestamptz not null
);

-- A sign-in with Spotify that is under way. It is bound to the browser by a cookie and can be used once.
create table spotify_sign_ins (
  state_hash    bytea primary key,
  browser_hash  bytea not null,
  code_verifier text not null,
  user_id       bigint references users on delete cascade,
  return_to     text,
  created_at    timestamptz not null default now()
);

create table spotify_connections (
  user_id                 bigint primary key references users on delete cascade,
  -- Spotify's immutable account_id where it is given, else the user id.
  spotify_user_id         text not null unique,
  display_name            text,
  state                   text not null default 'connected' check (state in ('connected', 'needs-reconnection')),
  scope                   text not null,
  sealed_refresh_token    bytea not null,
  sealed_access_token     bytea not null,
  access_token_expires_at timestamptz not null,
  -- A refresh is under way since then; one at a time per listener, in whatever process.
  refreshing_since        timestamptz,
  consented_at            timestamptz not null,
  consent_ends_at         timestamptz not null
);

-- What the host enters on a page instead of in the environment. Secrets are sealed.
create table settings (
  name         text primary key,
  value        jsonb,
  sealed_value bytea,
  check ((value is null) <> (sealed_value is null))
);

-- Only a listener who is connected can be monitored.
create table monitors (
  user_id           bigint primary key references spotify_connections on delete cascade,
  enabled           boolean not null default false,
  mode              text not null default 'history' check (mode in ('history', 'realtime', 'hybrid')),
  next_poll_at      timestamptz,
  polling_since     timestamptz,
  worker            text,
  last_poll_at      timestamptz,
  last_error        text,
  check (not enabled or next_poll_at is not null)
);
create index monitors_due on monitors (next_poll_at) where enabled;

-- A 429 of Spotify closes one family of endpoints for all workers until then, restarts included.
create table spotify_cool_downs (
  family text primary key,
  until  timestamptz not null
);

create table artists (
  id         bigint generated always as identity primary key,
  spotify_id text unique check (length(spotify_id) = 22),
  name       text not null,
  image_url  text
);
-- An artist known by name only (from an export) is one row until Spotify's id for the name arrives.
create unique index artists_name_key on artists (md5(name)) where spotify_id is null;
create index artists_name on artists (md5(name));

create table albums (
  id         bigint generated always as identity primary key,
  spotify_id text unique check (length(spotify_id) = 22),
  name       text not null,
  artist_id  bigint references artists,
  image_url  text
);
create unique index albums_name_key on albums (artist_id, md5(name)) nulls not distinct where spotify_id is null;
create index albums_artist_id_name on albums (artist_id, md5(name));

-- One recording may have several ids at Spotify (remasters, re-releases, markets); leaderboards group by it.
create table recordings (
  id bigint generated always as identity primary key
);

create table tracks (
  id           bigint generated always as identity primary key,
  recording_id bigint not null references recordings,
  spotify_id   text unique check (length(spotify_id) = 22),
  local_uri    text check (local_uri like 'spotify:local:%'),
  name         text not null,
  album_id     bigint references albums,
  duration_ms  integer check (duration_ms >= 0),
  isrc         text,
  explicit     boolean,
  -- When Spotify itself last described the track; null: known from an export or a file name only.
  enriched_at  timestamptz,
  check (num_nonnulls(spotify_id, local_uri) <= 1)
);
create unique index tracks_local_uri_key on tracks (md5(local_uri));
create index tracks_recording_id on tracks (recording_id);
create index tracks_album_id on tracks (album_id);
-- Tracks of which no more than title and artist are known.
create index tracks_name_only on tracks (md5(name)) where spotify_id is null and local_uri is null;

create table track_artists (
  track_id  bigint not null references tracks,
  position  smallint not null,
  artist_id bigint not null references artists,
  primary key (track_id, position),
  unique (track_id, artist_id)
);
create index track_artists_artist_id on track_artists (artist_id);

create table platforms (
  id   integer generated always as identity primary key,
  name text not null unique
);

create type import_verdict as enum ('repeated-in-file', 'exact-duplicate', 'window-duplicate', 'sequence-duplicate',
  'incognito', 'podcast', 'without-track', 'malformed');

create type play_source as enum ('recently-played', 'currently-playing', 'import');

-- The references to users, tracks and platforms are held by statement (0002_integrity.sql): foreign keys are checked row by
-- row, which takes three times as long as everything else when an export comes in.
create table plays (
  user_id               bigint not null,
  id                    bigint generated always as identity,
  track_id              bigint not null,
  -- The end of the play.
  played_at             timestamptz not null,
  -- How long after played_at it may really have ended: account data tell the minute only.
  precision_ms          integer not null default 1 check (precision_ms in (1, 60000)),
  -- Tells apart streams of one track that ended at the same instant, which exports really contain.
  ordinal               integer not null default 0,
  ms_played             integer not null check (ms_played >= 0),
  ms_played_is_estimate boolean not null default false,
  counted               boolean not null,
  -- A deleted play stays as a tombstone, so that a poll or an import that brings it again matches it.
  deleted_at            timestamptz,
  source                play_source not null,
  import_id             bigint,
  -- The end that an export, or the recently-played poll, reported for a play that another source made, and what else the poll
  -- said of it.
  export_played_at      timestamptz,
  polled_played_at      timestamptz,
  polled_track_id       bigint,
  polled_ms_played      integer,
  platform_id           integer,
  country               char(2),
  shuffle               boolean,
  skipped               boolean,
  offline               boolean,
  reason_start          text,
  reason_end            text,
  primary key (user_id, id),
  unique (user_id, played_at, track_id, ordinal),
  check (not (counted and deleted_at is not null)),
  check ((import_id is not null) = (source = 'import'))
);
create index plays_track on plays (user_id, track_id, played_at);

create table imports (
  user_id     bigint not null references users on delete cascade,
  id          bigint generated always as identity unique,
  state       text not null default 'uploaded' check (state in
    ('uploaded', 'analysing', 'analysed', 'importing', 'imported', 'failed', 'cancelled', 'undone')),
  created_at  timestamptz not null default now(),
  file_names  text[] not null,
  stage       text,
  done        bigint not null default 0,
  total       bigint not null default 0,
  statistics  jsonb,
  -- The listener's history_version that the matches were found against.
  matched_version bigint,
  error       text,
  -- How often a stage ended in a fault of ours; a killed process does not count.
  faults      smallint not null default 0,
  primary key (user_id, id)
);

-- What the rows of an upload say that they are plays of, each description once; it goes with its import (0002_integrity.sql).
create table import_tracks (
  user_id     bigint not null,
  import_id   bigint not null,
  number      integer not null,
  -- Whether any row of it may become a play; podcasts are described too, for the receipt.
  is_track    boolean not null,
  spotify_id  text,
  local_uri   text,
  track_name  text,
  artist_name text,
  album_name  text,
  -- Null while the catalogue does not know it.
  track_id    bigint,
  primary key (user_id, import_id, number)
);

-- Every row of an upload while it is analysed; after the import, the rows that were not imported: the receipt. They go with
-- their import (0002_integrity.sql).
create table import_rows (
  user_id               bigint not null,
  import_id             bigint not null,
  -- Place in the whole upload; file and row are the place in its file, as the receipt shows it.
  position              integer not null,
  file                  smallint not null,
  row                   integer not null,
  verdict               import_verdict,
  reason                text,
  -- Number of its import_tracks.
  track                 integer,
  played_at             timestamptz,
  precision_ms          integer not null,
  ms_played             integer,
  ms_played_is_estimate boolean not null,
  platform              text,
  country               text,
  shuffle               boolean,
  skipped               boolean,
  offline               boolean,
  reason_start          text,
  reason_end            text,
  primary key (user_id, import_id, position)
);

-- The rows that are stored plays already, and whether the play has something to learn from its row.
create table import_matches (
  user_id   bigint not null,
  import_id bigint not null,
  position  integer not null,
  verdict   import_verdict not null,
  play_id   bigint not null,
  enriches  boolean not null,
  primary key (user_id, import_id, position)
);

-- An import belongs to one listener: taken for independent, the two columns make a large import look small to the planner.
create statistics import_tracks_owner (dependencies) on user_id, import_id from import_tracks;
create statistics import_rows_owner (dependencies) on user_id, import_id from import_rows;
create statistics import_matches_owner (dependencies) on user_id, import_id from import_matches;

-- What a stored play was before an import made it more exact, so that undo can put it back. Of several imports that made one
-- play more exact the one with the highest id came last. They go with their import and with their play (0002_integrity.sql).
create table play_enrichments (
  user_id               bigint not null,
  id                    bigint generated always as identity,
  import_id             bigint not null,
  play_id               bigint not null,
  track_id              bigint not null,
  played_at             timestamptz not null,
  precision_ms          integer not null,
  ms_played             integer not null,
  ms_played_is_estimate boolean not null,
  export_played_at      timestamptz,
  platform_id           integer,
  country               char(2),
  shuffle               boolean,
  skipped               boolean,
  offline               boolean,
  reason_start          text,
  reason_end            text,
  primary key (user_id, id),
  unique (user_id, import_id, play_id)
);
create index play_enrichments_play on play_enrichments (user_id, play_id, id);

create table playlists (
  id              bigint generated always as identity primary key,
  spotify_id      text not null unique check (length(spotify_id) = 22),
  name            text,
  owner_name      text,
  image_url       text,
  snapshot_id     text,
  contents        text not null default 'unknown' check (contents in ('unknown', 'available', 'not-available')),
  last_scanned_at timestamptz
);

create table playlist_monitors (
  user_id     bigint not null references users on delete cascade,
  playlist_id bigint not null references playlists on delete cascade,
  added_at    timestamptz not null default now(),
  primary key (user_id, playlist_id)
);

create table playlist_tracks (
  playlist_id bigint not null references playlists on delete cascade,
  position    integer not null,
  track_id    bigint not null references tracks,
  status      text not null check (status in ('playable', 'unplayable', 'local')),
  added_at    timestamptz,
  primary key (playlist_id, position)
);
create index playlist_tracks_track_id on playlist_tracks (track_id);
