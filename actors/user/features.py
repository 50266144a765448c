"""The features table: everything that makes a player, one line each.

Their order is that in which gates refuse, features react to each other's facts, pushes are announced and the fields of
the snapshot stand. A new feature is a folder of its own and a line here (docs/guides/add-a-player-feature.md).
"""

from collections.abc import Iterable, Sequence
from typing import Any

from actors.crash.bets import bets_feature
from actors.crash.rules.config import TableConfig
from actors.debts.debts import debts_feature
from actors.definitions.book import Definitions
from actors.economy.area import economy_in_force
from actors.fairness.sealing import Seal
from actors.fairness.seeds import SeedKeeper, fairness_feature
from actors.games.contract import Game
from actors.games.inventory import INVENTORY
from actors.games.rounds import games_feature
from actors.missions.turns import missions_feature
from actors.money.economy import EconomyConfig
from actors.player.feature import Feature
from actors.player.notices import NOTICES
from actors.rewards.rewards import rewards_feature
from actors.shop.purchases import purchases_feature
from actors.standing.turns import STANDING_FEATURE
from actors.streak.area import streak_in_force
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
    *,
    seal: Seal | None = None,
) -> tuple[Feature, ...]:
    """Return every feature of a player, in order.

    `games` and `tables` are what there is to play; `definitions`, if any, replace what they are played by, and the
    numbers of the economy and of the streak, from turn to turn. Without a `seal` for their seeds, players can be read,
    but neither open nor play.
    """
    keeper = SeedKeeper(seal)
    numbers, rungs = economy_in_force(economy, definitions), streak_in_force(streak, definitions)
    return (
        opening_feature(numbers, keeper),
        STANDING_FEATURE,
        profile_feature(numbers),
        STATISTICS,
        streak_feature(numbers, rungs),
        missions_feature(definitions, streak),
        rewards_feature(numbers),
        purchases_feature(numbers),
        NOTICES,
        games_feature(economy, games, definitions, keeper),
        INVENTORY,
        bets_feature(tables, definitions),
        fairness_feature(keeper),
        debts_feature(numbers),
    )
