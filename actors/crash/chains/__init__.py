"""The hash chains of a table: what is committed to, sealed, salted and proved.

Read `messages.py` (the public proof), `state.py`, then `keeper.py`, and `filed.py` for chains long over. The rules are
in `actors.crash.rules`: `chain`, `salt`, `point`.
"""
