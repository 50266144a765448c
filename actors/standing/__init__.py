"""Standing: bans, kicks and self-exclusion, and the gate that they close.

Read `rules.py` (may this player play?), `messages.py`, `facts.py`, then `turns.py` (the feature).
"""
