"""The control plane: keeps every shard owned by a living host. It is on no command's path, and may die at any time.

Reading order: `placement` (which host should own which shard, and how one is handed over), `director` (makes it so),
`hosts` (the hosts that it has admitted) and `fleet` (the port behind which they run), `housekeeping` (what it deletes),
`status`, `director_spec`, `metrics` and `errors`, `ray` (everything as Ray actors), `ports`.
"""
