"""Standing: bans, kicks and self-exclusion, and the gate that they close.

Read `rules.py` (bans and exclusions), `messages.py`, `facts.py`, then `turns.py` (the feature).
"""
