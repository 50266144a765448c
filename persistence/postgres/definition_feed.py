"""The feed of definitions from Postgres, over one connection that also listens to what is new."""

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager

import asyncpg
from msgspec import json

from persistence.definitions import VERSIONS_BEFORE, StoredDefinition
from persistence.errors import Unreachable
from persistence.postgres.connections import CONNECT_TIMEOUT_S, READ_PLANNING, session_settings
from persistence.postgres.errors import TRANSPORT_ERRORS

CHANNEL = "pitboss_definition"
"""Postgres notifies it of every new row."""
STATEMENT_TIMEOUT_MS = 3_000
REVISION_SQL = "SELECT coalesce(max(revision), 0) FROM definition"
READ_SQL = """
SELECT area, id, version, body::text, closed, coalesce((extract(epoch FROM starts_at) * 1000)::bigint, 0), author,
    reason, (extract(epoch FROM at) * 1000)::bigint, revision
FROM definition d
WHERE version >= $1::integer * -1 + coalesce(
    (SELECT max(e.version) FROM definition e
     WHERE e.area = d.area AND e.id = d.id AND (e.starts_at IS NULL OR e.starts_at <= clock_timestamp())), 0)
ORDER BY revision
"""


class PostgresDefinitionFeed:
    """`changed` is called when there is something new, and when the connection is lost: then there may be."""

    def __init__(self, url: str, changed: Callable[[], None]) -> None:
        self._url = url
        self._changed = changed
        self._busy = asyncio.Lock()
        self._connection: asyncpg.Connection | None = None

    async def revision(self) -> int:
        """See `DefinitionFeed.revision`."""
        async with self._connected() as connection:
            return int(await connection.fetchval(REVISION_SQL))

    async def read(self) -> Sequence[StoredDefinition]:
        """See `DefinitionFeed.read`."""
        async with self._connected() as connection:
            rows = await connection.fetch(READ_SQL, VERSIONS_BEFORE)
        return [StoredDefinition._make((*row[:3], json.decode(row[3]), *row[4:])) for row in rows]

    async def close(self) -> None:
        """See `DefinitionFeed.close`."""
        async with self._busy:
            connection, self._connection = self._connection, None
            if connection is not None:
                connection.remove_termination_listener(self._lost)
                connection.terminate()

    @asynccontextmanager
    async def _connected(self) -> AsyncIterator[asyncpg.Connection]:
        """The connection, a new one if it was lost. Raises Unreachable."""
        async with self._busy:
            try:
                if self._connection is None or self._connection.is_closed():
                    self._connection = await self._connect()
                yield self._connection
            except TRANSPORT_ERRORS as error:
                if self._connection is not None:
                    self._connection.terminate()
                raise Unreachable(f"definitions: {error}") from error

    async def _connect(self) -> asyncpg.Connection:
        settings = session_settings("definitions", STATEMENT_TIMEOUT_MS, READ_PLANNING)
        connection = await asyncpg.connect(
            self._url,
            server_settings=settings,
            timeout=CONNECT_TIMEOUT_S,
            command_timeout=STATEMENT_TIMEOUT_MS / 1000 + CONNECT_TIMEOUT_S,
        )
        await connection.add_listener(CHANNEL, self._heard)
        connection.add_termination_listener(self._lost)
        return connection

    def _heard(self, *_: object) -> None:
        self._changed()

    def _lost(self, _connection: object) -> None:
        self._changed()
