"""The player's entity as a set of features: what a feature is, and how features become turns. No feature is known here.

Read `feature.py` first (what a feature may contribute), then `state.py` (the state and its parts) and `kind.py` (the
entity, which dispatches through tables). The features themselves are listed in `actors.user.features`.
"""
