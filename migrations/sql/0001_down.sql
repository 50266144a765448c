-- Everything that 0001 made, but the role: other databases of the server may use it.

DROP FUNCTION commit_batch, release_shards, claim_shards, lock_for_claim, renew_lease, register_host, bury_host,
    declare_dead;
DROP TABLE entity_part, timer, tell, outbox_cursor, outbox, game_round, transfer, command, commit_batch, shard_history,
    shard_owner, host_lease, host_fence, login_session, account;
DROP FUNCTION refuse_change;
REVOKE ALL ON SCHEMA public FROM pitboss_app;
REVOKE ALL ON ALL TABLES IN SCHEMA public FROM pitboss_app;
