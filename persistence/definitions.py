"""Stored versions of definitions: what a process reads of them. What staff do is in `persistence.definition_store`.

Rows are never changed. `revision` rises by one with each, in the order of their commits, so two readers that have the
same revision have the same rows. Times are Unix ms.
"""

from collections.abc import Sequence
from typing import Any, NamedTuple, Protocol

CHANNEL = "pitboss_definition"
"""Postgres notifies it of every new row."""
VERSIONS_BEFORE = 8
"""Versions of a definition before the one in force that `DefinitionFeed.read` gives: what has begun by one needs it."""


class StoredDefinition(NamedTuple):
    """One version. `starts_ms` is when it comes into force, 0 at once; a `closed` one is out of use."""

    area: str
    id: str
    version: int
    body: dict[str, Any]
    closed: bool
    starts_ms: int
    author: str
    reason: str
    at_ms: int
    revision: int


class DefinitionFeed(Protocol):
    """What changes, for those who follow. Both methods raise Unreachable."""

    async def revision(self) -> int:
        """Of the newest row; 0 when there is none."""
        ...

    async def read(self) -> Sequence[StoredDefinition]:
        """Of each definition the version in force, VERSIONS_BEFORE before it, and all that come after it."""
        ...

    async def close(self) -> None:
        """Hold no connection any more."""
        ...


def wanted(rows: Sequence[StoredDefinition], now_ms: int) -> list[StoredDefinition]:
    """Those of `rows` that `DefinitionFeed.read` gives."""
    begun: dict[tuple[str, str], int] = {}
    for row in rows:
        if row.starts_ms <= now_ms:
            key = (row.area, row.id)
            begun[key] = max(row.version, begun.get(key, 0))
    return [row for row in rows if row.version >= begun.get((row.area, row.id), 0) - VERSIONS_BEFORE]
