"""The game: a folder for each feature, and the runtime that runs them without knowing any.

Read `runtime` (entities and their turns), `money`, `player` (the contract of a player's feature), one feature from the
top (start with `standing` or `games`), then `user` (all of them together). `crash` and `shop` have entities of their
own beside the player's side. `messages.py`, `kinds.py`, `facts.py` and `areas.py` are registries for the gateway and
the cluster.
"""
