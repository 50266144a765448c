"""A store off the path of a command: a small pool of connections of its own, and SQLAlchemy for its statements."""

from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from typing import ClassVar

import sqlalchemy as sa
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine

from persistence.errors import Unreachable
from persistence.postgres.connections import CONNECT_TIMEOUT_S, session_settings

POOL_TIMEOUT_S = 3.0
STATEMENT_TIMEOUT_MS = 3_000


class PooledStore:
    """At most `connections_max` connections, made on demand, as the server's role; Postgres shows them as `pool_name`.

    `url` is as asyncpg takes it. Lists and searches, which may take long, have up to `readers_max` connections of their
    own, so that nobody who looks at much keeps others from acting.
    """

    pool_name: ClassVar[str]
    connections_max: ClassVar[int]
    readers_max: ClassVar[int] = 0

    def __init__(self, url: str) -> None:
        self._engine = _engine(url, self.pool_name, self.connections_max)
        self._readers = _engine(url, f"{self.pool_name} reads", self.readers_max) if self.readers_max else self._engine

    async def close(self) -> None:
        """Close every connection."""
        await self._engine.dispose()
        await self._readers.dispose()

    def _transaction(self) -> AbstractAsyncContextManager[AsyncConnection]:
        """One transaction. Raises Unreachable when connection, resources or the server are at fault."""
        return self._begin(self._engine)

    def _reading(self) -> AbstractAsyncContextManager[AsyncConnection]:
        """A transaction that only reads, and may take up to the statement time-out. Raises as `_transaction` does."""
        return self._begin(self._readers)

    @asynccontextmanager
    async def _begin(self, engine: AsyncEngine) -> AsyncIterator[AsyncConnection]:
        try:
            async with engine.begin() as connection:
                yield connection
        except (DBAPIError, PoolTimeout, OSError) as error:
            if isinstance(error, DBAPIError) and not _is_transient(error):
                raise
            raise Unreachable(str(error)) from error


def _engine(url: str, name: str, connections_max: int) -> AsyncEngine:
    return create_async_engine(
        sa.make_url(url).set(drivername="postgresql+asyncpg"),
        pool_size=connections_max,
        max_overflow=0,
        pool_timeout=POOL_TIMEOUT_S,
        pool_pre_ping=True,
        connect_args={
            "timeout": CONNECT_TIMEOUT_S,
            "server_settings": session_settings(name, STATEMENT_TIMEOUT_MS, {}),
        },
    )


def _is_transient(error: DBAPIError) -> bool:
    """Return True if connection, resources or the server are at fault: no SQLSTATE, or class 08, 40, 53 or 57."""
    state: str | None = getattr(error.orig, "sqlstate", None)
    return error.connection_invalidated or state is None or state[:2] in {"08", "40", "53", "57"}
