"""The registry of definitions that staff change while players play: a line for each area (`actors.definitions`)."""

from collections.abc import Iterable
from typing import Any

from actors.crash.area import CRASH, crash_area
from actors.crash.rules.config import TableConfig
from actors.crash.rules.curve import GAME
from actors.definitions.book import Area
from actors.economy.area import ECONOMY, economy_area
from actors.games.gacha.area import gacha_area
from actors.games.registry import REGISTRY
from actors.games.rps import RPS, rps_area
from actors.games.slot.area import slot_area
from actors.missions.area import missions_area
from actors.money.economy import EconomyConfig
from actors.streak.area import STREAK, streak_area

GAME_NAMES = frozenset({GAME, *(each.game.name for each in REGISTRY)})
"""The games that filters of missions can name."""


def all_areas(economy: EconomyConfig, tables: Iterable[TableConfig] = ()) -> tuple[Area[Any], ...]:
    """Return every area; `economy` and `tables`, the crash tables, are those of the settings: first versions."""
    return (
        economy_area(economy),
        rps_area(economy),
        slot_area(economy),
        gacha_area(economy),
        crash_area(tables),
        streak_area(),
        missions_area(GAME_NAMES),
    )


OF_SETTINGS = (ECONOMY, RPS, CRASH, STREAK)
"""The areas whose first versions are no files with numbers of their own: they are stored when a platform first starts,
so that nothing that changes later, a setting or a default, changes what they were."""
