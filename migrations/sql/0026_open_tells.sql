-- The oldest open tells of a shard are found without reading all of them. The table holds open tells alone: this takes no time.
CREATE INDEX tell_open_idx ON tell (shard, n);
DROP INDEX tell_shard_idx;
