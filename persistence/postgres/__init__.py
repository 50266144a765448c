"""The stores of production, on asyncpg.

Reading order: `connections` (connections and time-outs), `errors` (what an SQLSTATE means), `commit` (the hot path),
`load`, `leases`, `retention`, `store` (all of it in one object).
"""
