"""Solo games: one turn of the player each, with an outcome that follows from the player's seeds.

Read `contract.py` (what a game is), `rps.py` (the smallest one), `registry.py` (one line each), `rounds.py` (how a
round becomes a turn) and `facts.py`; `in_force.py` and `recompute.py` serve definitions and auditors. Larger games
have a folder: `slot/`, `gacha/`. Games do not know each other.
"""
