"""The registry of solo games: one line each. Games do not know each other; the user entity knows only this list."""

from typing import Any

from actors.definition_areas import gacha_area, slot_area
from actors.definitions import Definitions
from actors.rules.economy import EconomyConfig
from actors.rules.gacha import Gacha
from actors.rules.game import Game
from actors.rules.rps import Rps
from actors.rules.slot import Slot


def registered_games(economy: EconomyConfig) -> tuple[Game[Any], ...]:
    """Every game that a player can play alone, with the operator's numbers and the definitions of this program."""
    return (
        Rps(win_cents=economy.rps_win_cents, bet_min=economy.bet_min, config_version=economy.version),
        slot(economy),
        gacha(economy),
    )


def slot(economy: EconomyConfig) -> Slot:
    """The machines of `actors/rules/machines`. Raises DefinitionRefused, MachineRefused."""
    machines = [each.body for each in Definitions([slot_area(economy)]).area("slot").values()]
    for machine in machines:
        machine.prove()
    return Slot(machines, bet_min=economy.bet_min, config_version=economy.version)


def gacha(economy: EconomyConfig) -> Gacha:
    """The banners of `actors/rules/banners`. Raises DefinitionRefused."""
    banners = [each.body for each in Definitions([gacha_area(economy)]).area("gacha").values()]
    return Gacha(banners, bet_min=economy.bet_min, bet_max=economy.bet_max, config_version=economy.version)
