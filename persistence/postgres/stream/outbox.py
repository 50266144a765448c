"""The outbox on Postgres; who may advance cursors is decided there (migrations/sql/0029_relays.sql)."""

import asyncio
from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Any

import asyncpg

from persistence.errors import Unreachable
from persistence.postgres.connections import CONNECT_TIMEOUT_S, Readers, session_settings
from persistence.postgres.entities.announcements import CHANNEL
from persistence.postgres.errors import TRANSPORT_ERRORS
from persistence.stream.outbox import Lag, Reading, RelayLease, StoredEvent

STATEMENT_TIMEOUT_MS = 3_000
RELAYS_SQL = """
SELECT l.incarnation, l.cluster, l.name, (extract(epoch FROM l.expires_at - clock_timestamp()) * 1000)::bigint,
    (SELECT count(*) FROM relay_group g WHERE g.incarnation = l.incarnation), l.trouble
FROM relay_lease l ORDER BY l.incarnation
"""
RELEASE_SQL = "UPDATE relay_group SET incarnation = NULL WHERE incarnation = $1 AND number = ANY ($2::smallint[])"
LEAVE_SQL = "DELETE FROM relay_lease WHERE incarnation = $1"
READ_SQL = """
SELECT shard, seq, event_id, type, key, payload, at FROM (
    SELECT o.*, sum(octet_length(o.payload)) OVER (ORDER BY o.n, o.shard) - octet_length(o.payload) AS bytes_before
    FROM unnest($1::smallint[]) AS s (shard)
    LEFT JOIN outbox_cursor c ON c.shard = s.shard
    CROSS JOIN LATERAL (
        SELECT o.shard, o.seq, o.event_id, o.type, o.key, o.payload, o.at, o.seq - coalesce(c.seq, 0) AS n
        FROM outbox o WHERE o.shard = s.shard AND o.seq > coalesce(c.seq, 0) ORDER BY o.seq LIMIT $2
    ) o
) AS found WHERE bytes_before < $3 ORDER BY shard, seq
"""
"""Bytes are taken in turns, a row of each shard, so that what is left out is the end of every shard."""
LAGS_SQL = """
SELECT s.shard, newest.seq - coalesce(c.seq, 0),
    greatest(0, extract(epoch FROM clock_timestamp() - oldest.at) * 1000)::bigint
FROM unnest($1::smallint[]) AS s (shard)
LEFT JOIN outbox_cursor c ON c.shard = s.shard
CROSS JOIN LATERAL (SELECT o.seq FROM outbox o WHERE o.shard = s.shard ORDER BY o.seq DESC LIMIT 1) newest
CROSS JOIN LATERAL (
    SELECT o.at FROM outbox o WHERE o.shard = s.shard AND o.seq > coalesce(c.seq, 0) ORDER BY o.seq LIMIT 1
) oldest
"""


class PostgresOutbox:
    """See `Outbox`. It connects on demand, and listens over a connection of its own."""

    def __init__(self, url: str, heard: Callable[[Collection[int]], None] = lambda _: None) -> None:
        self._url = url
        self._heard = heard
        self._pool = Readers(url, STATEMENT_TIMEOUT_MS)
        self._opening = asyncio.Lock()
        self._open = False
        self._listener: asyncpg.Connection | None = None

    async def register(self, cluster: str, name: str, ttl_ms: int) -> int:
        """See `Outbox.register`."""
        return int(await self._value("SELECT register_relay_0029($1, $2, $3)", cluster, name, ttl_ms))

    async def renew(self, incarnation: int, ttl_ms: int, trouble: str) -> frozenset[int] | None:
        """See `Outbox.renew`."""
        groups = await self._value("SELECT renew_relay_0029($1, $2, $3)", incarnation, ttl_ms, trouble)
        return None if groups is None else frozenset(groups)

    async def relays(self) -> Sequence[RelayLease]:
        """See `Outbox.relays`."""
        return [RelayLease(*row) for row in await self._rows(RELAYS_SQL)]

    async def claim(self, incarnation: int, count: int) -> frozenset[int]:
        """See `Outbox.claim`."""
        return frozenset(await self._value("SELECT claim_relay_groups_0029($1, $2)", incarnation, count))

    async def release(self, incarnation: int, groups: Collection[int]) -> None:
        """See `Outbox.release`."""
        await self._rows(RELEASE_SQL, incarnation, list(groups))

    async def leave(self, incarnation: int) -> None:
        """See `Outbox.leave`."""
        await self._rows(LEAVE_SQL, incarnation)

    async def listen(self) -> None:
        """See `Outbox.listen`."""
        if self._listener is not None and not self._listener.is_closed():
            return
        try:
            connection = await asyncpg.connect(
                self._url,
                server_settings=session_settings("outbox", STATEMENT_TIMEOUT_MS, {}),
                timeout=CONNECT_TIMEOUT_S,
            )
            self._listener = connection
            await connection.add_listener(CHANNEL, self._rung)
        except TRANSPORT_ERRORS as error:
            self._stop_listening()
            raise Unreachable(f"outbox: {error!r}") from error

    async def read(self, shards: Sequence[int], rows_max: int, bytes_max: int) -> Reading:
        """See `Outbox.read`."""
        if not shards:
            return Reading((), frozenset())
        each_max = max(1, rows_max // len(shards))
        rows = await self._rows(READ_SQL, list(shards), each_max, bytes_max)
        events = [StoredEvent(row[0], row[1], row[2].hex, *row[3:]) for row in map(tuple, rows)]
        counts: dict[int, int] = {}
        for event in events:
            counts[event.shard] = counts.get(event.shard, 0) + 1
        if sum(len(event.payload) for event in events) >= bytes_max:
            return Reading(events, frozenset(shards))
        return Reading(events, frozenset(shard for shard, count in counts.items() if count == each_max))

    async def advance(self, incarnation: int, cursors: Mapping[int, int]) -> None:
        """See `Outbox.advance`."""
        await self._rows("SELECT advance_outbox_0029($1, $2, $3)", incarnation, list(cursors), list(cursors.values()))

    async def lags(self, shards: Sequence[int]) -> Mapping[int, Lag]:
        """See `Outbox.lags`."""
        rows = await self._rows(LAGS_SQL, list(shards))
        return {shard: Lag(events, age_ms) for shard, events, age_ms in rows}

    async def close(self) -> None:
        """Close every connection."""
        self._stop_listening()
        if self._open:
            await self._pool.close()

    async def _rows(self, statement: str, *arguments: object) -> Sequence[Any]:
        await self._open_pool()
        async with self._pool.connection() as connection:
            rows: Sequence[Any] = await connection.fetch(statement, *arguments)
        return rows

    async def _value(self, statement: str, *arguments: object) -> Any:
        [row] = await self._rows(statement, *arguments)
        return row[0]

    async def _open_pool(self) -> None:
        async with self._opening:
            if not self._open:
                await self._pool.open()
                self._open = True

    def _rung(self, _connection: object, _pid: int, _channel: str, payload: str) -> None:
        self._heard([int(shard) for shard in payload.split(",")])

    def _stop_listening(self) -> None:
        connection, self._listener = self._listener, None
        if connection is not None:
            connection.terminate()
