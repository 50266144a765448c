"""The registry of solo games: one line each. Games do not know each other; the user entity knows only this list."""

from typing import Any

from actors.definitions.areas import gacha_area, slot_area
from actors.definitions.book import Definitions
from actors.games.contract import Game
from actors.games.gacha.gacha import Gacha
from actors.games.rps import Rps
from actors.games.slot.slot import Slot
from actors.money.economy import EconomyConfig


def registered_games(economy: EconomyConfig) -> tuple[Game[Any], ...]:
    """Every game that a player can play alone, with the operator's numbers and the definitions of this program."""
    return (
        Rps(win_hundredths=economy.rps_win_hundredths, bet_min=economy.bet_min, config_version=economy.version),
        slot(economy),
        gacha(economy),
    )


def slot(economy: EconomyConfig) -> Slot:
    """The machines of `actors/games/slot/machines`. Raises DefinitionRefused, MachineRefused."""
    machines = [each.body for each in Definitions([slot_area(economy)]).area("slot").values()]
    for machine in machines:
        machine.prove()
    return Slot(machines, bet_min=economy.bet_min, config_version=economy.version)


def gacha(economy: EconomyConfig) -> Gacha:
    """The banners of `actors/games/gacha/banners`. Raises DefinitionRefused."""
    banners = [each.body for each in Definitions([gacha_area(economy)]).area("gacha").values()]
    return Gacha(banners, bet_min=economy.bet_min, bet_max=economy.bet_max, config_version=economy.version)
