"""Approvals in Postgres."""

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from persistence.approvals import (
    EXPIRED_AT_ONCE_MAX,
    SHOWN_MAX,
    Approval,
    NoSuchApproval,
    NotPending,
    Place,
    SamePerson,
)
from persistence.audit import AuditRow
from persistence.errors import StoreError
from persistence.postgres.audit import write
from persistence.postgres.pooled_store import PooledStore
from persistence.postgres.schema.staff_tables import approval
from persistence.postgres.schema.timestamps import timestamp, unix_ms


class PostgresApprovals(PooledStore):
    """Approvals in Postgres."""

    pool_name = "approvals"
    connections_max = 2
    readers_max = 1

    async def ask(self, new: Approval, row: AuditRow) -> bool:
        values = new._asdict()
        for name in ("at", "expires", "decided"):
            values[name if name == "at" else f"{name}_at"] = timestamp(values.pop(f"{name}_ms"))
        async with self._transaction() as connection:
            statement = insert(approval).values(values).on_conflict_do_nothing(index_elements=["id"])
            if (await connection.execute(statement)).rowcount != 1:
                return False
            await write(connection, row)
        return True

    async def decide(self, approval_id: str, by: str, now_ms: int, row: AuditRow, *, approve: bool) -> Approval:
        columns = approval.c
        decision = {"state": "approved" if approve else "refused", "decided_by": by, "decided_at": timestamp(now_ms)}
        open_still = (columns.state == "pending", columns.expires_at > timestamp(now_ms), columns.requested_by != by)
        statement = sa.update(approval).where(columns.id == approval_id, *open_still).values(decision)
        async with self._transaction() as connection:
            found = (await connection.execute(statement.returning(approval))).mappings().first()
            if found is None:
                raise await self._why_not(connection, approval_id, by)
            await write(connection, row)
        return _approval(found)

    async def carried_out(self, approval_id: str, outcome: str, row: AuditRow) -> bool:
        columns = approval.c
        statement = (
            sa.update(approval)
            .where(columns.id == approval_id, columns.state == "approved")
            .values(state="done", outcome=outcome)
        )
        async with self._transaction() as connection:
            if (await connection.execute(statement)).rowcount != 1:
                return False
            await write(connection, row)
        return True

    async def listed(
        self, state: str = "", after: Place | None = None, rows_max: int = SHOWN_MAX
    ) -> Sequence[Approval]:
        at, by_id = approval.c.at, approval.c.id
        query = sa.select(approval).order_by(at.desc(), by_id).limit(rows_max)
        if state:
            query = query.where(approval.c.state == state)
        if after is not None:
            since = timestamp(after.at_ms)
            query = query.where(at <= since, sa.or_(at < since, by_id > after.id))  # the first one is the index's
        async with self._reading() as connection:
            return [_approval(row) for row in (await connection.execute(query)).mappings()]

    async def get(self, approval_id: str) -> Approval:
        found = await self._select(sa.select(approval).where(approval.c.id == approval_id))
        if not found:
            raise NoSuchApproval(approval_id)
        return found[0]

    async def expire(self, now_ms: int) -> Sequence[Approval]:
        late = (
            sa.select(approval.c.id)
            .where(approval.c.state == "pending", approval.c.expires_at <= timestamp(now_ms))
            .limit(EXPIRED_AT_ONCE_MAX)
            .with_for_update(skip_locked=True)
        )
        statement = sa.update(approval).where(approval.c.id.in_(late)).values(state="expired").returning(approval)
        async with self._transaction() as connection:
            expired = [_approval(row) for row in (await connection.execute(statement)).mappings()]
            for each in expired:
                await write(connection, AuditRow("APPROVAL_EXPIRED", "system", target=f"approval/{each.id}"))
        return expired

    async def _select(self, query: sa.Select[Any]) -> list[Approval]:
        async with self._transaction() as connection:
            return [_approval(row) for row in (await connection.execute(query)).mappings()]

    async def _why_not(self, connection: AsyncConnection, approval_id: str, by: str) -> StoreError:
        found = (await connection.execute(sa.select(approval).where(approval.c.id == approval_id))).mappings().first()
        if found is None:
            return NoSuchApproval(approval_id)
        if found["state"] != "pending":
            return NotPending(found["state"])
        return SamePerson(by) if found["requested_by"] == by else NotPending("expired")


def _approval(row: sa.RowMapping) -> Approval:
    values = dict(row)
    for name in ("at", "expires_at", "decided_at"):
        values[f"{name.removesuffix('_at')}_ms"] = unix_ms(values.pop(name))
    return Approval(**values)
