-- The zone in which the days of a rule were last asked; null before the first time.
alter table segments add column timezone text;
