"""Crash: the table's entity, and the player's side of it.

Read `rules/` (the curve and where it ends), `messages.py` and `table_messages.py`, `facts.py`, then the table:
`state.py`, `table.py` (its turns), `round.py` (a running round), `view.py`; then the player: `stakes.py` (state) and
`bets.py` (the feature). `area.py` makes tables definitions.
"""
