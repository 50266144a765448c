"""Ways in which what is stored of the chains of crash tables can be wrong; see `corruptions.py`."""

from tests.integration.verify.played import A_USER

OF_CHAINS = {
    "a salt is chosen with its chain": (
        f"""INSERT INTO fact (shard, tx, n, kind, key, type, once, data)
            SELECT shard, gen_random_uuid(), 0, 'crash', 'main', type, 'ab', jsonb_build_object(
                'terminating_hash', 'ab', 'salt', 'cd', 'contributions', '[]'::jsonb, 'round_id', 'main-1')
            FROM (VALUES ('crash_chain'), ('crash_salt')) AS v (type),
                 (SELECT shard FROM entity_part WHERE key = {A_USER} LIMIT 1) AS s""",
        {"crash_salt"},
    ),
    "a past chain is in the way of those that its table keeps": (
        f"""INSERT INTO fact (shard, tx, n, kind, key, type, once, data)
            SELECT shard, gen_random_uuid(), 0, 'crash', key, 'crash_chain_played', '000000000000001',
                '{{"length": 1, "terminating_hash": "{"ab" * 32}", "salt": "", "checkpoints": "{"A" * 43}=",
                   "first_n": 1, "salted_n": 0, "contributions": [], "voided": []}}'
            FROM entity_part WHERE kind = 'crash' AND key = 'quick' AND part = 'root'""",
        {"crash_chains"},
    ),
    "a round is voided that was never played": (
        """INSERT INTO fact (shard, tx, n, kind, key, type, once, data)
           SELECT shard, gen_random_uuid(), 0, 'crash', key, 'crash_voided', '000000000000999', '{"n": 999}'
           FROM entity_part WHERE kind = 'crash' AND key = 'quick' AND part = 'root'""",
        {"crash_voided"},
    ),
}
