"""Second factors of staff: the port, the Postgres store and its in-memory twin. Secrets come here sealed.

A change writes its audit row in its own transaction.
"""

from typing import NamedTuple, Protocol

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert

from persistence.audit import AuditRow, write
from persistence.postgres.schema.tables import staff_totp
from persistence.postgres.small_pool import SmallPool

CONNECTIONS_MAX = 1


class StoredTotp(NamedTuple):
    """A second factor; it counts once it is `confirmed`. `last_step` is the step of the newest code that was taken."""

    sealed: bytes
    confirmed: bool = False
    last_step: int = 0


class TotpStore(Protocol):
    """The second factors. Every method raises Unreachable when the store cannot be asked."""

    async def get(self, user_id: str) -> StoredTotp | None:
        """The second factor of an account, confirmed or not."""
        ...

    async def enrol(self, user_id: str, sealed: bytes, audit: AuditRow) -> None:
        """Store a secret that is not confirmed yet, in place of any other."""
        ...

    async def take(self, user_id: str, step: int) -> bool:
        """Use up the code of a step; False if that code, or a later one, was taken before."""
        ...

    async def confirm(self, user_id: str, step: int, audit: AuditRow) -> bool:
        """Let it count from now on, and use up the code of a step; False if it counts already or is not there."""
        ...

    async def remove(self, user_id: str, audit: AuditRow) -> bool:
        """Forget it; False if there is none."""
        ...


class PostgresTotp:
    """Second factors in Postgres."""

    def __init__(self, url: str) -> None:
        self._pool = SmallPool(url, "totp", CONNECTIONS_MAX)

    async def close(self) -> None:
        """Close every connection."""
        await self._pool.close()

    async def get(self, user_id: str) -> StoredTotp | None:
        columns = (staff_totp.c.sealed, staff_totp.c.confirmed, staff_totp.c.last_step)
        async with self._pool.transaction() as connection:
            row = (await connection.execute(sa.select(*columns).where(staff_totp.c.user_id == user_id))).first()
        return StoredTotp(*row) if row else None

    async def enrol(self, user_id: str, sealed: bytes, audit: AuditRow) -> None:
        values = {"sealed": sealed, "confirmed": False, "last_step": 0}
        statement = insert(staff_totp).values(user_id=user_id, **values)
        async with self._pool.transaction() as connection:
            await connection.execute(statement.on_conflict_do_update(index_elements=["user_id"], set_=values))
            await write(connection, audit)

    async def take(self, user_id: str, step: int) -> bool:
        return await self._step(user_id, step, staff_totp.c.confirmed, None)

    async def confirm(self, user_id: str, step: int, audit: AuditRow) -> bool:
        return await self._step(user_id, step, sa.not_(staff_totp.c.confirmed), audit)

    async def remove(self, user_id: str, audit: AuditRow) -> bool:
        async with self._pool.transaction() as connection:
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
        async with self._pool.transaction() as connection:
            if (await connection.execute(statement)).rowcount != 1:
                return False
            if audit is not None:
                await write(connection, audit)
        return True


class MemoryTotp:
    """The in-memory twin; `trail` has the audit rows."""

    def __init__(self, trail: list[AuditRow] | None = None) -> None:
        self.trail = [] if trail is None else trail
        self._stored: dict[str, StoredTotp] = {}

    async def get(self, user_id: str) -> StoredTotp | None:
        return self._stored.get(user_id)

    async def enrol(self, user_id: str, sealed: bytes, audit: AuditRow) -> None:
        self._stored[user_id] = StoredTotp(sealed)
        self.trail.append(audit)

    async def take(self, user_id: str, step: int) -> bool:
        return self._step(user_id, step, confirmed=True)

    async def confirm(self, user_id: str, step: int, audit: AuditRow) -> bool:
        if not self._step(user_id, step, confirmed=False):
            return False
        self.trail.append(audit)
        return True

    async def remove(self, user_id: str, audit: AuditRow) -> bool:
        if self._stored.pop(user_id, None) is None:
            return False
        self.trail.append(audit)
        return True

    def _step(self, user_id: str, step: int, *, confirmed: bool) -> bool:
        known = self._stored.get(user_id)
        if known is None or known.confirmed != confirmed or known.last_step >= step:
            return False
        self._stored[user_id] = known._replace(confirmed=True, last_step=step)
        return True
