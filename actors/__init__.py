"""What the game is: a folder for each feature, and the runtime that runs them without knowing any.

Read `runtime` (how entities are run), `money`, `player` (what a feature of the player is), one feature from the top
(start with `standing` or `games`), then `user` (all of them put together). `crash` and `shop` have entities of their
own beside the player's side. `messages.py`, `facts.py` and `areas.py` are registries for the gateway and the cluster.
"""
