"""The user entity: the only owner of a player's gold. It is the player's kind with all features of `features.py`."""

from collections.abc import Iterable, Sequence
from typing import Any

from actors.crash.rules.config import TableConfig
from actors.definitions.book import Definitions
from actors.fairness.sealing import Seal
from actors.games.contract import Game
from actors.money.economy import EconomyConfig
from actors.player.kind import PlayerKind
from actors.streak.rules import STREAK_CONFIG, StreakConfig
from actors.user.features import player_features
from actors.user.snapshot import InitialState, StateGet


class UserKind(PlayerKind):
    """`EntityKind[PlayerState]`; the key is the user id. The arguments are those of `player_features`."""

    def __init__(
        self,
        economy: EconomyConfig,
        games: Sequence[Game[Any]],
        tables: Iterable[TableConfig] = (),
        definitions: Definitions | None = None,
        streak: StreakConfig = STREAK_CONFIG,
        *,
        seal: Seal | None = None,
    ) -> None:
        features = player_features(economy, games, tables, definitions, streak, seal=seal)
        super().__init__(features, InitialState, StateGet)
