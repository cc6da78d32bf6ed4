-- What is known of people, mirrored from PostgreSQL for queries: the newest version counts. is_deleted: merged into another, or erased.
CREATE TABLE IF NOT EXISTS people (
  workspace_id UInt32,
  id UUID,
  version UInt64,
  is_deleted UInt8,
  texts Map(String, String),
  numbers Map(String, Decimal(38, 6)),
  times Map(String, Int64),
  lists Map(String, Array(String))
) ENGINE = ReplacingMergeTree(version)
ORDER BY (workspace_id, id)
SETTINGS non_replicated_deduplication_window = 10000, fsync_after_insert = 1, fsync_part_directory = 1, old_parts_lifetime = 480;
-- Which profile stands for one that was merged, after all merges; root = id again once a merge is undone.
CREATE TABLE IF NOT EXISTS redirects (
  workspace_id UInt32,
  id UUID,
  version UInt64,
  root UUID
) ENGINE = ReplacingMergeTree(version)
ORDER BY (workspace_id, id)
SETTINGS non_replicated_deduplication_window = 10000, fsync_after_insert = 1, fsync_part_directory = 1, old_parts_lifetime = 480;
