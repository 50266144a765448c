"""The kinds of entities that a host serves, and which of them are topics."""

from collections.abc import Mapping, Sequence
from typing import Any

from actors.definitions import Definitions
from actors.games import registered_games
from actors.rules.economy import EconomyConfig
from actors.rules.shop_items import seed_items
from actors.rules.table_config import TableConfig
from actors.runtime.entity import EntityKind, EntityRef
from actors.sealing import KeySeal
from actors.shop import ShopKind
from actors.shop_messages import SHOP, STOREFRONT
from actors.table import TableKind
from actors.table_messages import TableGet
from actors.user import UserKind

SHOP_REF = EntityRef(SHOP, STOREFRONT)
"""The shop whose catalog gateways keep."""
TOPICS: Mapping[str, str] = {"crash": TableGet.TYPE}
"""Kinds that sockets can listen to, each with the query for its state."""


def entity_kinds(
    economy: EconomyConfig, tables: Sequence[TableConfig], seal_secret: str, definitions: Definitions | None = None
) -> Mapping[str, EntityKind[Any]]:
    """Every kind, by name. `seal_secret` encrypts what a table stores of its coming rounds.

    `definitions` are what is played by, from turn to turn; without them, what comes with the program.
    """
    return {
        "user": UserKind(economy, registered_games(economy), tables, definitions),
        "crash": TableKind(tables, KeySeal(seal_secret), definitions),
        "shop": ShopKind(seed_items(), tiers=[tier for tier, _ in economy.tiers]),
    }
