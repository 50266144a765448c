"""How processes start.

Reading order: `settings` (what can be set), `host_process` and `gateway_process` (one process each, without Ray),
`shells` (the same as Ray actors), `director` (who owns which shard), `dev` (everything on one machine), `cli`.
"""
