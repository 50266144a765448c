"""Ownership of shards; its rules are in the database (migrations/sql/0001_ownership.sql), where the clock is."""

from collections.abc import Mapping, Sequence
from typing import cast

from persistence.entities.ownership import ORDER_DAYS, HostLease, Renewal, ShardPlace
from persistence.postgres.connections import CommitConnection, Readers
from persistence.postgres.errors import TRANSPORT_ERRORS, call_error

NOW = "(extract(epoch FROM clock_timestamp()) * 1000)::bigint"
RENEW_SQL = f"SELECT ARRAY[renew_lease($1, $2), {NOW}::text]"
NOW_SQL = f"SELECT {NOW}"
REGISTER_SQL = "SELECT register_host($1, $2, $3, $4, $5)"
DRAINING_SQL = "UPDATE host_lease SET draining = $3 WHERE cluster = $1 AND name = $2"
FORGET_ORDERS_SQL = """
DELETE FROM host_order o WHERE o.at < clock_timestamp() - $1 * interval '1 day' AND NOT EXISTS (
    SELECT FROM host_lease l
    WHERE l.cluster = o.cluster AND l.expires_at > clock_timestamp() - $1 * interval '1 day')
"""
ORDER_SQL = """
INSERT INTO host_order (cluster, name, serves) SELECT $1, r.name, r.serves
FROM unnest($2::text[], $3::text[]) AS r (name, serves)
ON CONFLICT (cluster, name) DO UPDATE SET serves = excluded.serves
"""
DISMISS_SQL = "DELETE FROM host_order WHERE cluster = $1 AND name = $2"
ORDERED_SQL = "SELECT name, serves FROM host_order WHERE cluster = $1 ORDER BY name"
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

    async def renew(self, incarnation: int, ttl_ms: int) -> Renewal | None:
        """See `Ownership.renew`."""
        try:
            timeline, now_ms = cast("list[str | None]", await self._renewals.call(incarnation, ttl_ms))
        except TRANSPORT_ERRORS as error:
            raise call_error(error) from error
        return None if timeline is None else Renewal(timeline, int(now_ms or 0))

    async def now_ms(self) -> int:
        """See `Ownership.now_ms`."""
        async with self._readers.connection() as connection:
            return int(await connection.fetchval(NOW_SQL))

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

    async def order_hosts(self, cluster: str, hosts: Mapping[str, str]) -> None:
        """See `Ownership.order_hosts`."""
        async with self._readers.connection() as connection:
            await connection.execute(FORGET_ORDERS_SQL, ORDER_DAYS)
            await connection.execute(ORDER_SQL, cluster, list(hosts), list(hosts.values()))

    async def dismiss_host(self, cluster: str, name: str) -> None:
        """See `Ownership.dismiss_host`."""
        async with self._readers.connection() as connection:
            await connection.execute(DISMISS_SQL, cluster, name)

    async def ordered_hosts(self, cluster: str) -> Mapping[str, str]:
        """See `Ownership.ordered_hosts`."""
        async with self._readers.connection() as connection:
            return dict(await connection.fetch(ORDERED_SQL, cluster))

    async def shard_map(self) -> Sequence[ShardPlace]:
        """See `Ownership.shard_map`."""
        async with self._readers.connection() as connection:
            return [ShardPlace(*row) for row in await connection.fetch(SHARD_MAP_SQL)]

    async def hosts(self) -> Sequence[HostLease]:
        """See `Ownership.hosts`."""
        async with self._readers.connection() as connection:
            return [HostLease(*row) for row in await connection.fetch(HOSTS_SQL)]
