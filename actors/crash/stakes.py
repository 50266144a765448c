"""The stakes that a player has at crash tables: a part of the player's state, and how facts change it."""

from collections.abc import Callable, Mapping
from typing import Any

from msgspec import Struct

from actors.crash.facts import CashOutAsked, StakeFact, StakeHeld, StakeReturned, StakeTaken
from actors.player.state import Part, PlayerState

STAKES_MAX = 32
"""Open bets of one player, at all tables."""


class Stake(Struct, array_like=True):
    """An open bet. `taken` once the table has it; `cash_out` is the tx of the command that waits for the table."""

    table: str
    round_id: str
    bet: int
    auto: int = 0
    taken: bool = False
    cash_out: str = ""


class Stakes(Struct, array_like=True):
    """Open bets by bet id, oldest first."""

    open: dict[str, Stake] = {}


STAKES: Part[Stakes] = Part("stakes", Stakes, Stakes)


def _held(stakes: Stakes, fact: StakeHeld) -> None:
    stakes.open[fact.bet_id] = Stake(fact.table, fact.round_id, fact.bet, fact.auto)


def _taken(stakes: Stakes, fact: StakeTaken) -> None:
    stakes.open[fact.bet_id].taken = True


def _cash_out_asked(stakes: Stakes, fact: CashOutAsked) -> None:
    stakes.open[fact.bet_id].cash_out = fact.tx


def _returned(stakes: Stakes, fact: StakeReturned) -> None:
    del stakes.open[fact.bet_id]


STAKE_FACTS: Mapping[type[StakeFact], Callable[[Stakes, Any], None]] = {
    StakeHeld: _held,
    StakeTaken: _taken,
    CashOutAsked: _cash_out_asked,
    StakeReturned: _returned,
}


def apply(player: PlayerState, fact: StakeFact) -> frozenset[str]:
    """Change the stakes of `player` by one fact. Raises KeyError when it is about a bet that is not open."""
    STAKE_FACTS[type(fact)](STAKES.of(player), fact)
    return STAKES.dirty
