"""The user entity: all features of a player together, and the small ones that belong to no other folder.

Read `features.py` (the table of features), `kind.py`, `snapshot.py`, then `opening.py`, `profile.py`, `statistics.py`
and their `messages.py`. The contract of a feature is in `actors.player`.
"""
