"""Ownership of entities: shards, leases, and what is under way from a shard.

Read `shards.py` (the shard of an entity, and its owner), `lease.py` (until when a host may act), `open_tells.py`, then
`stored_timers.py`.
"""
