"""Attempts in Postgres, for when Redis is away: one row for each key, locked in the order of the keys."""

from collections.abc import Mapping, Sequence

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from persistence.identity.attempts import Full, Limit, first_full, recent
from persistence.postgres.pooled_store import PooledStore
from persistence.postgres.schema.tables import attempt_window

EXPIRED_ROWS_MAX = 100
"""Expired rows that one attempt removes: more than it adds, so that they never grow in number."""


class PostgresAttempts(PooledStore):
    """Attempts over a small pool of its own, which connects on demand."""

    pool_name = "attempts"
    connections_max = 2

    async def take(self, limits: Sequence[Limit], now_ms: int) -> Full | None:
        async with self._transaction() as connection:
            stored = await _locked(connection, limits, now_ms)
            times_of = [recent(stored[limit.key], limit, now_ms) for limit in limits]
            full = first_full(times_of, limits, now_ms)
            if full is None:
                for limit, times in zip(limits, times_of, strict=True):
                    await _write(connection, limit.key, [*times, now_ms])
                await connection.execute(_forget_expired(now_ms))
        return full

    async def give_back(self, key: str, at_ms: int) -> None:
        of_key = attempt_window.c.key == key
        async with self._transaction() as connection:
            times = await connection.scalar(sa.select(attempt_window.c.times).where(of_key).with_for_update())
            if times and at_ms in times:
                times.remove(at_ms)
                await _write(connection, key, times)

    async def clear(self, key: str) -> None:
        async with self._transaction() as connection:
            await connection.execute(sa.delete(attempt_window).where(attempt_window.c.key == key))


async def _locked(connection: AsyncConnection, limits: Sequence[Limit], now_ms: int) -> Mapping[str, list[int]]:
    """The times of every key, whose row is now there, locked, and alive until the window is over."""
    rows = [
        {"key": limit.key, "times": [], "expires_ms": now_ms + limit.window_ms}
        for limit in sorted(limits, key=lambda limit: limit.key)
    ]
    new = insert(attempt_window).values(rows)
    statement = new.on_conflict_do_update(index_elements=["key"], set_={"expires_ms": new.excluded.expires_ms})
    found = await connection.execute(statement.returning(attempt_window.c.key, attempt_window.c.times))
    return {row.key: row.times for row in found}


async def _write(connection: AsyncConnection, key: str, times: list[int]) -> None:
    await connection.execute(sa.update(attempt_window).where(attempt_window.c.key == key).values(times=times))


def _forget_expired(now_ms: int) -> sa.Delete:
    """Rows that another attempt has locked are left to the next one."""
    expired = (
        sa.select(attempt_window.c.key)
        .where(attempt_window.c.expires_ms <= now_ms)
        .limit(EXPIRED_ROWS_MAX)
        .with_for_update(skip_locked=True)
    )
    return sa.delete(attempt_window).where(attempt_window.c.key.in_(expired))
