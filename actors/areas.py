"""The registry of definitions that staff change while players play: a line for each area (`actors.definitions`)."""

from collections.abc import Iterable
from typing import Any

from actors.crash.area import crash_area
from actors.crash.rules.config import TableConfig
from actors.crash.rules.curve import GAME
from actors.definitions.book import Area
from actors.games.gacha.area import gacha_area
from actors.games.registry import REGISTRY
from actors.games.slot.area import slot_area
from actors.missions.area import missions_area
from actors.money.economy import EconomyConfig

GAME_NAMES = frozenset({GAME, *(each.game.name for each in REGISTRY)})
"""The games that filters of missions can name."""


def all_areas(economy: EconomyConfig, tables: Iterable[TableConfig] = ()) -> tuple[Area[Any], ...]:
    """Return every area; `tables` are the crash tables of the settings."""
    return (slot_area(economy), gacha_area(economy), crash_area(tables), missions_area(GAME_NAMES))
