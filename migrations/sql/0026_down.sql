CREATE INDEX tell_shard_idx ON tell (shard);
DROP INDEX tell_open_idx;
