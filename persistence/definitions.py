"""Versions of definitions: what staff publish, and what every process follows. Both ports, their records and rules.

Rows are never changed. `revision` rises by one with each, in the order of their commits, so two readers that have the
same revision have the same rows. Times are Unix ms. `persistence.postgres` has a store for each port,
`persistence.memory.definitions` has both; `tests/contracts/test_definitions.py` runs them.
"""

from collections.abc import Sequence
from typing import Any, NamedTuple, Protocol

from persistence.audit import AuditRow
from persistence.errors import StoreError

VERSIONS_BEFORE = 8
"""Versions of a definition before the one in force that `DefinitionFeed.read` gives: what has begun by one needs it."""
HISTORY_MAX = 100
"""Versions of one definition that a listing shows, newest first; every older one can still be asked for."""


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


class NewDefinition(NamedTuple):
    """A version to be published. `follows` is the version that it was made from: its predecessor, 0 for the first.

    `built_in` is the version that comes with the program, 0 if none does: nothing is stored of it.
    """

    area: str
    id: str
    follows: int
    body: dict[str, Any]
    closed: bool
    starts_ms: int
    author: str
    reason: str
    built_in: int = 0

    @property
    def version(self) -> int:
        """Its number."""
        return self.follows + 1


class VersionTaken(StoreError):
    """The version is published already, or versions between were left out; the message is the newest one."""

    def __init__(self, definition_id: str, newest: int) -> None:
        super().__init__(str(newest))
        self.id = definition_id
        self.newest = newest


class AreaMoved(StoreError):
    """Another version of the area was published since it was read: what was tried against it has to be tried again."""


class DefinitionStore(Protocol):
    """Definitions as staff publish them. Every method raises Unreachable when the store cannot be asked."""

    async def publish(
        self, versions: Sequence[tuple[NewDefinition, AuditRow]], *, read_at: int | None = None
    ) -> Sequence[StoredDefinition]:
        """Store the next versions of definitions of one area, all or none, and return them as stored.

        `read_at` is the revision that `standing` gave: since then nothing else of the area may have been published.

        Raises:
            VersionTaken: one does not follow the newest version; nothing was done.
            AreaMoved: nothing was done.
        """
        ...

    async def store_first(self, first: Sequence[NewDefinition]) -> Sequence[StoredDefinition]:
        """Store the versions of definitions that have none yet, without an act of staff; return each as it is stored.

        What has been stored before is left as it is, and returned in that version, whatever `first` says of it.
        """
        ...

    async def standing(self, area: str) -> tuple[int, Sequence[StoredDefinition]]:
        """Return the newest revision of an area, 0 if there is none, and its rows as `DefinitionFeed.read` has them."""
        ...

    async def newest(self, area: str) -> Sequence[StoredDefinition]:
        """Return the newest version of each definition of an area, by id."""
        ...

    async def history(self, area: str, definition_id: str) -> Sequence[StoredDefinition]:
        """Return the versions of a definition, the newest first, at most HISTORY_MAX."""
        ...

    async def get(self, area: str, definition_id: str, version: int) -> StoredDefinition | None:
        """Return one version; None: it is not stored."""
        ...


class DefinitionFeed(Protocol):
    """Definitions as every process follows them. `revision` and `read` raise Unreachable."""

    async def revision(self) -> int:
        """Return that of the newest row; 0 when there is none."""
        ...

    async def read(self) -> Sequence[StoredDefinition]:
        """Return of each definition the version in force, VERSIONS_BEFORE before it, and all that come after it."""
        ...

    async def close(self) -> None:
        """Give up the connection."""
        ...


def check_follows(new: NewDefinition, newest_stored: int) -> None:
    """Raise VersionTaken unless `new` follows the newest version there is."""
    newest = max(newest_stored, new.built_in)
    if new.follows != newest:
        raise VersionTaken(new.id, newest)


def wanted(rows: Sequence[StoredDefinition], now_ms: int) -> list[StoredDefinition]:
    """Return those of `rows` that `DefinitionFeed.read` gives."""
    begun: dict[tuple[str, str], int] = {}
    for row in rows:
        if row.starts_ms <= now_ms:
            key = (row.area, row.id)
            begun[key] = max(row.version, begun.get(key, 0))
    return [row for row in rows if row.version >= begun.get((row.area, row.id), 0) - VERSIONS_BEFORE]
