create table workspaces (
  id integer generated always as identity primary key,
  slug text not null unique,
  name text not null,
  currency text not null default 'EUR',
  timezone text not null default 'UTC',
  keep_ip boolean not null default false,
  is_demo boolean not null default false,
  created_at timestamptz not null default now()
);

create table users (
  id uuid primary key,
  email text not null unique,
  name text not null,
  password_hash text not null,
  created_at timestamptz not null default now()
);

create table members (
  workspace_id integer not null references workspaces on delete cascade,
  user_id uuid not null references users on delete cascade,
  role text not null check (role in ('owner', 'admin', 'marketer', 'agent', 'analyst', 'viewer')),
  joined_at timestamptz not null default now(),
  primary key (workspace_id, user_id)
);
create index on members (user_id);

-- Only the SHA-256 of a session's token is stored: a copy of the table signs nobody in.
create table sessions (
  token_hash bytea primary key,
  user_id uuid not null references users on delete cascade,
  created_at timestamptz not null default now(),
  last_seen_at timestamptz not null default now(),
  expires_at timestamptz not null,
  user_agent text not null default ''
);
create index on sessions (user_id);

create table invitations (
  id uuid primary key,
  workspace_id integer not null references workspaces on delete cascade,
  email text not null,
  role text not null,
  token_hash bytea not null unique,
  invited_by uuid references users on delete set null,
  created_at timestamptz not null default now(),
  expires_at timestamptz not null,
  accepted_at timestamptz
);
create index on invitations (workspace_id);

-- One row at most: the link printed at the first start.
create table setup_links (
  token_hash bytea primary key,
  created_at timestamptz not null default now()
);
