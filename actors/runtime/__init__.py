"""The runtime of entities. It knows bytes, rows and turns; no game and no feature.

Read `entity.py` (the contract of a kind of entity), `facts.py` and `payloads.py` (the parts of turns), `host.py` (all
entities of one process), then the rooms: `turns/` (from a message to a decided turn), `commit/` (from a turn to durable
rows and released outputs), `link/` (between gateways and hosts), `ownership/` (shards and leases). `config.py`,
`clock.py`, `entropy.py` and `errors.py` serve all of them.
"""
