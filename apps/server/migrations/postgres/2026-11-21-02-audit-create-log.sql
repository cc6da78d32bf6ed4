create table audit_log (
  workspace_id integer not null references workspaces on delete cascade,
  id bigint generated always as identity,
  at timestamptz not null default now(),
  actor_kind text not null check (actor_kind in ('user', 'key', 'system')),
  actor_id text,
  actor_name text not null,
  action text not null,
  target_kind text not null,
  target_id text not null,
  target_name text not null,
  before jsonb,
  after jsonb,
  primary key (workspace_id, id)
);
