-- What the built-in mail server received: every message went over SMTP to get here. Instance mail (an invitation)
-- belongs to the workspace it was sent for, named by the header X-Rapport-Workspace.
create table outbox_messages (
  workspace_id integer not null references workspaces on delete cascade,
  id uuid primary key,
  received_at timestamptz not null default now(),
  mail_from text not null,
  rcpt_to text[] not null,
  subject text not null,
  size_bytes integer not null,
  source bytea not null
);
create index on outbox_messages (workspace_id, received_at desc, id desc);
create index on outbox_messages (received_at);
