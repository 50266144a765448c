DROP VIEW stake_refund;
DROP INDEX fact_refund_idx, game_round_table_idx, game_round_user_id_at_round_id_idx, game_round_at_round_id_idx;
