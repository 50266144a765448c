"""The registry of solo games: one line each. Games do not know each other; everything else knows only this list.

The player's feature (`actors.games.rounds`), the socket, the REST twins, missions and the law suite follow from it.
"""

from collections.abc import Callable
from typing import Any, NamedTuple

from actors.games.contract import Game
from actors.games.gacha.area import gacha
from actors.games.gacha.gacha import Gacha
from actors.games.rps import Rps
from actors.games.slot.area import slot
from actors.games.slot.slot import Slot
from actors.money.economy import EconomyConfig


class Registered(NamedTuple):
    """A game: its class, which has its name and command, and how it is made by the operator's numbers."""

    game: type[Game[Any]]
    make: Callable[[EconomyConfig], Game[Any]]


REGISTRY: tuple[Registered, ...] = (
    Registered(Rps, Rps.of),
    Registered(Slot, slot),
    Registered(Gacha, gacha),
)


def registered_games(economy: EconomyConfig) -> tuple[Game[Any], ...]:
    """Return every game that a player can play alone, with the operator's numbers and the program's definitions."""
    return tuple(each.make(economy) for each in REGISTRY)
