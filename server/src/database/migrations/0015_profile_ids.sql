-- What stands in the address of the profile page at Spotify: the id by which people know an account. Null until the next sign-in.
alter table spotify_connections add column profile_id text;
