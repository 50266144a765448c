DROP FUNCTION advance_outbox_0029, claim_relay_groups_0029, renew_relay_0029, register_relay_0029;
DROP TABLE relay_group, relay_lease;
