"""Connections of a process to Postgres: one for commits, one for renewals, a small pool for all other calls of hosts.

None waits behind another. Each is opened on demand with a time-out, runs as the role that cannot change a fact, and has
a statement time-out on the server and a longer one here, so that no call hangs.
"""

import asyncio
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager

import asyncpg
from asyncpg.pool import PoolConnectionProxy
from asyncpg.prepared_stmt import PreparedStatement

from persistence.errors import Undurable, Unreachable
from persistence.postgres.errors import TRANSPORT_ERRORS, call_error, ends_connection
from persistence.postgres.schema.roles import APP_ROLE

CONNECT_TIMEOUT_S = 3.0
OPEN_TIMEOUT_S = 15.0
"""The same when a process starts: nobody waits for it yet, and a server that is busy may be slow to prepare."""
ANSWER_MARGIN_S = 1.0
"""Time after its statement time-out that a server may take to answer."""
READERS_MAX = 4
DURABLE = ("on", "remote_apply")
"""Values of `synchronous_commit` under which what is acknowledged outlives a crash, and with standbys a failover."""

HOT_PATH_PLANNING = {
    "plan_cache_mode": "force_generic_plan",
    "enable_seqscan": "off",
    "enable_hashjoin": "off",
    "enable_mergejoin": "off",
    "enable_bitmapscan": "off",
    "jit": "off",
}
"""Plans are made once, maybe while the tables are empty: they must not be scans that grow with the tables."""
READ_PLANNING = {"plan_cache_mode": "force_custom_plan", "jit": "off"}


async def try_connection(url: str) -> None:
    """Connect once, and leave.

    Raises:
        Undurable: its commits could be lost.
        whatever asyncpg does: no server, another password, no such database.
    """
    connection = await asyncpg.connect(url, timeout=CONNECT_TIMEOUT_S)
    try:
        await check_durable(connection)
    finally:
        await connection.close()


async def check_durable(connection: asyncpg.Connection) -> None:
    """Raise Undurable unless the commits of this session are durable when they are acknowledged."""
    found = await connection.fetchval("SHOW synchronous_commit")
    if found not in DURABLE:
        raise Undurable(
            f"synchronous_commit is {found}, so that acknowledged commits could be lost: set it to on for the server, "
            "this database and this user"
        )


def session_settings(name: str, statement_timeout_ms: int, planning: Mapping[str, str]) -> dict[str, str]:
    """Server settings of a session."""
    return {
        "role": APP_ROLE,
        "application_name": f"pitboss {name}",
        "statement_timeout": str(statement_timeout_ms),
        **planning,
    }


class CommitConnection:
    """One connection with one prepared statement, used by one call at a time; a broken one is replaced on demand."""

    def __init__(self, url: str, statement: str, settings: dict[str, str], timeout_s: float) -> None:
        self._url = url
        self._statement = statement
        self._settings = settings
        self._timeout_s = timeout_s
        self._busy = asyncio.Lock()
        self._connection: asyncpg.Connection | None = None
        self._prepared: PreparedStatement | None = None

    async def call(self, *arguments: object) -> object:
        """The single value that the statement returns.

        Raises:
            Unreachable: no connection, or one whose commits could be lost; nothing was sent.
            one of TRANSPORT_ERRORS: what happened after sending; no answer in time is a TimeoutError.
        """
        async with self._busy:
            prepared = await self._ready(CONNECT_TIMEOUT_S)
            try:
                return await prepared.fetchval(*arguments, timeout=self._timeout_s)
            except BaseException as error:
                if ends_connection(error):
                    self.terminate()
                raise

    async def open(self) -> None:
        """Connect now instead of at the first call. Raises Unreachable."""
        async with self._busy:
            await self._ready(OPEN_TIMEOUT_S)

    def terminate(self) -> None:
        """Drop the connection; the next call opens a new one."""
        if self._connection is not None:
            self._connection.terminate()
        self._connection = self._prepared = None

    async def _ready(self, timeout_s: float) -> PreparedStatement:
        if self._connection is not None and self._prepared is not None and not self._connection.is_closed():
            return self._prepared
        self.terminate()
        try:
            async with asyncio.timeout(timeout_s):
                self._connection = await asyncpg.connect(self._url, server_settings=self._settings)
                await check_durable(self._connection)
                self._prepared = await self._connection.prepare(self._statement)
        except Undurable:
            self.terminate()
            raise
        except TRANSPORT_ERRORS as error:
            self.terminate()
            raise Unreachable(f"no connection: {error!r}") from error
        return self._prepared


class Readers:
    """The pool behind loads, ownership calls and retention."""

    def __init__(self, url: str, statement_timeout_ms: int) -> None:
        self._pool = asyncpg.create_pool(
            url,
            min_size=0,
            max_size=READERS_MAX,
            timeout=CONNECT_TIMEOUT_S,
            command_timeout=statement_timeout_ms / 1000 + ANSWER_MARGIN_S,
            server_settings=session_settings("reads", statement_timeout_ms, READ_PLANNING),
            reset=_keep_session,
        )

    async def open(self) -> None:
        """Start the pool; it connects on demand."""
        await self._pool

    async def close(self) -> None:
        """Close every connection, at the latest after the connect time-out."""
        try:
            await asyncio.wait_for(self._pool.close(), CONNECT_TIMEOUT_S)
        except TimeoutError:
            self._pool.terminate()

    @asynccontextmanager
    async def connection(self) -> AsyncIterator[PoolConnectionProxy]:
        """A connection for calls that may be made again; failures become the errors of `persistence.errors`."""
        try:
            async with self._pool.acquire(timeout=CONNECT_TIMEOUT_S) as connection:
                yield connection
        except TRANSPORT_ERRORS as error:
            raise call_error(error) from error


async def _keep_session(connection: asyncpg.Connection) -> None:
    """Sessions carry no state that would have to be reset, so a round trip is saved."""
