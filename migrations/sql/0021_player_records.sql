-- What players look back on, and how staff find players.
-- Nearly all transfers are gold staked and won, found through their rounds: this index leaves them out, and costs them nothing.
-- One of the two accounts is a player's, `user:ID`, and the other `house:NAME`, which comes before it.
CREATE INDEX transfer_account_idx ON transfer (GREATEST(debit, credit), at, version, n)
    WHERE NOT (currency = 'gold' AND reason IN ('bet', 'payout'));
-- By bytes, so that a beginning of a name is a range of keys.
CREATE INDEX account_players_idx ON account (username_key text_pattern_ops) WHERE role = 'PLAYER';
