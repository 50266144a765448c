CREATE INDEX commit_batch_at_idx ON commit_batch USING brin (at);
CREATE INDEX command_at_idx ON command USING brin (at);
CREATE INDEX game_round_at_round_id_idx ON game_round (at, round_id);
CREATE INDEX game_round_user_id_at_round_id_idx ON game_round (user_id, at, round_id);
DROP INDEX game_round_at_idx;
DROP INDEX game_round_user_id_day_idx;
