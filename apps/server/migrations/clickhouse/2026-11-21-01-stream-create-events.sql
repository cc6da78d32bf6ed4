CREATE TABLE IF NOT EXISTS events (
  workspace_id UInt32,
  seq UInt64,
  message_id String,
  type LowCardinality(String),
  name LowCardinality(String),
  time DateTime64(3, 'UTC'),
  received_at DateTime64(3, 'UTC'),
  origin LowCardinality(String),
  source_id String,
  profile_id UUID,
  user_id String,
  anonymous_id String,
  session_id String,
  group_id String,
  text_properties Map(String, String),
  number_properties Map(String, Decimal(38, 6)),
  payload String CODEC(ZSTD(1))
) ENGINE = MergeTree
PARTITION BY toYYYYMM(received_at)
ORDER BY (workspace_id, profile_id, time, seq)
SETTINGS non_replicated_deduplication_window = 10000, fsync_after_insert = 1, fsync_part_directory = 1, old_parts_lifetime = 480;
