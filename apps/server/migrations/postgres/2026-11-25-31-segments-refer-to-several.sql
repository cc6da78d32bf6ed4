-- One thing may stand on several segments: a survey asks some, leaves out others, counts quotas of more.
alter table segment_references drop constraint segment_references_pkey;
alter table segment_references add primary key (workspace_id, kind, id, segment_id);
