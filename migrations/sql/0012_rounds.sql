-- The inspector of rounds: all by time, those of a player, the bets on a round of a crash table.
CREATE INDEX game_round_at_round_id_idx ON game_round (at, round_id);
CREATE INDEX game_round_user_id_at_round_id_idx ON game_round (user_id, at, round_id);
CREATE INDEX game_round_table_idx ON game_round ((outcome ->> 'round_id')) WHERE game = 'crash';
CREATE INDEX fact_refund_idx ON fact ((data ->> 'round_id')) WHERE type = 'stake_refunded';

-- Stakes of voided rounds that went back.
CREATE VIEW stake_refund AS
SELECT at, key AS user_id, data ->> 'table' AS "table", data ->> 'round_id' AS round_id, data ->> 'bet_id' AS bet_id,
       (data ->> 'bet')::bigint AS bet, (data ->> 'auto')::bigint AS auto_cashout
FROM fact WHERE type = 'stake_refunded';
GRANT SELECT ON stake_refund TO pitboss_app;
