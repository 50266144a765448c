"""Missions and events: counted in the turn of what they count, claimed once.

Read `rules.py`, `messages.py`, `facts.py`, `state.py`, `turns.py` (the feature), `view.py` and `area.py` (missions as
definitions); `seed_missions/` holds those of the program.
"""
