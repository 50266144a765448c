-- The timers of a shard that are due next are found without reading all of them. Tables and the shop have a timer or two
-- each, players have none: this takes no time.
CREATE INDEX timer_due_idx ON timer (shard, due_ms, id);
DROP INDEX timer_shard_idx;
