"""Which host has which shard: the plan (`assignment`), its execution (`handovers`), and a look at it (`served`)."""
