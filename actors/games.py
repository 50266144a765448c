"""The registry of solo games: one line each. Games do not know each other; the user entity knows only this list."""

from collections.abc import Iterator
from importlib import resources
from typing import Any

from actors.rules.economy import EconomyConfig
from actors.rules.gacha import Gacha
from actors.rules.gacha_banner import read_banner
from actors.rules.game import Game
from actors.rules.rps import Rps
from actors.rules.slot import Slot, load_machine


def registered_games(economy: EconomyConfig) -> tuple[Game[Any], ...]:
    """Every game that a player can play alone, with the operator's numbers."""
    return (
        Rps(win_cents=economy.rps_win_cents, bet_min=economy.bet_min, config_version=economy.version),
        slot(economy),
        gacha(economy),
    )


def slot(economy: EconomyConfig) -> Slot:
    """The machines of `actors/rules/machines`. Raises MachineRefused."""
    machines = [load_machine(data, economy.bet_min) for data in _files("machines")]
    return Slot(machines, bet_min=economy.bet_min, config_version=economy.version)


def gacha(economy: EconomyConfig) -> Gacha:
    """The banners of `actors/rules/banners`. Raises BannerRefused."""
    banners = [read_banner(data) for data in _files("banners")]
    return Gacha(banners, bet_min=economy.bet_min, bet_max=economy.bet_max, config_version=economy.version)


def _files(folder: str) -> Iterator[bytes]:
    """The JSON files of a folder of data beside the rules, by name."""
    found = [file for file in resources.files("actors.rules").joinpath(folder).iterdir() if file.name.endswith(".json")]
    return (file.read_bytes() for file in sorted(found, key=lambda file: file.name))
