"""Replies to acts of staff in Postgres."""

from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert

from persistence.postgres.pooled_store import PooledStore
from persistence.postgres.schema.staff_tables import staff_reply
from persistence.postgres.schema.timestamps import timestamp
from persistence.staff.orders import KeyReused
from persistence.staff.replies import (
    CLAIMED,
    FORGOTTEN_AT_ONCE_MAX,
    REPLY_KEPT_MS,
    RUNNING_MS_MAX,
    StillRunning,
    StoredReply,
)

_IS_NEW = sa.literal_column("xmax = 0", sa.Boolean).label("is_new")
"""True of a row that the statement has inserted: no transaction has locked it."""


class PostgresStaffReplies(PooledStore):
    """Replies in Postgres."""

    pool_name = "staff replies"
    connections_max = 2

    async def begin(self, reply_id: str, what: bytes, now_ms: int) -> StoredReply | None:
        known = await self._taken(reply_id, what, now_ms, None)
        if known is None:
            return None
        if known.status is None:
            raise StillRunning(reply_id)
        return StoredReply(known.status, known.body)

    async def claim(self, reply_id: str, what: bytes, now_ms: int) -> None:
        await self._taken(reply_id, what, now_ms, CLAIMED)

    async def finish(self, reply_id: str, reply: StoredReply) -> None:
        async with self._transaction() as connection:
            await connection.execute(
                sa.update(staff_reply).where(staff_reply.c.id == reply_id).values(status=reply.status, body=reply.body)
            )

    async def abandon(self, reply_id: str) -> None:
        of_key = (staff_reply.c.id == reply_id, staff_reply.c.status.is_(None))
        async with self._transaction() as connection:
            await connection.execute(sa.delete(staff_reply).where(*of_key))

    async def _taken(self, reply_id: str, what: bytes, now_ms: int, status: int | None) -> sa.Row[Any] | None:
        """Return the row that the key has already, or None after storing one. Raises KeyReused."""
        columns = staff_reply.c
        of_key = columns.id == reply_id
        new = insert(staff_reply).values(id=reply_id, what=what, at=timestamp(now_ms), status=status)
        # An update that changes nothing: it locks a row that is there, which could be abandoned before it is read.
        placed = new.on_conflict_do_update(index_elements=["id"], set_={"what": columns.what})
        async with self._transaction() as connection:
            await connection.execute(sa.delete(staff_reply).where(columns.id.in_(_old(now_ms))))
            await connection.execute(sa.delete(staff_reply).where(of_key, _over(now_ms)))
            known: sa.Row[Any] = (await connection.execute(placed.returning(staff_reply, _IS_NEW))).one()
        if known.is_new:
            return None
        if known.what != what:
            raise KeyReused(reply_id)
        return known


def _over(now_ms: int) -> sa.ColumnElement[bool]:
    columns = staff_reply.c
    ended = sa.and_(columns.status.is_(None), columns.at <= timestamp(now_ms - RUNNING_MS_MAX))
    return sa.or_(columns.at <= timestamp(now_ms - REPLY_KEPT_MS), ended)


def _old(now_ms: int) -> sa.Select[tuple[str]]:
    """Return the ids of some replies that are kept no longer; those that another call has locked are left to it."""
    old = staff_reply.c.at <= timestamp(now_ms - REPLY_KEPT_MS)
    query = sa.select(staff_reply.c.id).where(old).limit(FORGOTTEN_AT_ONCE_MAX)
    return query.with_for_update(skip_locked=True)
