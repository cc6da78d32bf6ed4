create extension if not exists pg_trgm;

-- A profile as folded from the stream. traits and trait_stamps have the same keys; a stamp is [time ms, seq] and the
-- latest wins. last_seen_hour changes at most once an hour, so most updates touch no index.
create table profiles (
  workspace_id integer not null references workspaces on delete cascade,
  id uuid not null,
  merged_into uuid,
  is_identified boolean not null default false,
  name text not null default '',
  email text,
  phone text,
  user_id text,
  country text,
  city text,
  search_text text not null default '',
  first_seen_at timestamptz not null,
  last_seen_at timestamptz not null,
  last_seen_hour timestamptz not null,
  sessions integer not null default 0,
  orders integer not null default 0,
  revenue numeric(18, 2) not null default 0,
  traits jsonb not null default '{}',
  -- json, not jsonb: only the processor reads these two, and text is written faster than it is parsed.
  trait_stamps json not null default '{}',
  stats json not null default '{}',
  consent jsonb not null default '{}',
  primary key (workspace_id, id)
) with (fillfactor = 60);
create index profiles_last_seen on profiles (workspace_id, last_seen_hour desc) where merged_into is null;
create index profiles_merged on profiles (workspace_id, merged_into) where merged_into is not null;
create index profiles_search on profiles using gin (search_text gin_trgm_ops) where search_text <> '';

-- An identifier stays with the profile it came with; a merge redirects the profile, not its identifiers.
create table identities (
  workspace_id integer not null references workspaces on delete cascade,
  kind text not null check (kind in ('user_id', 'email', 'phone', 'external_id', 'anonymous_id')),
  value text not null,
  profile_id uuid not null,
  is_verified boolean not null default false,
  source_id uuid,
  first_seen_at timestamptz not null,
  primary key (workspace_id, kind, value)
);
create index on identities (workspace_id, profile_id);

create table profile_merges (
  workspace_id integer not null references workspaces on delete cascade,
  id uuid not null,
  from_profile_id uuid not null,
  into_profile_id uuid not null,
  reason text not null,
  actor text not null,
  at timestamptz not null,
  undone_at timestamptz,
  undone_by text,
  primary key (workspace_id, id)
);
create index on profile_merges (workspace_id, from_profile_id);
create index on profile_merges (workspace_id, into_profile_id);

create table merge_suggestions (
  workspace_id integer not null references workspaces on delete cascade,
  id uuid not null,
  left_profile_id uuid not null,
  right_profile_id uuid not null,
  reason text not null,
  at timestamptz not null,
  dismissed_at timestamptz,
  primary key (workspace_id, id),
  unique (workspace_id, left_profile_id, right_profile_id)
);
create index on merge_suggestions (workspace_id, right_profile_id);

create table companies (
  workspace_id integer not null references workspaces on delete cascade,
  id text not null,
  traits jsonb not null default '{}',
  trait_stamps jsonb not null default '{}',
  first_seen_at timestamptz not null,
  last_seen_at timestamptz not null,
  primary key (workspace_id, id)
);
create table company_members (
  workspace_id integer not null references workspaces on delete cascade,
  company_id text not null,
  profile_id uuid not null,
  primary key (workspace_id, profile_id, company_id)
);
create index on company_members (workspace_id, company_id);
