"""Definitions in Postgres, for staff: the primary key lets one of two versions that are published at once win."""

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert

from persistence.audit import AuditRow
from persistence.definitions import HISTORY_MAX, NewDefinition, StoredDefinition, VersionTaken, check_follows
from persistence.postgres.audit import write
from persistence.postgres.pooled_store import PooledStore
from persistence.postgres.schema.tables import definition
from persistence.postgres.schema.timestamps import timestamp, unix_ms


class PostgresDefinitions(PooledStore):
    """Definitions in Postgres."""

    pool_name = "definitions"
    connections_max = 2

    async def publish(self, new: NewDefinition, row: AuditRow) -> StoredDefinition:
        """See `DefinitionStore.publish`."""
        of_it = (definition.c.area == new.area, definition.c.id == new.id)
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
        newest = sa.select(sa.func.coalesce(sa.func.max(definition.c.version), 0)).where(*of_it)
        async with self._transaction() as connection:
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
        async with self._transaction() as connection:
            return [_stored(row) for row in (await connection.execute(query)).mappings()]


def _stored(row: sa.RowMapping) -> StoredDefinition:
    values = dict(row)
    at, starts_at = values.pop("at"), values.pop("starts_at")
    return StoredDefinition(**values, starts_ms=unix_ms(starts_at) or 0, at_ms=unix_ms(at))
