CREATE INDEX timer_shard_idx ON timer (shard);
DROP INDEX timer_due_idx;
