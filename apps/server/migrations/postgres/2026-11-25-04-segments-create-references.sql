-- What other features have that stands on a segment: a persona, later a journey or a campaign.
create table segment_references (
  workspace_id integer not null references workspaces on delete cascade,
  segment_id uuid not null,
  kind text not null,
  id uuid not null,
  name text not null,
  primary key (workspace_id, kind, id)
);
create index on segment_references (workspace_id, segment_id);

-- When a workspace's people were brought into the mirror in ClickHouse; those of new ones are there from the start.
alter table workspaces add column people_mirrored_at timestamptz;
alter table workspaces alter column people_mirrored_at set default now();
