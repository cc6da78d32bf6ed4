-- One row a demo workspace. seed, people and ends_at decide every event and its messageId, so a load that was cut off
-- is simply run again. heartbeat_at is set while a process is loading.
create table demo_loads (
  workspace_id integer primary key references workspaces on delete cascade,
  write_key text not null,
  people integer not null,
  seed integer not null,
  ends_at timestamptz not null,
  state text not null default 'running' check (state in ('running', 'done', 'failed')),
  sent bigint not null default 0,
  total bigint not null,
  started_at timestamptz,
  finished_at timestamptz,
  message text,
  heartbeat_at timestamptz
) with (fillfactor = 50);
