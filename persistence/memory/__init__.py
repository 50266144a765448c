"""The stores without a server, for tests and for reading: the same rules, the same errors, and hooks to make them fail.

Reading order: `database` (the tables), `commits`, `ownership`, `store` (both in one object).
"""
