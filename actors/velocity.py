"""Velocity rules: how fast a player may bet, buy and claim.

A game belongs to the rule `bets` by being registered.
"""

from actors.crash.messages import CrashBet, CrashCashout
from actors.games.registry import REGISTRY
from actors.missions.messages import EventClaim
from actors.runtime.meter import Rate
from actors.shop.messages import ShopBuy
from actors.streak.messages import StreakClaim

BETS = frozenset({*(each.game.command.TYPE for each in REGISTRY), CrashBet.TYPE})
PURCHASES = frozenset({ShopBuy.TYPE})
CLAIMS = frozenset({EventClaim.TYPE, StreakClaim.TYPE})
CRASH = frozenset({CrashBet.TYPE, CrashCashout.TYPE})
BURST_S = 2
"""So many seconds' bets may come at once; of what is counted by the minute, a whole minute's."""


def velocity_rates(bets_per_s: float, purchases_per_min: int, claims_per_min: int) -> tuple[Rate, ...]:
    """Return the rules of one player, over all of their sockets, REST and gateways, as a host's meter knows them."""
    return (
        Rate("bets", bets_per_s, max(1, BURST_S * bets_per_s), BETS),
        Rate("purchases", purchases_per_min / 60, purchases_per_min, PURCHASES),
        Rate("claims", claims_per_min / 60, claims_per_min, CLAIMS),
    )
