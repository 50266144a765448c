"""How entities are run.

Reading order: `entity` (the contract of a kind), `envelope` (what travels), `lane` (one entity's mailbox and its
memory of commands), `gate` (durable before visible), `host` (all entities of one process), `link` and `router` (how
gateways and hosts reach each other), `placement` (which shard, whose shard).
"""
