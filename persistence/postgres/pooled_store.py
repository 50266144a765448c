"""A store off the path of a command: a small pool of connections of its own, and SQLAlchemy for its statements."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import ClassVar

import sqlalchemy as sa
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.ext.asyncio import AsyncConnection, create_async_engine

from persistence.errors import Unreachable
from persistence.postgres.connections import CONNECT_TIMEOUT_S, session_settings

POOL_TIMEOUT_S = 3.0
STATEMENT_TIMEOUT_MS = 3_000


class PooledStore:
    """At most `connections_max` connections, made on demand, as the server's role; Postgres shows them as `pool_name`.

    `url` is as asyncpg takes it.
    """

    pool_name: ClassVar[str]
    connections_max: ClassVar[int]

    def __init__(self, url: str) -> None:
        self._engine = create_async_engine(
            sa.make_url(url).set(drivername="postgresql+asyncpg"),
            pool_size=self.connections_max,
            max_overflow=0,
            pool_timeout=POOL_TIMEOUT_S,
            pool_pre_ping=True,
            connect_args={
                "timeout": CONNECT_TIMEOUT_S,
                "server_settings": session_settings(self.pool_name, STATEMENT_TIMEOUT_MS, {}),
            },
        )

    async def close(self) -> None:
        """Close every connection."""
        await self._engine.dispose()

    @asynccontextmanager
    async def _transaction(self) -> AsyncIterator[AsyncConnection]:
        """One transaction. Raises Unreachable when connection, resources or the server are at fault."""
        try:
            async with self._engine.begin() as connection:
                yield connection
        except (DBAPIError, PoolTimeout, OSError) as error:
            if isinstance(error, DBAPIError) and not _is_transient(error):
                raise
            raise Unreachable(str(error)) from error


def _is_transient(error: DBAPIError) -> bool:
    """Return True if connection, resources or the server are at fault: no SQLSTATE, or class 08, 40, 53 or 57."""
    state: str | None = getattr(error.orig, "sqlstate", None)
    return error.connection_invalidated or state is None or state[:2] in {"08", "40", "53", "57"}
