"""The player's entity as a set of features: their contract, and their turns. No feature is known here.

Read `feature.py` first (the contributions of a feature), then `state.py` (the state and its parts) and `kind.py` (the
entity, which dispatches through tables). The features themselves are listed in `actors.user.features`.
"""
