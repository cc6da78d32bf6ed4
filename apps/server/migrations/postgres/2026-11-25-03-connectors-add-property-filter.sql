-- Only events whose properties have these texts: {"segment_id": "…"}; empty for all.
alter table connectors add column property_filter jsonb not null default '{}';
