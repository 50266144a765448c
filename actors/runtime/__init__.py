"""How entities are run.

Reading order: `entity` (the contract of a kind), `envelope` (what travels), `host` (all entities of one process),
`queues` and `residents` (who is admitted, who is in memory), `turns` and `commands` (one piece of work, a repeat?),
`gate` and `batch` (durable before visible), `recovery` (what goes wrong), `timers`, `lease`, `teller`; then `link`,
`owners` and `router` (how gateways and hosts reach each other) and `placement` (which shard, whose shard).
"""
