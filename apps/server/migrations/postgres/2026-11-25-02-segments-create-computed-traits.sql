-- thresholds: the borders of fifths of an RFM score, as of their last calculation.
-- is_removed: the value is being taken from everyone; the row goes when that is done.
create table computed_traits (
  workspace_id integer not null references workspaces on delete cascade,
  id uuid not null,
  ref integer generated always as identity,
  key text not null,
  name text not null,
  description text not null default '',
  computation jsonb not null,
  thresholds jsonb,
  status text not null check (status in ('filling', 'ready', 'failed')),
  problem text,
  is_removed boolean not null default false,
  created_at timestamptz not null,
  created_by text not null,
  primary key (workspace_id, id),
  unique (workspace_id, key)
);
