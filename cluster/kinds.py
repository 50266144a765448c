"""The kinds of entities that a host serves, and which of them are topics."""

from collections.abc import Mapping, Sequence
from typing import Any

from actors.games import registered_games
from actors.rules.economy import EconomyConfig
from actors.rules.table_config import TableConfig
from actors.runtime.entity import EntityKind
from actors.sealing import KeySeal
from actors.table import TableKind
from actors.table_messages import TableGet
from actors.user import UserKind

TOPICS: Mapping[str, str] = {"crash": TableGet.TYPE}
"""Kinds that sockets can listen to, each with the query for its state."""


def entity_kinds(
    economy: EconomyConfig, tables: Sequence[TableConfig], seal_secret: str
) -> Mapping[str, EntityKind[Any]]:
    """Every kind, by name. `seal_secret` encrypts what a table stores of its coming rounds."""
    return {
        "user": UserKind(economy, registered_games(economy), tables),
        "crash": TableKind(tables, KeySeal(seal_secret)),
    }
