"""The registry of solo games: one line each. Games do not know each other; the user entity knows only this list."""

from typing import Any

from actors.rules.economy import EconomyConfig
from actors.rules.game import Game
from actors.rules.rps import Rps


def registered_games(economy: EconomyConfig) -> tuple[Game[Any], ...]:
    """Every game that a player can play alone, with the operator's numbers."""
    return (Rps(win_cents=economy.rps_win_cents, bet_min=economy.bet_min, config_version=economy.version),)
