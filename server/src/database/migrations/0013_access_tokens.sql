-- What the scripts of a listener sign in with. Only the hash is stored, as it is of sessions.
create table personal_access_tokens (
  id           bigint generated always as identity primary key,
  user_id      bigint not null references users on delete cascade,
  token_hash   bytea not null unique,
  name         text not null,
  access       text not null check (access in ('read', 'full')),
  created_at   timestamptz not null default now(),
  last_used_at timestamptz
);
create index personal_access_tokens_user_id on personal_access_tokens (user_id);
