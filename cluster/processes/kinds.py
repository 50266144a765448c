"""The kinds of entities that a host serves, and which of them are topics."""

from collections.abc import Mapping, Sequence
from typing import Any

from actors.crash.rules.config import TableConfig
from actors.crash.table import TableKind
from actors.crash.table_messages import TableGet
from actors.definitions.book import Definitions
from actors.fairness.sealing import KeySeal
from actors.games.registry import registered_games
from actors.money.economy import EconomyConfig
from actors.runtime.entity import EntityKind, EntityRef
from actors.shop.seed_items import seed_items
from actors.shop.shop import ShopKind
from actors.shop.shop_messages import SHOP, STOREFRONT
from actors.user.kind import UserKind

SHOP_REF = EntityRef(SHOP, STOREFRONT)
"""The shop whose catalog the gateways keep."""
TOPICS: Mapping[str, str] = {"crash": TableGet.TYPE}
"""Kinds that sockets can listen to, each with the query for its state."""


def entity_kinds(
    economy: EconomyConfig, tables: Sequence[TableConfig], seal_secret: str, definitions: Definitions | None = None
) -> Mapping[str, EntityKind[Any]]:
    """Return every kind, by name. `seal_secret` encrypts the rounds to come that a crash table stores.

    `definitions` are looked up at each turn; without them, those that come with the program are in force.
    """
    return {
        "user": UserKind(economy, registered_games(economy), tables, definitions),
        "crash": TableKind(tables, KeySeal(seal_secret), definitions),
        "shop": ShopKind(seed_items(), tiers=[tier for tier, _ in economy.tiers]),
    }
