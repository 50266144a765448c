"""Second factors of staff in Postgres."""

from collections.abc import Sequence

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert

from persistence.audit import AuditRow
from persistence.identity.ties import Tie
from persistence.identity.totp import StoredTotp
from persistence.postgres.audit import write
from persistence.postgres.identity.ties import write_tie
from persistence.postgres.pooled_store import PooledStore
from persistence.postgres.schema.staff_tables import staff_totp


class PostgresTotp(PooledStore):
    """Second factors in Postgres."""

    pool_name = "totp"
    connections_max = 1

    async def get(self, user_id: str) -> StoredTotp | None:
        columns = (staff_totp.c[name] for name in StoredTotp._fields)
        async with self._transaction() as connection:
            row = (await connection.execute(sa.select(*columns).where(staff_totp.c.user_id == user_id))).first()
        return StoredTotp(*row) if row else None

    async def enrol(self, user_id: str, sealed: bytes, audit: AuditRow) -> None:
        counts = staff_totp.c.confirmed
        new = insert(staff_totp).values(user_id=user_id, sealed=sealed, confirmed=False, last_step=0)
        replaced = {
            "sealed": sa.case((counts, staff_totp.c.sealed), else_=new.excluded.sealed),
            "pending": sa.case((counts, new.excluded.sealed), else_=None),
        }
        async with self._transaction() as connection:
            await connection.execute(new.on_conflict_do_update(index_elements=["user_id"], set_=replaced))
            await write(connection, audit)

    async def take(self, user_id: str, step: int) -> bool:
        columns = staff_totp.c
        fresh = (columns.user_id == user_id, columns.last_step < step, columns.confirmed)
        async with self._transaction() as connection:
            taken = await connection.execute(sa.update(staff_totp).where(*fresh).values(last_step=step))
        return taken.rowcount == 1

    async def confirm(self, user_id: str, sealed: bytes, step: int, audit: AuditRow) -> bool:
        columns = staff_totp.c
        waits = sa.case((columns.confirmed, columns.pending), else_=columns.sealed) == sealed
        counts = {"sealed": sealed, "pending": None, "confirmed": True, "last_step": step}
        async with self._transaction() as connection:
            statement = sa.update(staff_totp).where(columns.user_id == user_id, waits).values(counts)
            if (await connection.execute(statement)).rowcount != 1:
                return False
            await write(connection, audit)
        return True

    async def page(self, after: str, limit: int) -> Sequence[tuple[str, StoredTotp]]:
        columns = [staff_totp.c[name] for name in ("user_id", *StoredTotp._fields)]
        query = sa.select(*columns).where(staff_totp.c.user_id > after).order_by(staff_totp.c.user_id).limit(limit)
        async with self._transaction() as connection:
            rows = (await connection.execute(query)).all()
        return [(row.user_id, StoredTotp(*row[1:])) for row in rows]

    async def reseal(self, user_id: str, known: StoredTotp, sealed: bytes, pending: bytes | None) -> bool:
        columns = staff_totp.c
        same = (columns.sealed == known.sealed, columns.pending.is_not_distinct_from(known.pending))
        statement = sa.update(staff_totp).where(columns.user_id == user_id, *same)
        async with self._transaction() as connection:
            return (await connection.execute(statement.values(sealed=sealed, pending=pending))).rowcount == 1

    async def remove(self, user_id: str, audit: AuditRow, tie: Tie | None = None) -> bool:
        async with self._transaction() as connection:
            found = await connection.execute(sa.delete(staff_totp).where(staff_totp.c.user_id == user_id))
            if found.rowcount != 1:
                return False
            await write(connection, audit)
            if tie is not None:
                await write_tie(connection, tie)
        return True
