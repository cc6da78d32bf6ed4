-- How often each part of a survey has changed, so that of two people who edit it at once the later one is told.
alter table surveys add column content_revision integer not null default 1, add column targeting_revision integer not null default 1;
