-- A change of what all figures are made by takes a long history some seconds. It is noted here and applied by a job; until that is
-- through everybody reads the old figures.

-- Settings that the totals do not follow yet. users holds those that all figures are made by, until the job is through.
create table pending_settings (
  user_id       bigint primary key references users on delete cascade,
  timezone      text,
  counting_rule text check (counting_rule in ('30-seconds', 'half-track', 'finished')),
  week_start    text check (week_start in ('monday', 'sunday')),
  -- Grows with every wish.
  version       integer not null default 1
);

-- Lets a listener's pending settings hold, with every figure made anew by them. Nobody else may change their plays meanwhile.
create function apply_pending_settings(listener bigint) returns void language plpgsql as $$
declare
  wanted pending_settings;
  held users;
begin
  select * into wanted from pending_settings where user_id = listener;
  if not found then
    return;
  end if;
  select * into held from users where id = listener;
  if wanted.counting_rule <> held.counting_rule then
    -- Lengths that change meanwhile wait, and are then judged by the new rule.
    perform lock_track_links(false);
    execute $q$
      update plays p set counted = not p.counted
      from tracks k
      where p.user_id = $1 and k.id = p.track_id and p.deleted_at is null
        and p.counted <> is_counted($2, p.ms_played, k.duration_ms, p.reason_end)
    $q$ using listener, wanted.counting_rule;
  end if;
  -- What an analysis has counted by years is out of date.
  update users set
    timezone = coalesce(wanted.timezone, timezone),
    counting_rule = coalesce(wanted.counting_rule, counting_rule),
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
