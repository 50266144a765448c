"""Stored parts one by one, for their repair. Hosts load and write entities by `persistence.postgres.entities.store`."""

from collections.abc import Mapping

import sqlalchemy as sa

from persistence.audit import AuditRow
from persistence.entities.records import LoadedPart
from persistence.postgres.audit import write
from persistence.postgres.pooled_store import PooledStore
from persistence.postgres.schema.tables import entity_part

_HERE = (entity_part.c.kind == sa.bindparam("of_kind"), entity_part.c.key == sa.bindparam("of_key"))


class PostgresParts(PooledStore):
    """The parts of any entity. Every method raises Unreachable when the server cannot be asked."""

    pool_name = "parts"
    connections_max = 1

    async def of(self, kind: str, key: str) -> Mapping[str, LoadedPart]:
        """Return every stored part of an entity, by name."""
        columns = (entity_part.c.part, entity_part.c.version, entity_part.c.schema, entity_part.c.data)
        async with self._transaction() as connection:
            rows = await connection.execute(sa.select(*columns).where(*_HERE), {"of_kind": kind, "of_key": key})
            return {part: LoadedPart(version, schema, data) for part, version, schema, data in rows}

    async def replace(
        self, kind: str, key: str, part: str, stored: LoadedPart, schema: int, data: bytes, act: AuditRow
    ) -> bool:
        """Replace a part that is still as `stored`, and record the act; return False when it has changed.

        Its version stays, so that a host that has set it aside goes on.
        """
        as_it_was = (
            entity_part.c.part == part,
            entity_part.c.version == stored.version,
            entity_part.c.data == stored.data,
        )
        change = sa.update(entity_part).where(*_HERE, *as_it_was).values(schema=schema, data=data)
        async with self._transaction() as connection:
            changed = await connection.execute(change, {"of_kind": kind, "of_key": key})
            if changed.rowcount:
                await write(connection, act)
            return bool(changed.rowcount)
