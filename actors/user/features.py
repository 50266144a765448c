"""The features table: everything that makes a player, one line each.

Their order is that in which gates refuse, features react to each other's facts, pushes are announced and the fields of
the snapshot stand. A new feature is a folder of its own and a line here (docs/guides/add-a-player-feature.md).
"""

from collections.abc import Iterable, Sequence
from typing import Any

from actors.crash.bets import bets_feature
from actors.crash.rules.config import TableConfig
from actors.definitions.book import Definitions
from actors.fairness.seeds import FAIRNESS
from actors.games.contract import Game
from actors.games.rounds import games_feature
from actors.missions.turns import missions_feature
from actors.money.economy import EconomyConfig
from actors.player.feature import Feature
from actors.player.notices import NOTICES
from actors.rewards.rewards import rewards_feature
from actors.shop.purchases import purchases_feature
from actors.standing.turns import STANDING_FEATURE
from actors.streak.rules import STREAK_CONFIG, StreakConfig
from actors.streak.turns import streak_feature
from actors.user.opening import opening_feature
from actors.user.profile import profile_feature
from actors.user.statistics import STATISTICS


def player_features(
    economy: EconomyConfig,
    games: Sequence[Game[Any]] = (),
    tables: Iterable[TableConfig] = (),
    definitions: Definitions | None = None,
    streak: StreakConfig = STREAK_CONFIG,
) -> tuple[Feature, ...]:
    """Return every feature of a player, in order.

    `games` and `tables` are what there is to play; `definitions`, if any, replace what they are played by, from turn to
    turn.
    """
    return (
        opening_feature(economy),
        STANDING_FEATURE,
        profile_feature(economy),
        STATISTICS,
        streak_feature(economy, streak),
        missions_feature(definitions, streak),
        rewards_feature(economy),
        purchases_feature(economy),
        NOTICES,
        games_feature(economy, games, definitions),
        bets_feature(tables, definitions),
        FAIRNESS,
    )
