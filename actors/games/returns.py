"""The published return of a game: what it returns at least, at whatever stake and in whatever way it is played.

Payouts are rounded down to whole gold, which takes most at the smallest stakes, and as much at a stake as at any other
of the same last two digits: pays are hundredths of the stake.
"""

from typing import Any

from actors.games.contract import Game

STAKE_CLASSES = 100
"""Stakes from the smallest on among which is the one that the rounding takes the largest share of."""


def lowest_return(game: Game[Any], bet_min: int) -> float | None:
    """Return the lowest mean of `game.odds` at any stake from `bet_min` on; None for a game that pays no gold."""
    stakes = range(bet_min, bet_min + STAKE_CLASSES)
    found = [game.odds(command) for bet in stakes for command in game.examples(bet)]
    return min((odds.mean for odds in found if odds is not None), default=None)
