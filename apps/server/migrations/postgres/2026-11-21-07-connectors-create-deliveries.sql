create table connectors (
  id uuid primary key,
  workspace_id integer not null references workspaces on delete cascade,
  type text not null,
  name text not null,
  is_enabled boolean not null default true,
  config jsonb not null,
  event_names text[] not null default '{}',
  created_at timestamptz not null default now(),
  delivered bigint not null default 0,
  last_delivery_at timestamptz,
  last_error text
);
create index on connectors (workspace_id);

-- What is to be delivered and what became of it, kept for 30 days. While an attempt is under way, next_attempt_at is
-- the instant at which it counts as lost and is made again.
create table connector_deliveries (
  workspace_id integer not null references workspaces on delete cascade,
  id bigint generated always as identity primary key,
  connector_id uuid not null references connectors on delete cascade,
  message_id text not null,
  event_name text not null,
  profile_id uuid,
  payload text not null,
  status text not null default 'waiting' check (status in ('waiting', 'delivered', 'failed')),
  attempts integer not null default 0,
  created_at timestamptz not null default now(),
  last_attempt_at timestamptz,
  next_attempt_at timestamptz not null default now(),
  response_status integer,
  response_text text,
  duration_ms integer,
  unique (connector_id, message_id)
);
create index on connector_deliveries (connector_id, id);
create index on connector_deliveries (connector_id, next_attempt_at) where status = 'waiting';
create index on connector_deliveries (connector_id, id) where status = 'failed';
create index on connector_deliveries (workspace_id, profile_id) where profile_id is not null;
create index on connector_deliveries (created_at);
