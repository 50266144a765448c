"""Ownership of shards; its rules are in the database (migrations/sql/0001_ownership.sql), where the clock is."""

from collections.abc import Mapping, Sequence

from persistence.entities.ownership import HostLease, ShardPlace
from persistence.postgres.connections import CommitConnection, Readers
from persistence.postgres.errors import TRANSPORT_ERRORS, call_error

RENEW_SQL = "SELECT renew_lease($1, $2)"
REGISTER_SQL = "SELECT register_host($1, $2, $3, $4, $5)"
DRAINING_SQL = "UPDATE host_lease SET draining = $3 WHERE cluster = $1 AND name = $2"
SHARD_MAP_SQL = """
SELECT o.shard, o.epoch, o.incarnation, coalesce(l.name, ''), coalesce(l.address, '')
FROM shard_owner o LEFT JOIN host_lease l USING (incarnation) ORDER BY o.shard
"""
HOSTS_SQL = """
SELECT incarnation, cluster, name, address, (extract(epoch FROM expires_at - clock_timestamp()) * 1000)::bigint, serves,
    draining
FROM host_lease WHERE expires_at > '-infinity' ORDER BY incarnation
"""


class PostgresOwnership:
    """Renewals go over a connection of their own, since a late one costs the host its shards."""

    def __init__(self, connection: CommitConnection, readers: Readers) -> None:
        self._renewals = connection
        self._readers = readers

    async def register(self, cluster: str, name: str, address: str, ttl_ms: int, serves: str = "all") -> int:
        """See `Ownership.register`."""
        async with self._readers.connection() as connection:
            born = await connection.fetchval(REGISTER_SQL, cluster, name, address, ttl_ms, serves)
        return int(born)

    async def renew(self, incarnation: int, ttl_ms: int) -> str | None:
        """See `Ownership.renew`."""
        try:
            timeline = await self._renewals.call(incarnation, ttl_ms)
        except TRANSPORT_ERRORS as error:
            raise call_error(error) from error
        return None if timeline is None else str(timeline)

    async def bury(self, incarnation: int, *, expired_only: bool) -> bool:
        """See `Ownership.bury`."""
        async with self._readers.connection() as connection:
            return bool(await connection.fetchval("SELECT bury_host($1, $2)", incarnation, expired_only))

    async def claim(self, incarnation: int, shards: Sequence[int]) -> Mapping[int, int]:
        """See `Ownership.claim`. Raises RefusedData for shards that do not exist or are named twice."""
        async with self._readers.connection() as connection:
            rows = await connection.fetch("SELECT * FROM claim_shards($1, $2)", incarnation, shards)
        return dict(rows)

    async def release(self, incarnation: int, shards: Sequence[int]) -> None:
        """See `Ownership.release`. Shards that it does not own are left alone. Raises Fenced when it is dead."""
        async with self._readers.connection() as connection:
            await connection.execute("SELECT release_shards($1, $2)", incarnation, shards)

    async def set_draining(self, cluster: str, name: str, draining: bool) -> None:
        """See `Ownership.set_draining`."""
        async with self._readers.connection() as connection:
            await connection.execute(DRAINING_SQL, cluster, name, draining)

    async def shard_map(self) -> Sequence[ShardPlace]:
        """See `Ownership.shard_map`."""
        async with self._readers.connection() as connection:
            return [ShardPlace(*row) for row in await connection.fetch(SHARD_MAP_SQL)]

    async def hosts(self) -> Sequence[HostLease]:
        """See `Ownership.hosts`."""
        async with self._readers.connection() as connection:
            return [HostLease(*row) for row in await connection.fetch(HOSTS_SQL)]
