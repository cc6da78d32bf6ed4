-- A write key is public and stored as it is; of a secret key only the SHA-256 is stored.
create table write_keys (
  id uuid primary key,
  workspace_id integer not null references workspaces on delete cascade,
  name text not null,
  platform text not null,
  write_key text not null unique,
  allowed_origins text[] not null default '{}',
  created_at timestamptz not null default now(),
  revoked_at timestamptz
);
create index on write_keys (workspace_id);

-- Volumes of a source, kept by the processor in the batch's own transaction.
create table source_volumes (
  workspace_id integer not null references workspaces on delete cascade,
  source_id uuid not null,
  day date not null,
  events bigint not null,
  first_event_at timestamptz not null,
  last_event_at timestamptz not null,
  primary key (workspace_id, source_id, day)
);

create table secret_keys (
  id uuid primary key,
  workspace_id integer not null references workspaces on delete cascade,
  name text not null,
  prefix text not null,
  key_hash bytea not null unique,
  scopes text[] not null,
  created_at timestamptz not null default now(),
  revoked_at timestamptz,
  last_used_at timestamptz
);
create index on secret_keys (workspace_id);
