-- What lets one newcomer in while registration is closed. Only the hash of its token is stored, and once it was used the row is gone.
create table invitations (
  id         bigint generated always as identity primary key,
  token_hash bytea not null unique,
  note       text,
  created_at timestamptz not null default now(),
  expires_at timestamptz not null
);

-- The invitation that somebody brings along, which may be used or revoked before they are back from Spotify.
alter table spotify_sign_ins add column invitation_hash bytea;
