"""Acts of staff that wait for a second person: stored when asked for, decided once, marked when carried out.

Each step writes its audit row in its own transaction. Times are Unix ms.
"""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any, NamedTuple, Protocol

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from persistence.audit import AuditRow, write
from persistence.errors import StoreError
from persistence.postgres.schema.tables import approval
from persistence.postgres.small_pool import SmallPool

CONNECTIONS_MAX = 2
SHOWN_MAX = 200
"""Approvals that one listing shows, newest first."""
EXPIRED_AT_ONCE_MAX = 100


class NoSuchApproval(StoreError):
    """Nothing was asked for under this id."""


class NotPending(StoreError):
    """It is decided already, or its time has run out; the message is its state."""


class SamePerson(StoreError):
    """Nobody approves what he has asked for himself."""


class Approval(NamedTuple):
    """One act. `act` names it and `body` holds what it needs, JSON-encodable; `state` is `pending`, `approved`,
    `refused`, `expired` or `done`; `outcome` is `ok` or an error code once it is carried out.
    """

    id: str
    act: str
    target: str
    body: dict[str, Any]
    reason: str
    requested_by: str
    at_ms: int
    expires_ms: int
    state: str = "pending"
    decided_by: str | None = None
    decided_ms: int | None = None
    outcome: str | None = None


class ApprovalStore(Protocol):
    """The store of approvals. Every method raises Unreachable when it cannot be asked."""

    async def ask(self, new: Approval, row: AuditRow) -> bool:
        """Store a pending one; False, and nothing is done, if its id is stored already."""
        ...

    async def decide(self, approval_id: str, by: str, now_ms: int, row: AuditRow, *, approve: bool) -> Approval:
        """Approve or refuse a pending one. `row` is what the audit trail says of it.

        Raises:
            NoSuchApproval, NotPending, SamePerson: nothing was changed.
        """
        ...

    async def carried_out(self, approval_id: str, outcome: str, row: AuditRow) -> bool:
        """Mark an approved one as done; False if it was marked before."""
        ...

    async def unfinished(self, decided_before_ms: int) -> Sequence[Approval]:
        """Approved ones that nobody has carried out although they were decided before that time, oldest first."""
        ...

    async def listed(self, state: str = "") -> Sequence[Approval]:
        """The newest ones, of one state or of all."""
        ...

    async def get(self, approval_id: str) -> Approval:
        """One of them. Raises NoSuchApproval."""
        ...

    async def expire(self, now_ms: int) -> Sequence[Approval]:
        """End the pending ones whose time has run out; which they are."""
        ...


class PostgresApprovals:
    """Approvals in Postgres."""

    def __init__(self, url: str) -> None:
        self._pool = SmallPool(url, "approvals", CONNECTIONS_MAX)

    async def close(self) -> None:
        """Close every connection."""
        await self._pool.close()

    async def ask(self, new: Approval, row: AuditRow) -> bool:
        values = new._asdict()
        for name in ("at", "expires", "decided"):
            values[name if name == "at" else f"{name}_at"] = _time(values.pop(f"{name}_ms"))
        async with self._pool.transaction() as connection:
            statement = insert(approval).values(values).on_conflict_do_nothing(index_elements=["id"])
            if (await connection.execute(statement)).rowcount != 1:
                return False
            await write(connection, row)
        return True

    async def decide(self, approval_id: str, by: str, now_ms: int, row: AuditRow, *, approve: bool) -> Approval:
        columns = approval.c
        decision = {"state": "approved" if approve else "refused", "decided_by": by, "decided_at": _time(now_ms)}
        open_still = (columns.state == "pending", columns.expires_at > _time(now_ms), columns.requested_by != by)
        statement = sa.update(approval).where(columns.id == approval_id, *open_still).values(decision)
        async with self._pool.transaction() as connection:
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
        async with self._pool.transaction() as connection:
            if (await connection.execute(statement)).rowcount != 1:
                return False
            await write(connection, row)
        return True

    async def unfinished(self, decided_before_ms: int) -> Sequence[Approval]:
        waits = (approval.c.state == "approved", approval.c.decided_at < _time(decided_before_ms))
        return await self._select(sa.select(approval).where(*waits).order_by(approval.c.at).limit(SHOWN_MAX))

    async def listed(self, state: str = "") -> Sequence[Approval]:
        query = sa.select(approval).order_by(approval.c.at.desc(), approval.c.id).limit(SHOWN_MAX)
        return await self._select(query.where(approval.c.state == state) if state else query)

    async def get(self, approval_id: str) -> Approval:
        found = await self._select(sa.select(approval).where(approval.c.id == approval_id))
        if not found:
            raise NoSuchApproval(approval_id)
        return found[0]

    async def expire(self, now_ms: int) -> Sequence[Approval]:
        late = (
            sa.select(approval.c.id)
            .where(approval.c.state == "pending", approval.c.expires_at <= _time(now_ms))
            .limit(EXPIRED_AT_ONCE_MAX)
            .with_for_update(skip_locked=True)
        )
        statement = sa.update(approval).where(approval.c.id.in_(late)).values(state="expired").returning(approval)
        async with self._pool.transaction() as connection:
            expired = [_approval(row) for row in (await connection.execute(statement)).mappings()]
            for each in expired:
                await write(connection, AuditRow("APPROVAL_EXPIRED", "system", target=f"approval/{each.id}"))
        return expired

    async def _select(self, query: sa.Select[Any]) -> list[Approval]:
        async with self._pool.transaction() as connection:
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
        moment: datetime | None = values.pop(name)
        values[f"{name.removesuffix('_at')}_ms"] = None if moment is None else round(moment.timestamp() * 1000)
    return Approval(**values)


def _time(unix_ms: int | None) -> datetime | None:
    return None if unix_ms is None else datetime.fromtimestamp(unix_ms / 1000, UTC)
