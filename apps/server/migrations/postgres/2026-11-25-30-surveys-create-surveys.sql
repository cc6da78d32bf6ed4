create table surveys (
  workspace_id integer not null references workspaces on delete cascade,
  id uuid not null,
  name text not null,
  kind text not null check (kind in ('customers', 'employees')),
  status text not null check (status in ('draft', 'live', 'paused', 'closed')),
  -- Of the open link, unique over all workspaces: the address names no workspace.
  slug text not null unique,
  content jsonb not null,
  targeting jsonb not null,
  -- Published versions so far.
  version integer not null default 0,
  has_unpublished_changes boolean not null default true,
  created_at timestamptz not null,
  created_by text not null,
  updated_at timestamptz not null,
  published_at timestamptz,
  primary key (workspace_id, id)
);

create table survey_versions (
  workspace_id integer not null,
  survey_id uuid not null,
  version integer not null,
  content jsonb not null,
  published_at timestamptz not null,
  published_by text not null,
  primary key (workspace_id, survey_id, version),
  foreign key (workspace_id, survey_id) references surveys on delete cascade
);

create table survey_settings (
  workspace_id integer primary key references workspaces on delete cascade,
  settings jsonb not null default '{}',
  -- With it a site's server signs user ids.
  signing_secret text not null
);

-- Every time that somebody was asked: caps and rests count these. Of an employees' survey no profile is stored.
create table survey_asks (
  workspace_id integer not null,
  id uuid not null,
  survey_id uuid not null,
  version integer not null,
  channel text not null check (channel in ('link', 'widget', 'email', 'api')),
  profile_id uuid,
  user_id text,
  anonymous_id text,
  device_id text,
  asked_at timestamptz not null,
  -- The first answer.
  answered_at timestamptz,
  primary key (workspace_id, id),
  foreign key (workspace_id, survey_id) references surveys on delete cascade
);
create index on survey_asks (workspace_id, profile_id, asked_at) where profile_id is not null;
create index on survey_asks (workspace_id, user_id, asked_at) where user_id is not null;
create index on survey_asks (workspace_id, anonymous_id, asked_at) where anonymous_id is not null;
create index on survey_asks (workspace_id, device_id, asked_at) where device_id is not null;
create index on survey_asks (workspace_id, survey_id, asked_at);

-- Why somebody was or was not asked. The same decision in a row is one row.
create table survey_decisions (
  workspace_id integer not null,
  id bigint generated always as identity,
  survey_id uuid not null,
  profile_id uuid,
  -- Whom it was about where no profile is known: a user id, an anonymous id or a device.
  subject text not null,
  channel text not null,
  reason text not null,
  text text not null,
  count integer not null default 1,
  decided_at timestamptz not null,
  primary key (workspace_id, id),
  foreign key (workspace_id, survey_id) references surveys on delete cascade
);
create index on survey_decisions (workspace_id, survey_id, subject, id desc);
create index on survey_decisions (workspace_id, profile_id, id desc) where profile_id is not null;

create table survey_responses (
  workspace_id integer not null,
  id uuid not null,
  survey_id uuid not null,
  version integer not null,
  ask_id uuid,
  status text not null check (status in ('partial', 'completed')),
  revision integer not null,
  channel text not null check (channel in ('link', 'widget', 'email', 'api', 'import')),
  profile_id uuid,
  user_id text,
  anonymous_id text,
  language text not null,
  location text,
  page text,
  -- By question, as sent and checked.
  answers jsonb not null,
  scores jsonb not null default '{}',
  hidden jsonb not null default '{}',
  contact_me jsonb,
  is_suspicious boolean not null default false,
  seconds_spent double precision,
  started_at timestamptz not null,
  updated_at timestamptz not null,
  completed_at timestamptz,
  primary key (workspace_id, id),
  foreign key (workspace_id, survey_id) references surveys on delete cascade
);
create index on survey_responses (workspace_id, survey_id, started_at desc, id desc);
create index on survey_responses (workspace_id, started_at desc, id desc);
create index on survey_responses (workspace_id, profile_id) where profile_id is not null;

-- One row an answer: for filters, quotas and figures.
create table survey_answers (
  workspace_id integer not null,
  survey_id uuid not null,
  response_id uuid not null,
  question text not null,
  type text not null,
  number double precision,
  -- Keys of choices; `row=column` of a matrix; a ranking in its order.
  choices text[],
  text text,
  -- promoter, passive, detractor; satisfied, unsatisfied; easy, hard …
  answer_group text,
  answered_at timestamptz not null,
  primary key (workspace_id, response_id, question),
  foreign key (workspace_id, response_id) references survey_responses on delete cascade
);
create index on survey_answers (workspace_id, survey_id, question, answered_at);

create table survey_files (
  workspace_id integer not null references workspaces on delete cascade,
  id uuid not null,
  survey_id uuid not null,
  response_id uuid not null,
  question text not null,
  name text not null,
  type text not null,
  bytes bytea not null,
  uploaded_at timestamptz not null,
  primary key (workspace_id, id),
  foreign key (workspace_id, survey_id) references surveys on delete cascade
);
create index on survey_files (workspace_id, response_id);

create table survey_imports (
  workspace_id integer not null,
  id uuid not null,
  survey_id uuid not null,
  file_name text not null,
  file bytea,
  columns jsonb,
  state text not null check (state in ('read', 'waiting', 'running', 'done', 'failed', 'cancelled')),
  rows integer not null,
  imported integer not null default 0,
  failed_count integer not null default 0,
  failed jsonb not null default '[]',
  message text,
  created_at timestamptz not null,
  created_by text not null,
  touched_at timestamptz not null,
  primary key (workspace_id, id),
  foreign key (workspace_id, survey_id) references surveys on delete cascade
);
