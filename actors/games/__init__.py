"""Solo games: one turn of the player each, with an outcome that follows from the player's seeds.

Read `contract.py` (the contract of a game), `rps.py` (the smallest one), `registry.py` (one line each), `rounds.py`
(rounds as turns of the player) and `facts.py`; `in_force.py` and `recompute.py` serve definitions and auditors. Larger
games have a folder: `slot/`, `gacha/`. Games do not know each other.
"""
