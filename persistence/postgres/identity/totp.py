"""Second factors of staff in Postgres."""

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert

from persistence.audit import AuditRow
from persistence.identity.totp import StoredTotp
from persistence.postgres.audit import write
from persistence.postgres.pooled_store import PooledStore
from persistence.postgres.schema.tables import staff_totp


class PostgresTotp(PooledStore):
    """Second factors in Postgres."""

    pool_name = "totp"
    connections_max = 1

    async def get(self, user_id: str) -> StoredTotp | None:
        columns = (staff_totp.c.sealed, staff_totp.c.confirmed, staff_totp.c.last_step)
        async with self._transaction() as connection:
            row = (await connection.execute(sa.select(*columns).where(staff_totp.c.user_id == user_id))).first()
        return StoredTotp(*row) if row else None

    async def enrol(self, user_id: str, sealed: bytes, audit: AuditRow) -> None:
        values = {"sealed": sealed, "confirmed": False, "last_step": 0}
        statement = insert(staff_totp).values(user_id=user_id, **values)
        async with self._transaction() as connection:
            await connection.execute(statement.on_conflict_do_update(index_elements=["user_id"], set_=values))
            await write(connection, audit)

    async def take(self, user_id: str, step: int) -> bool:
        return await self._step(user_id, step, staff_totp.c.confirmed, None)

    async def confirm(self, user_id: str, step: int, audit: AuditRow) -> bool:
        return await self._step(user_id, step, sa.not_(staff_totp.c.confirmed), audit)

    async def remove(self, user_id: str, audit: AuditRow) -> bool:
        async with self._transaction() as connection:
            found = await connection.execute(sa.delete(staff_totp).where(staff_totp.c.user_id == user_id))
            if found.rowcount != 1:
                return False
            await write(connection, audit)
        return True

    async def _step(self, user_id: str, step: int, state: sa.ColumnElement[bool], audit: AuditRow | None) -> bool:
        columns = staff_totp.c
        statement = (
            sa.update(staff_totp)
            .where(columns.user_id == user_id, columns.last_step < step, state)
            .values(last_step=step, confirmed=True)
        )
        async with self._transaction() as connection:
            if (await connection.execute(statement)).rowcount != 1:
                return False
            if audit is not None:
                await write(connection, audit)
        return True
