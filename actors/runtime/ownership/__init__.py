"""Ownership of entities: shards and leases.

Read `shards.py` (the shard of an entity, and its owner), then `lease.py` (until when a host may act).
"""
