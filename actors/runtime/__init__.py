"""How entities are run. It knows bytes, rows and turns; no game and no feature.

Read `entity.py` (what the runtime asks of a kind of entity), `facts.py` and `payloads.py` (what turns are made of),
`host.py` (all entities of one process), then the rooms: `turns/` (from a message to a decided turn), `commit/` (from
a turn to durable rows, and what leaves afterwards), `link/` (between gateways and hosts), `ownership/` (who may run
what). `clock.py`, `entropy.py` and `errors.py` serve all of them.
"""
