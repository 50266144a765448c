"""Provable fairness: seeds that are committed to before a round, the floats that follow from them, and their rotation.

Read `floats.py` (the method), `messages.py` and `facts.py`, `seeds.py` (the player's feature), `sealing.py` (secrets at
rest) and `returns.py` (the check of published returns).
"""
