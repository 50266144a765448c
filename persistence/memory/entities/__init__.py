"""The runtime's stores. Read `database` (the tables, locks, transactions), `commits`, `ownership`, `store` (both)."""
