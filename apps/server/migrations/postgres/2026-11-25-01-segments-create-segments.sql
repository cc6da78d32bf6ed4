-- ref: the short name of a segment in the states of people.
create table segments (
  workspace_id integer not null references workspaces on delete cascade,
  id uuid not null,
  ref integer generated always as identity,
  name text not null,
  description text not null default '',
  kind text not null check (kind in ('live', 'static')),
  definition jsonb,
  version integer not null default 1,
  status text not null check (status in ('filling', 'ready', 'failed')),
  problem text,
  size integer not null default 0,
  created_at timestamptz not null,
  created_by text not null,
  updated_at timestamptz not null,
  primary key (workspace_id, id)
) with (fillfactor = 50);
create index on segments (workspace_id, lower(name));

create table segment_versions (
  workspace_id integer not null references workspaces on delete cascade,
  segment_id uuid not null,
  version integer not null,
  definition jsonb,
  at timestamptz not null,
  by text not null,
  primary key (workspace_id, segment_id, version)
);

-- What is kept of a person's events for the rules, and where they are a member: written by the processor alone.
-- rebuild_after: the state no longer tells the truth and is rebuilt once everything up to this position is in ClickHouse.
create table segment_states (
  workspace_id integer not null,
  profile_id uuid not null,
  state json not null,
  next_flip_at timestamptz,
  rebuild_after bigint,
  primary key (workspace_id, profile_id)
) with (fillfactor = 70);
create index segment_states_due on segment_states (workspace_id, next_flip_at) where next_flip_at is not null;
create index segment_states_stale on segment_states (workspace_id, rebuild_after) where rebuild_after is not null;

create table segment_memberships (
  workspace_id integer not null,
  segment_id uuid not null,
  profile_id uuid not null,
  since timestamptz not null,
  cause text not null,
  reason text not null,
  primary key (workspace_id, segment_id, profile_id)
);
create index on segment_memberships (workspace_id, profile_id);

-- Size at the end of each hour in which it changed, and who came and went in it.
create table segment_sizes (
  workspace_id integer not null,
  segment_id uuid not null,
  hour timestamptz not null,
  size integer not null,
  entered integer not null,
  gone integer not null,
  primary key (workspace_id, segment_id, hour)
) with (fillfactor = 50);

-- What the rules keep of people's events. Events after from_seq are folded as they come, those before are filled in
-- from ClickHouse; is_filled once both are there. ref is never used again.
create table segment_series (
  workspace_id integer not null references workspaces on delete cascade,
  ref integer generated always as identity,
  key text not null,
  definition jsonb not null,
  from_seq bigint not null,
  is_filled boolean not null,
  primary key (workspace_id, ref),
  unique (workspace_id, key)
);

-- The filling of a segment or computed trait after it was made or edited.
create table segment_fills (
  workspace_id integer not null references workspaces on delete cascade,
  id uuid not null,
  subject_kind text not null check (subject_kind in ('segment', 'trait')),
  subject_id uuid not null,
  cause text not null check (cause in ('first_fill', 'edited')),
  phase text not null default 'new' check (phase in ('new', 'series', 'people')),
  -- Position up to which the stream must be in ClickHouse before the phase goes on.
  after_seq bigint not null default 0,
  position uuid,
  visited integer not null default 0,
  expected integer not null default 0,
  started_at timestamptz not null,
  primary key (workspace_id, id),
  unique (workspace_id, subject_id)
);

create sequence mirror_versions;
alter table export_batches add column target text not null default 'events', add column version bigint not null default 0;
alter table export_batches drop constraint export_batches_pkey, add primary key (workspace_id, last_seq, target, version);
