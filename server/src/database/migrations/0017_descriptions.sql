-- Descriptions as json, which is text from the start: as jsonb a page of 50 rows took a third longer.

drop view track_descriptions, artist_descriptions, album_descriptions;

create view track_descriptions as
select k.id, json_build_object(
  'id', k.id,
  'name', k.name,
  'spotifyId', k.spotify_id,
  'spotifyUrl', 'https://open.spotify.com/track/' || k.spotify_id,
  'isLocal', k.local_uri is not null,
  'durationMs', k.duration_ms,
  'artists', coalesce((
    select json_agg(json_build_object('id', a.id, 'name', a.name) order by t.position)
    from track_artists t join artists a on a.id = t.artist_id
    where t.track_id = k.id), '[]'),
  'album', case when b.id is not null then json_build_object('id', b.id, 'name', b.name, 'imageUrl', b.image_url) end
) as track
from tracks k left join albums b on b.id = k.album_id;

create view artist_descriptions as
select a.id, json_build_object(
  'id', a.id,
  'name', a.name,
  'spotifyId', a.spotify_id,
  'spotifyUrl', 'https://open.spotify.com/artist/' || a.spotify_id,
  'imageUrl', a.image_url
) as artist
from artists a;

create view album_descriptions as
select b.id, json_build_object(
  'id', b.id,
  'name', b.name,
  'spotifyId', b.spotify_id,
  'spotifyUrl', 'https://open.spotify.com/album/' || b.spotify_id,
  'imageUrl', b.image_url,
  'artists', case when a.id is null then '[]'::json
    else json_build_array(json_build_object('id', a.id, 'name', a.name)) end
) as album
from albums b left join artists a on a.id = b.artist_id;
