"""The registry of entity kinds: a line for each. Hosts serve them, and `pitboss verify` reads what they have stored.

The facts that each can have (`actors.facts`) and the laws of kinds (tests/unit/runtime/test_kind_laws.py) follow.
"""

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

from actors.crash.rules.config import TableConfig
from actors.crash.table import TableKind
from actors.crash.table_messages import TableGet
from actors.definitions.book import Definitions
from actors.fairness.sealing import Seals
from actors.games.contract import Game
from actors.games.gacha.area import exchanges
from actors.money.economy import EconomyConfig
from actors.runtime.entity import EntityKind
from actors.shop.items.seed_items import seed_items
from actors.shop.shop import ShopKind
from actors.user.kind import UserKind

TOPICS: Mapping[str, str] = {"crash": TableGet.TYPE}
"""Kinds that sockets can listen to, each with the query for its state."""


def entity_kinds(
    economy: EconomyConfig,
    games: Sequence[Game[Any]] = (),
    tables: Sequence[TableConfig] = (),
    seals: Seals | None = None,
    definitions: Definitions | None = None,
) -> Mapping[str, EntityKind[Any]]:
    """Return every kind, by name.

    `games` and `tables` are what there is to play; `definitions`, if any, replace what they are played by, from turn to
    turn. `seals` encrypt what is stored of coming rounds. With the defaults, kinds read whatever is stored.
    """
    seeds, chains = (None, None) if seals is None else (seals.seeds, seals.chains)
    kinds: tuple[EntityKind[Any], ...] = (
        UserKind(economy, games, tables, definitions, seal=seeds),
        TableKind(tables, chains, definitions),
        ShopKind(
            seed_items(),
            tiers=[tier for tier, _ in economy.tiers],
            time_zone=economy.shop_time_zone,
            exchanges=partial(exchanges, definitions),
        ),
    )
    return {kind.name: kind for kind in kinds}
