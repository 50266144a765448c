"""Rewards: what the server or staff give a player.

Read `messages.py`, `facts.py`, then `rewards.py` (the feature). Missions issue the same fact when they pay a claim.
"""
