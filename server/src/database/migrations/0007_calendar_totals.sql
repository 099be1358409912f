-- Totals by the listener's calendar, kept by statement triggers like those in 0003_totals.sql. Plays and time are added and
-- taken away, hour by hour. How many tracks and artists a day, week or month had cannot be added up: where plays come or go
-- these are counted anew, at once if that is little work, else by a job; until then they are null, and whoever reads counts.

create table hour_totals (
  user_id bigint not null,
  hour    timestamp not null,
  plays   integer not null check (plays > 0),
  ms      bigint not null check (ms >= 0),
  primary key (user_id, hour)
);

-- The hours of the week over all time; weekday 1 is Monday.
create table weekday_hour_totals (
  user_id bigint not null,
  weekday smallint not null,
  hour    smallint not null,
  plays   integer not null check (plays > 0),
  ms      bigint not null check (ms >= 0),
  primary key (user_id, weekday, hour)
);

create type calendar_unit as enum ('day', 'week', 'month');

-- Each by its first day. Tracks are recordings; a play of several artists counts for each of them, in top_ten_share (of the
-- plays of artists, those of the ten most played) and shannon (Shannon's index, natural logarithm) as well.
create table calendar_totals (
  user_id       bigint not null,
  unit          calendar_unit not null,
  date          date not null,
  plays         integer not null check (plays > 0),
  ms            bigint not null check (ms >= 0),
  tracks        integer,
  artists       integer,
  top_ten_share float8,
  shannon       float8,
  primary key (user_id, unit, date)
);
create index calendar_totals_uncounted on calendar_totals (user_id) where tracks is null;

-- Listening sessions, cut at midnight; what a day has of them is found when its tracks are counted, and is of no worth while these
-- are null. Two parts are one session by the same rule that makes plays one.
create table session_parts (
  user_id   bigint not null,
  date      date not null,
  starts_at timestamptz not null,
  ended_at  timestamptz not null,
  plays     integer not null,
  ms        bigint not null,
  primary key (user_id, date, ended_at)
);

create function first_day_of(unit calendar_unit, day date, week_start text) returns date
language sql immutable parallel safe as $$
  select case unit
    when 'day' then day
    when 'month' then date_trunc('month', day::timestamp)::date
    else case week_start
      when 'sunday' then date_trunc('week', day + interval '1 day')::date - 1
      else date_trunc('week', day::timestamp)::date
    end
  end
$$;

create function first_day_after(unit calendar_unit, first_day date) returns date
language sql immutable parallel safe as $$
  select (first_day + case unit when 'day' then interval '1 day' when 'week' then interval '7 days' else interval '1 month' end)::date
$$;

-- The first instant of a day. Where clocks go back to midnight there are two midnights, of which PostgreSQL takes the second.
create function day_begins_at(day date, timezone text) returns timestamptz
language sql stable parallel safe as $$
  select case when (midnight - interval '1 hour') at time zone timezone >= day then midnight - interval '1 hour' else midnight end
  from (select day::timestamp at time zone timezone as midnight) m
$$;

create type calendar_span as (number integer, starts_at timestamptz, ends_at timestamptz);

-- What the counted plays of each span amount to; spans without any are left out.
create function count_spans(listener bigint, spans calendar_span[])
returns table (number integer, plays integer, ms bigint, tracks integer, artists integer, top_ten_share float8, shannon float8)
language plpgsql stable as $$
begin
  return query execute $q$
    with played as materialized (
      select s.number, p.track_id, count(*) as plays, sum(p.ms_played) as ms
      from unnest($2) s join plays p on p.user_id = $1 and p.played_at >= s.starts_at and p.played_at < s.ends_at
      where p.counted
      group by 1, 2
    ), by_artist as (
      select p.number, t.artist_id, sum(p.plays)::float8 as plays
      from played p join track_artists t on t.track_id = p.track_id
      group by 1, 2
    ), placed as (
      select b.number, b.plays, b.plays / sum(b.plays) over (partition by b.number) as share,
        row_number() over (partition by b.number order by b.plays desc) as place
      from by_artist b
    ), artists as (
      select number, count(*)::int as artists, sum(share) filter (where place <= 10) as top_ten_share, -sum(share * ln(share)) as shannon
      from placed group by 1
    ), sums as (
      select p.number, sum(p.plays)::int as plays, sum(p.ms)::bigint as ms, count(distinct k.recording_id)::int as tracks
      from played p join tracks k on k.id = p.track_id
      group by 1
    )
    select s.number, s.plays, s.ms, s.tracks, coalesce(a.artists, 0), coalesce(a.top_ten_share, 0), coalesce(a.shannon, 0)
    from sums s left join artists a on a.number = s.number
  $q$ using listener, spans;
end $$;

-- Whether a play, or a part of a session, begins another session than what ended before it.
create function begins_session(starts_at timestamptz, ended_before timestamptz) returns boolean
language sql immutable parallel safe as $$ select coalesce(starts_at > ended_before + interval '30 minutes', true) $$;

-- The sessions of each span's counted plays. A session starts where its first play did.
create function find_sessions(listener bigint, spans calendar_span[])
returns table (number integer, starts_at timestamptz, ended_at timestamptz, plays integer, ms bigint)
language plpgsql stable as $$
begin
  return query execute $q$
    with played as (
      select s.number, p.played_at, p.track_id, p.ordinal, p.ms_played, p.played_at - p.ms_played * interval '1 millisecond' as starts_at
      from unnest($2) s join plays p on p.user_id = $1 and p.played_at >= s.starts_at and p.played_at < s.ends_at
      where p.counted
    ), beginning as (
      select *, begins_session(starts_at, lag(played_at) over (partition by number order by played_at, track_id, ordinal)) as begins
      from played
    ), numbered as (
      select *, count(*) filter (where begins) over (partition by number order by played_at, track_id, ordinal) as session
      from beginning
    )
    select number, min(starts_at) filter (where begins), max(played_at), count(*)::int, sum(ms_played)::bigint
    from numbered group by number, session
  $q$ using listener, spans;
end $$;

-- Counts the latest of what is not counted yet, at most so many rows that nobody else is changing, and answers how many they
-- were. The rows are locked first, so that who changes plays meanwhile waits and marks them again.
create function count_calendar_totals(listener bigint, most integer) returns integer language plpgsql as $$
declare
  units calendar_unit[];
  dates date[];
  days date[];
begin
  execute $q$
    select array_agg(u.unit), array_agg(u.date), array_agg(u.date) filter (where u.unit = 'day')
    from (
      select t.unit, t.date from calendar_totals t
      where t.user_id = $1 and t.tracks is null
      order by t.date desc limit $2 for update skip locked
    ) u
  $q$ into units, dates, days using listener, most;
  if units is null then
    return 0;
  end if;
  execute $q$
    update calendar_totals t
    set tracks = coalesce(c.tracks, 0), artists = coalesce(c.artists, 0), top_ten_share = coalesce(c.top_ten_share, 0),
      shannon = coalesce(c.shannon, 0)
    from unnest($2, $3) with ordinality as m (unit, date, number)
    left join count_spans($1, (
      select array_agg(row(s.number, day_begins_at(s.date, u.timezone),
        day_begins_at(first_day_after(s.unit, s.date), u.timezone))::calendar_span)
      from unnest($2, $3) with ordinality as s (unit, date, number) join users u on u.id = $1
    )) c on c.number = m.number
    where t.user_id = $1 and t.unit = m.unit and t.date = m.date
  $q$ using listener, units, dates;
  execute $q$
    delete from session_parts where user_id = $1 and date = any ($2)
  $q$ using listener, days;
  execute $q$
    insert into session_parts (user_id, date, starts_at, ended_at, plays, ms)
    select $1, ($2)[f.number], f.starts_at, f.ended_at, f.plays, f.ms
    from find_sessions($1, (
      select array_agg(row(s.number, day_begins_at(s.date, u.timezone), day_begins_at(s.date + 1, u.timezone))::calendar_span)
      from unnest($2) with ordinality as s (date, number) join users u on u.id = $1
    )) f
  $q$ using listener, days;
  return cardinality(units);
end $$;

-- Counts at once what is not counted yet of these listeners, if it is little: what a heavy listener plays in a day, week and
-- month several times over takes some hundredths of a second.
create function count_little(listeners bigint[]) returns void language plpgsql as $$
declare
  little constant integer := 20000;
  listener bigint;
begin
  foreach listener in array listeners loop
    if (select sum(plays) from calendar_totals where user_id = listener and tracks is null) <= little then
      perform count_calendar_totals(listener, little);
    end if;
  end loop;
end $$;

create type hour_change as (user_id bigint, hour timestamp, plays integer, ms bigint);

-- Adds to, or takes from, everything that an hour is part of.
create function change_calendar(changes hour_change[]) returns void language plpgsql as $$
begin
  if changes is null then
    return;
  end if;
  execute $q$
    merge into hour_totals t using unnest($1) c on t.user_id = c.user_id and t.hour = c.hour
    when matched and t.plays + c.plays = 0 then delete
    when matched then update set plays = t.plays + c.plays, ms = t.ms + c.ms
    when not matched then insert (user_id, hour, plays, ms) values (c.user_id, c.hour, c.plays, c.ms)
  $q$ using changes;
  execute $q$
    merge into weekday_hour_totals t using (
      select user_id, extract(isodow from hour)::smallint as weekday, extract(hour from hour)::smallint as hour,
        sum(plays)::int as plays, sum(ms)::bigint as ms
      from unnest($1) group by 1, 2, 3
    ) c on t.user_id = c.user_id and t.weekday = c.weekday and t.hour = c.hour
    when matched and t.plays + c.plays = 0 then delete
    when matched then update set plays = t.plays + c.plays, ms = t.ms + c.ms
    when not matched then insert (user_id, weekday, hour, plays, ms) values (c.user_id, c.weekday, c.hour, c.plays, c.ms)
  $q$ using changes;
  execute $q$
    merge into calendar_totals t using (
      select d.user_id, n.unit, first_day_of(n.unit, d.day, u.week_start) as date, sum(d.plays)::int as plays, sum(d.ms)::bigint as ms
      from (select user_id, hour::date as day, sum(plays) as plays, sum(ms) as ms from unnest($1) group by 1, 2) d
      join users u on u.id = d.user_id
      cross join unnest(enum_range(null::calendar_unit)) n (unit)
      group by 1, 2, 3
    ) c on t.user_id = c.user_id and t.unit = c.unit and t.date = c.date
    when matched and t.plays + c.plays = 0 then delete
    when matched then update set plays = t.plays + c.plays, ms = t.ms + c.ms,
      tracks = null, artists = null, top_ten_share = null, shannon = null
    when not matched then insert (user_id, unit, date, plays, ms) values (c.user_id, c.unit, c.date, c.plays, c.ms)
  $q$ using changes;
  perform count_little(array(select distinct user_id from unnest(changes)));
end $$;

create function change_calendar_by_plays() returns trigger language plpgsql as $$
declare
  changes hour_change[];
begin
  if tg_op = 'INSERT' then
    execute $q$
      select array_agg(c::hour_change) from (
        select p.user_id, date_trunc('hour', p.played_at at time zone u.timezone), count(*)::int, sum(p.ms_played)::bigint
        from added p join users u on u.id = p.user_id
        where p.counted
        group by 1, 2
      ) c
    $q$ into changes;
  elsif tg_op = 'DELETE' then
    execute $q$
      select array_agg(c::hour_change) from (
        select p.user_id, date_trunc('hour', p.played_at at time zone u.timezone), -count(*)::int, -sum(p.ms_played)::bigint
        from removed p join users u on u.id = p.user_id
        where p.counted
        group by 1, 2
      ) c
    $q$ into changes;
  else
    execute $q$
      select array_agg(c::hour_change) from (
        select s.user_id, date_trunc('hour', s.played_at at time zone u.timezone), sum(s.sign)::int, sum(s.sign * s.ms_played)::bigint
        from removed o
        join added n on n.user_id = o.user_id and n.id = o.id
        cross join lateral (values (-1, o.user_id, o.played_at, o.ms_played, o.counted), (1, n.user_id, n.played_at, n.ms_played, n.counted))
          s (sign, user_id, played_at, ms_played, counted)
        join users u on u.id = s.user_id
        where s.counted and (n.counted, n.ms_played, n.played_at, n.track_id) is distinct from (o.counted, o.ms_played, o.played_at, o.track_id)
        group by 1, 2
      ) c
    $q$ into changes;
  end if;
  perform change_calendar(changes);
  return null;
end $$;

create trigger plays_inserted_calendar after insert on plays
  referencing new table as added for each statement execute function change_calendar_by_plays();
create trigger plays_deleted_calendar after delete on plays
  referencing old table as removed for each statement execute function change_calendar_by_plays();
create trigger plays_updated_calendar after update on plays
  referencing old table as removed new table as added for each statement execute function change_calendar_by_plays();

create function delete_calendar_of_users() returns trigger language plpgsql as $$
begin
  delete from hour_totals where user_id in (select id from removed);
  delete from weekday_hour_totals where user_id in (select id from removed);
  delete from calendar_totals where user_id in (select id from removed);
  delete from session_parts where user_id in (select id from removed);
  return null;
end $$;

create trigger users_deleted_calendar after delete on users
  referencing old table as removed for each statement execute function delete_calendar_of_users();

-- The tracks belong to another recording, or their artists are others: what they were played in has to be counted anew.
create function uncount_calendar_totals(moved_tracks bigint[]) returns void language plpgsql as $$
declare
  listeners bigint[];
begin
  if moved_tracks is null then
    return;
  end if;
  execute $q$
    with uncounted as (
      update calendar_totals t set tracks = null, artists = null, top_ten_share = null, shannon = null
      from (
        select distinct d.user_id, n.unit, first_day_of(n.unit, d.day, d.week_start) as date
        from (
          select distinct p.user_id, (p.played_at at time zone u.timezone)::date as day, u.week_start
          from tracks k
          join recording_totals r on r.recording_id = k.recording_id
          join users u on u.id = r.user_id
          join plays p on p.user_id = r.user_id and p.track_id = k.id and p.counted
          where k.id = any ($1)
        ) d cross join unnest(enum_range(null::calendar_unit)) n (unit)
      ) m
      where t.user_id = m.user_id and t.unit = m.unit and t.date = m.date
      returning t.user_id
    )
    select array(select distinct user_id from uncounted)
  $q$ into listeners using moved_tracks;
  perform count_little(listeners);
end $$;

create function uncount_moved_tracks() returns trigger language plpgsql as $$
begin
  perform uncount_calendar_totals((
    select array_agg(n.id) from added n join removed o on o.id = n.id where o.recording_id <> n.recording_id));
  return null;
end $$;

-- Comes after the totals of recordings have followed: triggers fire by name.
create trigger tracks_updated_calendar after update on tracks
  referencing old table as removed new table as added for each statement execute function uncount_moved_tracks();

create function uncount_credited_tracks() returns trigger language plpgsql as $$
begin
  perform uncount_calendar_totals((select array_agg(distinct track_id) from changed));
  return null;
end $$;

create trigger track_artists_inserted_calendar after insert on track_artists
  referencing new table as changed for each statement execute function uncount_credited_tracks();
create trigger track_artists_deleted_calendar after delete on track_artists
  referencing old table as changed for each statement execute function uncount_credited_tracks();

-- Makes all totals by the calendar anew from the plays; nobody may change these meanwhile.
create function rebuild_calendar(listener bigint) returns void language plpgsql as $$
declare
  changes hour_change[];
begin
  delete from hour_totals where user_id = listener;
  delete from weekday_hour_totals where user_id = listener;
  delete from calendar_totals where user_id = listener;
  delete from session_parts where user_id = listener;
  execute $q$
    select array_agg(c::hour_change) from (
      select p.user_id, date_trunc('hour', p.played_at at time zone u.timezone), count(*)::int, sum(p.ms_played)::bigint
      from plays p join users u on u.id = p.user_id
      where p.user_id = $1 and p.counted
      group by 1, 2
    ) c
  $q$ into changes using listener;
  perform change_calendar(changes);
end $$;
