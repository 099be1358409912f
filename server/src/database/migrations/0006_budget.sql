-- How many calls Spotify takes, for all processes of the instance. Spotify counts over 30 seconds and does not say how many it
-- allows, so the capacity is learned (spotify/budget-state.ts computes; this row remembers, restarts included).
create table spotify_budget (
  single            boolean primary key default true check (single),
  -- Calls in any 30 seconds.
  capacity          double precision not null default 1000,
  -- What may be called at once. Sign-ins may take it below zero.
  tokens            double precision not null default 100,
  refilled_at       timestamptz not null default now(),
  -- Calls made in this window of 30 seconds and in the one before.
  window_started_at timestamptz not null default now(),
  sent              integer not null default 0,
  sent_before       integer not null default 0,
  -- Whether monitoring had to wait in this window.
  was_short         boolean not null default false,
  -- How many calls had been made within 30 seconds when Spotify last refused one, and when that was.
  limit_seen        double precision,
  limited_at        timestamptz,
  -- Looks at what is playing per second if all that are wanted were made, and what is counted to tell until it is due.
  wanted            double precision not null default 0,
  asked             double precision not null default 0,
  paced_at          timestamptz not null default now(),
  pace_due_at       timestamptz not null default now()
);
insert into spotify_budget default values;

-- A quota is used up over about a day; a rate limit passes within seconds.
alter table spotify_cool_downs add reason text not null default 'rate-limit' check (reason in ('rate-limit', 'quota'));

-- When a refresh token that Spotify has refused is tried once more; null when it has been.
alter table spotify_connections add retry_refresh_at timestamptz;

-- From when to when nothing that was played can have been missed; what no span covers is unknown. Spans of one kind neither
-- overlap nor touch.
create table coverage_spans (
  user_id        bigint not null references users on delete cascade,
  kind           text not null check (kind in ('polled', 'watched')),
  starts_at      timestamptz not null,
  ends_at        timestamptz not null,
  -- The end of the newest play that the last poll told of, by Spotify's clock.
  last_played_at timestamptz,
  primary key (user_id, kind, starts_at),
  check (starts_at <= ends_at)
);
