"""The runtime's stores on asyncpg.

Read `store` (all of them in one object), `commits` (the hot path), `loads`, `ownership`, then `retention`.
"""
