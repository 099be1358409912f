-- What plays and the rows of imports refer to, checked once per statement instead of once per row. A play can be written only
-- for a listener, a track and a platform that exist; these cannot go while plays refer to them, or take their rows along. The
-- statements run by EXECUTE, to be planned anew for the number of rows at hand.

create function check_references_of_plays() returns trigger language plpgsql as $$
declare
  broken boolean;
begin
  execute $q$
    select exists (
      select from (select distinct user_id, track_id, platform_id from added) a
      where not exists (select from users u where u.id = a.user_id)
        or not exists (select from tracks k where k.id = a.track_id)
        or a.platform_id is not null and not exists (select from platforms f where f.id = a.platform_id))
  $q$ into broken;
  if broken then
    raise foreign_key_violation using message = 'a play refers to a listener, track or platform that does not exist';
  end if;
  return null;
end $$;

create trigger plays_inserted_references after insert on plays
  referencing new table as added for each statement execute function check_references_of_plays();
create trigger plays_updated_references after update on plays
  referencing new table as added for each statement execute function check_references_of_plays();

create function keep_played_tracks() returns trigger language plpgsql as $$
begin
  if exists (select from removed r join plays p on p.track_id = r.id) then
    raise foreign_key_violation using message = 'a track that was played cannot be deleted';
  end if;
  return null;
end $$;

create trigger tracks_deleted after delete on tracks
  referencing old table as removed for each statement execute function keep_played_tracks();

create function delete_enrichments_of_plays() returns trigger language plpgsql as $$
begin
  execute $q$
    delete from play_enrichments e using removed p where e.user_id = p.user_id and e.play_id = p.id
  $q$;
  return null;
end $$;

create trigger plays_deleted_enrichments after delete on plays
  referencing old table as removed for each statement execute function delete_enrichments_of_plays();

create function delete_history_of_users() returns trigger language plpgsql as $$
begin
  delete from plays where user_id in (select id from removed);
  return null;
end $$;

create trigger users_deleted after delete on users
  referencing old table as removed for each statement execute function delete_history_of_users();

create function delete_rows_of_imports() returns trigger language plpgsql as $$
begin
  delete from import_rows r using removed i where r.user_id = i.user_id and r.import_id = i.id;
  delete from play_enrichments e using removed i where e.user_id = i.user_id and e.import_id = i.id;
  delete from import_tracks t using removed i where t.user_id = i.user_id and t.import_id = i.id;
  delete from import_matches m using removed i where m.user_id = i.user_id and m.import_id = i.id;
  return null;
end $$;

create trigger imports_deleted after delete on imports
  referencing old table as removed for each statement execute function delete_rows_of_imports();
