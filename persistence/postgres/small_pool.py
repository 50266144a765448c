"""A small pool of connections for what is off the path of a command: accounts, attempts."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import sqlalchemy as sa
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.ext.asyncio import AsyncConnection, create_async_engine

from persistence.errors import Unreachable
from persistence.postgres.schema.roles import APP_ROLE

CONNECT_TIMEOUT_S = 3.0
POOL_TIMEOUT_S = 3.0
STATEMENT_TIMEOUT_MS = 3_000


class SmallPool:
    """At most `connections_max` connections, made on demand, as the server's role; `name` is what Postgres shows."""

    def __init__(self, url: str, name: str, connections_max: int) -> None:
        settings = {
            "role": APP_ROLE,
            "application_name": f"pitboss {name}",
            "statement_timeout": str(STATEMENT_TIMEOUT_MS),
        }
        self._engine = create_async_engine(
            sa.make_url(url).set(drivername="postgresql+asyncpg"),
            pool_size=connections_max,
            max_overflow=0,
            pool_timeout=POOL_TIMEOUT_S,
            pool_pre_ping=True,
            connect_args={"timeout": CONNECT_TIMEOUT_S, "server_settings": settings},
        )

    async def close(self) -> None:
        """Close every connection."""
        await self._engine.dispose()

    @asynccontextmanager
    async def transaction(self) -> AsyncIterator[AsyncConnection]:
        """One transaction. Raises Unreachable when connection, resources or the server are at fault."""
        try:
            async with self._engine.begin() as connection:
                yield connection
        except (DBAPIError, PoolTimeout, OSError) as error:
            if isinstance(error, DBAPIError) and not _is_transient(error):
                raise
            raise Unreachable(str(error)) from error


def _is_transient(error: DBAPIError) -> bool:
    """Whether connection, resources or the server are at fault: no SQLSTATE, or class 08, 40, 53 or 57."""
    state: str | None = getattr(error.orig, "sqlstate", None)
    return error.connection_invalidated or state is None or state[:2] in {"08", "40", "53", "57"}
