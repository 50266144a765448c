"""What staff do with definitions: publish a version, look at those there were. Each version is written with its audit
row in one transaction, and the primary key lets one of two that are published at once win.
"""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any, NamedTuple, Protocol

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert

from persistence.audit import AuditRow, write
from persistence.definitions import StoredDefinition
from persistence.errors import StoreError
from persistence.postgres.schema.tables import definition
from persistence.postgres.small_pool import SmallPool

CONNECTIONS_MAX = 2
HISTORY_MAX = 100
"""Versions of one definition that a listing shows, newest first; every older one can still be asked for."""


class VersionTaken(StoreError):
    """Somebody else has published this version, or versions between were left out; the message is the newest one."""


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


class DefinitionStore(Protocol):
    """The store of definitions. Every method raises Unreachable when it cannot be asked."""

    async def publish(self, new: NewDefinition, row: AuditRow) -> StoredDefinition:
        """Store the next version.

        Raises:
            VersionTaken: `new.follows` is not the newest version; nothing was done.
        """
        ...

    async def newest(self, area: str) -> Sequence[StoredDefinition]:
        """The newest version of each definition of an area, by id."""
        ...

    async def history(self, area: str, definition_id: str) -> Sequence[StoredDefinition]:
        """The versions of a definition, the newest first, at most HISTORY_MAX."""
        ...

    async def get(self, area: str, definition_id: str, version: int) -> StoredDefinition | None:
        """One version; None: it is not stored."""
        ...


def check_follows(new: NewDefinition, newest_stored: int) -> None:
    """Raises VersionTaken unless `new` follows the newest version there is."""
    newest = max(newest_stored, new.built_in)
    if new.follows != newest:
        raise VersionTaken(str(newest))


class PostgresDefinitions:
    """Definitions in Postgres."""

    def __init__(self, url: str) -> None:
        self._pool = SmallPool(url, "definitions", CONNECTIONS_MAX)

    async def close(self) -> None:
        """Close every connection."""
        await self._pool.close()

    async def publish(self, new: NewDefinition, row: AuditRow) -> StoredDefinition:
        """See `DefinitionStore.publish`."""
        of_it = (definition.c.area == new.area, definition.c.id == new.id)
        values = {
            "area": new.area,
            "id": new.id,
            "version": new.version,
            "body": new.body,
            "closed": new.closed,
            "starts_at": datetime.fromtimestamp(new.starts_ms / 1000, UTC) if new.starts_ms else None,
            "author": new.author,
            "reason": new.reason,
        }
        statement = insert(definition).values(values).on_conflict_do_nothing(index_elements=["area", "id", "version"])
        newest = sa.select(sa.func.coalesce(sa.func.max(definition.c.version), 0)).where(*of_it)
        async with self._pool.transaction() as connection:
            check_follows(new, await connection.scalar(newest) or 0)
            stored = (await connection.execute(statement.returning(definition))).mappings().first()
            if stored is None:
                raise VersionTaken(str(await connection.scalar(newest)))
            await write(connection, row)
        return _stored(stored)

    async def newest(self, area: str) -> Sequence[StoredDefinition]:
        """See `DefinitionStore.newest`."""
        columns = definition.c
        highest = sa.select(columns.id, sa.func.max(columns.version)).where(columns.area == area).group_by(columns.id)
        newest = sa.tuple_(columns.id, columns.version).in_(highest)
        return await self._select(sa.select(definition).where(columns.area == area, newest).order_by(columns.id))

    async def history(self, area: str, definition_id: str) -> Sequence[StoredDefinition]:
        """See `DefinitionStore.history`."""
        columns = definition.c
        query = sa.select(definition).where(columns.area == area, columns.id == definition_id)
        return await self._select(query.order_by(columns.version.desc()).limit(HISTORY_MAX))

    async def get(self, area: str, definition_id: str, version: int) -> StoredDefinition | None:
        """See `DefinitionStore.get`."""
        columns = definition.c
        query = sa.select(definition).where(
            columns.area == area, columns.id == definition_id, columns.version == version
        )
        found = await self._select(query)
        return found[0] if found else None

    async def _select(self, query: sa.Select[Any]) -> list[StoredDefinition]:
        async with self._pool.transaction() as connection:
            return [_stored(row) for row in (await connection.execute(query)).mappings()]


def _stored(row: sa.RowMapping) -> StoredDefinition:
    values = dict(row)
    at, starts_at = values.pop("at"), values.pop("starts_at")
    starts_ms = round(starts_at.timestamp() * 1000) if starts_at else 0
    return StoredDefinition(**values, starts_ms=starts_ms, at_ms=round(at.timestamp() * 1000))
