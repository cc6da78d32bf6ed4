-- A persona's segment may be deleted on its own; the persona then stays without live figures.
create table personas (
  workspace_id integer not null references workspaces on delete cascade,
  id uuid not null,
  name text not null,
  -- summary, goals, frustrations, motivations, preferredChannels, quotes
  texts jsonb not null,
  segment_id uuid,
  portrait_seed bigint not null,
  portrait_type text check (portrait_type in ('image/png', 'image/jpeg', 'image/webp')),
  portrait_bytes bytea,
  portrait_version integer not null default 1,
  created_at timestamptz not null,
  created_by text not null,
  updated_at timestamptz not null,
  primary key (workspace_id, id),
  check ((portrait_type is null) = (portrait_bytes is null))
);
create index on personas (workspace_id, segment_id) where segment_id is not null;

create table persona_suggestion_runs (
  workspace_id integer not null references workspaces on delete cascade,
  id uuid not null,
  state text not null check (state in ('waiting', 'running', 'done', 'failed', 'cancelled')),
  stage text not null default 'waiting',
  progress double precision not null default 0,
  people_read integer not null default 0,
  people integer not null default 0,
  message text,
  seed integer not null,
  -- k, silhouette, tried
  result jsonb,
  requested_by text not null,
  created_at timestamptz not null,
  -- Moves while a worker is at it; one that stands still for a minute is taken over.
  touched_at timestamptz not null,
  finished_at timestamptz,
  primary key (workspace_id, id)
);
create unique index persona_suggestion_runs_one_at_a_time on persona_suggestion_runs (workspace_id) where state in ('waiting', 'running');

create table persona_suggestions (
  workspace_id integer not null,
  run_id uuid not null,
  id uuid not null,
  position integer not null,
  state text not null default 'open' check (state in ('open', 'accepted', 'dismissed')),
  -- persona, portraitSeed, size, share, differences, definition, ruleText, fidelity
  content jsonb not null,
  persona_id uuid,
  primary key (workspace_id, id),
  foreign key (workspace_id, run_id) references persona_suggestion_runs on delete cascade
);
create index on persona_suggestions (workspace_id, run_id);
