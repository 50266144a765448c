"""Accounts of staff in Postgres."""

from collections.abc import Sequence

import sqlalchemy as sa

from persistence.audit import AuditRow
from persistence.identity.accounts import Account
from persistence.identity.staff import STAFF, StaffChange, StaffChanged, completed, judged
from persistence.identity.ties import Tie
from persistence.postgres.audit import write
from persistence.postgres.identity.accounts import revoke_all, stored_account
from persistence.postgres.identity.ties import read_ties, write_tie
from persistence.postgres.pooled_store import PooledStore
from persistence.postgres.schema.tables import account


class PostgresStaff(PooledStore):
    """Staff accounts in Postgres. Changes lock all staff rows, of which there are few: each sees the one before."""

    pool_name = "staff"
    connections_max = 2
    readers_max = 1

    async def all(self) -> Sequence[Account]:
        query = sa.select(account).where(account.c.role.in_(STAFF)).order_by(account.c.username_key)
        async with self._reading() as connection:
            return [stored_account(row) for row in await connection.execute(query)]

    async def ties(self, since_ms: int) -> Sequence[Tie]:
        async with self._transaction() as connection:
            return await read_ties(connection, since_ms)

    async def change(self, user_id: str, change: StaffChange, now_ms: int, audit: AuditRow) -> StaffChanged:
        query = sa.select(account).where(account.c.role.in_(STAFF)).order_by(account.c.id).with_for_update()
        async with self._transaction() as connection:
            staff = {row.id: stored_account(row) for row in await connection.execute(query)}
            before, after = judged(staff, user_id, change)
            await write(connection, completed(audit, before, after))
            if after == before:
                return StaffChanged(after, ())
            values = {name: getattr(after, name) for name in StaffChange._fields}
            await connection.execute(sa.update(account).where(account.c.id == user_id).values(values))
            await write_tie(connection, Tie(audit.actor, user_id, now_ms))
            return StaffChanged(after, list(await connection.scalars(revoke_all(user_id, now_ms))))
