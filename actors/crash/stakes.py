"""The stakes that a player has at tables: what they are and how a fact changes them. They are a part of the player's
state."""

from typing import assert_never

from msgspec import Struct

from actors.crash.facts import AnyStakeFact, CashOutAsked, StakeHeld, StakeReturned, StakeTaken

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


def apply(stakes: Stakes, fact: AnyStakeFact) -> None:
    """Change `stakes` by one fact. Raises KeyError when it is about a bet that is not open."""
    match fact:
        case StakeHeld():
            stakes.open[fact.bet_id] = Stake(fact.table, fact.round_id, fact.bet, fact.auto)
        case StakeTaken():
            stakes.open[fact.bet_id].taken = True
        case CashOutAsked():
            stakes.open[fact.bet_id].cash_out = fact.tx
        case StakeReturned():
            del stakes.open[fact.bet_id]
        case _:
            assert_never(fact)
