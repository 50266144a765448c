"""Definitions in Postgres, for staff: the primary key lets one of two versions that are published at once win."""

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from persistence.audit import AuditRow
from persistence.definitions import (
    HISTORY_MAX,
    VERSIONS_BEFORE,
    AreaMoved,
    NewDefinition,
    StoredDefinition,
    VersionTaken,
    check_follows,
)
from persistence.postgres.audit import write
from persistence.postgres.pooled_store import PooledStore
from persistence.postgres.schema.tables import definition
from persistence.postgres.schema.timestamps import timestamp, unix_ms

NUMBERING_LOCK = 0xDEF1
"""The advisory lock under which a trigger numbers versions: who holds it publishes alone."""


class PostgresDefinitions(PooledStore):
    """Definitions in Postgres."""

    pool_name = "definitions"
    connections_max = 2

    async def publish(
        self, versions: Sequence[tuple[NewDefinition, AuditRow]], *, read_at: int | None = None
    ) -> Sequence[StoredDefinition]:
        """See `DefinitionStore.publish`."""
        async with self._transaction() as connection:
            await connection.execute(sa.select(sa.func.pg_advisory_xact_lock(NUMBERING_LOCK)))
            for area in {new.area for new, _ in versions}:
                if read_at is not None and await _revision(connection, area) != read_at:
                    raise AreaMoved(area)
            stored = [await _publish(connection, new) for new, _ in versions]
            for _, row in versions:
                await write(connection, row)
            return stored

    async def store_first(self, first: Sequence[NewDefinition]) -> Sequence[StoredDefinition]:
        """See `DefinitionStore.store_first`."""
        stored = []
        async with self._transaction() as connection:
            await connection.execute(sa.select(sa.func.pg_advisory_xact_lock(NUMBERING_LOCK)))
            for new in first:
                if not await connection.scalar(_newest(new)):
                    stored.append(await _publish(connection, new))
                    continue
                columns = definition.c
                of_it = (columns.area == new.area, columns.id == new.id, columns.version == new.version)
                stored += map(_stored, (await connection.execute(sa.select(definition).where(*of_it))).mappings())
        return stored

    async def standing(self, area: str) -> tuple[int, Sequence[StoredDefinition]]:
        """See `DefinitionStore.standing`."""
        columns, other = definition.c, definition.alias("other")
        begun = sa.or_(other.c.starts_at.is_(None), other.c.starts_at <= sa.func.clock_timestamp())
        in_force = (
            sa.select(sa.func.coalesce(sa.func.max(other.c.version), 0))
            .where(other.c.area == columns.area, other.c.id == columns.id, begun)
            .scalar_subquery()
        )
        query = sa.select(definition).where(columns.area == area, columns.version >= in_force - VERSIONS_BEFORE)
        async with self._transaction() as connection:
            revision = await _revision(connection, area)  # rows that come after it make the publisher try again
            rows = (await connection.execute(query.order_by(columns.revision))).mappings()
            return revision, [_stored(row) for row in rows]

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
        async with self._transaction() as connection:
            return [_stored(row) for row in (await connection.execute(query)).mappings()]


async def _revision(connection: AsyncConnection, area: str) -> int:
    newest = sa.select(sa.func.coalesce(sa.func.max(definition.c.revision), 0)).where(definition.c.area == area)
    return await connection.scalar(newest) or 0


def _newest(new: NewDefinition) -> sa.Select[Any]:
    """Return the query for the newest version that is stored of the definition, 0 for none."""
    of_it = (definition.c.area == new.area, definition.c.id == new.id)
    return sa.select(sa.func.coalesce(sa.func.max(definition.c.version), 0)).where(*of_it)


async def _publish(connection: AsyncConnection, new: NewDefinition) -> StoredDefinition:
    """Store one version. Raises VersionTaken."""
    values = {
        "area": new.area,
        "id": new.id,
        "version": new.version,
        "body": new.body,
        "closed": new.closed,
        "starts_at": timestamp(new.starts_ms or None),
        "author": new.author,
        "reason": new.reason,
    }
    statement = insert(definition).values(values).on_conflict_do_nothing(index_elements=["area", "id", "version"])
    check_follows(new, await connection.scalar(_newest(new)) or 0)
    stored = (await connection.execute(statement.returning(definition))).mappings().first()
    if stored is None:
        raise VersionTaken(new.id, await connection.scalar(_newest(new)) or 0)
    return _stored(stored)


def _stored(row: sa.RowMapping) -> StoredDefinition:
    values = dict(row)
    at, starts_at = values.pop("at"), values.pop("starts_at")
    return StoredDefinition(**values, starts_ms=unix_ms(starts_at) or 0, at_ms=unix_ms(at))
