-- last_seq is drawn under this row's lock, which is held until commit: a workspace's log has no gaps and is
-- read in commit order, so `seq > cursor` never skips a row that commits late.
create table workspace_streams (
  workspace_id integer primary key references workspaces on delete cascade,
  last_seq bigint not null default 0,
  pruned bigint not null default 0
) with (fillfactor = 20);

create table event_log (
  workspace_id integer not null,
  seq bigint not null,
  received_at timestamptz not null,
  body text not null,
  primary key (workspace_id, seq)
) with (toast_tuple_target = 8160);
alter table event_log alter column body set storage main;
alter table event_log set (autovacuum_vacuum_insert_scale_factor = 0.5, autovacuum_analyze_scale_factor = 0.5);
create index event_log_received on event_log using brin (received_at) with (pages_per_range = 32);

-- Where processing stands. lease_token fences: a worker's batch commits only while the token is still its own,
-- and whoever changes profiles beside the stream (a merge, an undo) draws a new token.
create table stream_cursors (
  workspace_id integer primary key references workspaces on delete cascade,
  processed_seq bigint not null default 0,
  processed bigint not null default 0,
  duplicate bigint not null default 0,
  rejected bigint not null default 0,
  lease_holder text,
  lease_token bigint not null default 0,
  lease_expires_at timestamptz not null default '-infinity'
) with (fillfactor = 20);

-- The first 128 bits of SHA-256 of a messageId, kept for 30 days.
create table message_ids (
  workspace_id integer not null,
  message_key uuid not null,
  seen_at timestamptz not null,
  primary key (workspace_id, message_key)
);
create index message_ids_seen on message_ids using brin (seen_at) with (pages_per_range = 32);

create table rejected_events (
  workspace_id integer not null references workspaces on delete cascade,
  seq bigint not null,
  received_at timestamptz not null,
  source_id uuid,
  code text not null,
  reason text not null,
  body text not null,
  replayed_at timestamptz,
  primary key (workspace_id, seq)
);
create index on rejected_events (workspace_id, code) where replayed_at is null;

-- What the newest events did, for the live screen; the oldest are cut with each batch.
create table recent_outcomes (
  workspace_id integer not null,
  seq bigint not null,
  status text not null,
  message_id text not null,
  profile_id uuid,
  reason text,
  is_bot boolean not null,
  changes jsonb not null,
  primary key (workspace_id, seq)
);

-- One row a processed batch, inserted into ClickHouse byte for byte until it is acknowledged, then deleted.
create table export_batches (
  workspace_id integer not null,
  last_seq bigint not null,
  rows integer not null,
  bytes bytea not null,
  profile_ids uuid[] not null default '{}',
  created_at timestamptz not null default now(),
  primary key (workspace_id, last_seq)
);
alter table export_batches alter column bytes set storage external;
