-- Each round pays for every index of its rows: those that nobody reads go, and those of rounds become narrow
-- (persistence/postgres/schema/round_days.py).
--
-- Where the table of rounds is so large that building these two takes longer than a migration may, build them before on
-- each partition, CONCURRENTLY and under any name: they are taken as they are (docs/guides/deploy-a-release.md).
CREATE INDEX game_round_user_id_day_idx ON game_round
    (user_id, date_bin('1 day', at, '1970-01-01 00:00:00+00'));
CREATE INDEX game_round_at_idx ON game_round (at);
DROP INDEX game_round_user_id_at_round_id_idx;
DROP INDEX game_round_at_round_id_idx;
-- Retention walks through blocks, so nobody looks for times in these.
DROP INDEX command_at_idx;
DROP INDEX commit_batch_at_idx;
