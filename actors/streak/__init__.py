"""The daily streak.

Read `rules.py`, `local_days.py` (a player's day), `messages.py`, `facts.py`, then `turns.py` (the feature).
"""
