"""A peer's workload: a wallet update with its ledger row. Read `kind.py` (the command), `servers.py`, `figures.py`."""
