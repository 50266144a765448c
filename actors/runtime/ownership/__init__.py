"""Who may run an entity: shards and leases.

Read `shards.py` (where an entity lives), then `lease.py` (until when this host may act).
"""
