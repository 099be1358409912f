-- Tracks, artists and albums as the interface shows them, made in one place; queries join the few rows of a page.

create extension if not exists unaccent;

create view track_descriptions as
select k.id, jsonb_build_object(
  'id', k.id,
  'name', k.name,
  'spotifyId', k.spotify_id,
  'spotifyUrl', 'https://open.spotify.com/track/' || k.spotify_id,
  'isLocal', k.local_uri is not null,
  'durationMs', k.duration_ms,
  'artists', coalesce((
    select jsonb_agg(jsonb_build_object('id', a.id, 'name', a.name) order by t.position)
    from track_artists t join artists a on a.id = t.artist_id
    where t.track_id = k.id), '[]'),
  'album', case when b.id is not null then jsonb_build_object('id', b.id, 'name', b.name, 'imageUrl', b.image_url) end
) as track
from tracks k left join albums b on b.id = k.album_id;

create view artist_descriptions as
select a.id, jsonb_build_object(
  'id', a.id,
  'name', a.name,
  'spotifyId', a.spotify_id,
  'spotifyUrl', 'https://open.spotify.com/artist/' || a.spotify_id,
  'imageUrl', a.image_url
) as artist
from artists a;

create view album_descriptions as
select b.id, jsonb_build_object(
  'id', b.id,
  'name', b.name,
  'spotifyId', b.spotify_id,
  'spotifyUrl', 'https://open.spotify.com/album/' || b.spotify_id,
  'imageUrl', b.image_url,
  'artists', case when a.id is null then '[]'::jsonb
    else jsonb_build_array(jsonb_build_object('id', a.id, 'name', a.name)) end
) as album
from albums b left join artists a on a.id = b.artist_id;

-- Text as it is searched: without accents and case.
create function searchable(text) returns text language sql stable parallel safe as $$ select lower(unaccent($1)) $$;

-- A recording is shown as the first of its tracks that came into the catalogue, rather one that Spotify knows.
create view recording_tracks as
select distinct on (recording_id) recording_id, id as track_id, album_id, name
from tracks order by recording_id, spotify_id is null, id;
