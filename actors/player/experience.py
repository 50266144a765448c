"""Experience and tier: both follow from what a player has wagered, so neither is stored."""

from collections.abc import Sequence

from actors.money.economy import EconomyConfig
from actors.player.state import PlayerState


def experience(wagered: int, divisor: int) -> int:
    """Return the points for `wagered` gold, rounded down."""
    return wagered // divisor


def tier(xp: int, tiers: Sequence[tuple[str, int]]) -> str:
    """Return the highest of `tiers` (name, experience needed; rising from 0) that `xp` reaches."""
    reached = tiers[0][0]
    for name, needed in tiers:
        if xp < needed:
            break
        reached = name
    return reached


def tier_of(player: PlayerState, economy: EconomyConfig) -> str:
    """Return the name of the tier of `player`."""
    return tier(experience(player.root.overall.wagered, economy.xp_divisor), economy.tiers)
