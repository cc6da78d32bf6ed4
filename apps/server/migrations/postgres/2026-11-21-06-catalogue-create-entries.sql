create table catalogue_events (
  workspace_id integer not null references workspaces on delete cascade,
  type text not null,
  name text not null,
  count bigint not null default 0,
  violations bigint not null default 0,
  first_seen_at timestamptz not null,
  last_seen_at timestamptz not null,
  description text not null default '',
  is_blocked boolean not null default false,
  -- Whether the latest of them was made by Rapport itself.
  is_reserved boolean not null default false,
  schema json,
  schema_mode text not null default 'off' check (schema_mode in ('off', 'warn', 'reject')),
  primary key (workspace_id, type, name)
);
create table catalogue_days (
  workspace_id integer not null references workspaces on delete cascade,
  type text not null,
  name text not null,
  day date not null,
  count bigint not null,
  primary key (workspace_id, type, name, day)
);
create index on catalogue_days (workspace_id, day);
-- Properties of events, and traits under type = 'trait', name = ''.
create table catalogue_properties (
  workspace_id integer not null references workspaces on delete cascade,
  type text not null,
  name text not null,
  property text not null,
  types text[] not null,
  examples text[] not null,
  first_seen_at timestamptz not null,
  last_seen_at timestamptz not null,
  description text not null default '',
  is_blocked boolean not null default false,
  primary key (workspace_id, type, name, property)
);
