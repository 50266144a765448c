DROP INDEX account_players_idx;
DROP INDEX transfer_account_idx;
