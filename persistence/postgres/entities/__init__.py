"""The runtime's stores on asyncpg.

Read `store` (all of them in one object), `commits` (the hot path), `at_fault` (why one was refused), `loads`,
`ownership`, then `retention`.
"""
