"""Ownership of shards on tables in memory, by the rules of migrations/sql/0001_ownership.sql."""

from collections.abc import Mapping, Sequence
from contextlib import AsyncExitStack

from persistence.entities.ownership import ORDER_DAYS, HostLease, Renewal, ShardPlace
from persistence.errors import Fenced, NotExpired, RefusedData
from persistence.memory.entities.database import Database, Host, Order, Owner

DAY_MS = 86_400_000


class MemoryOwnership:
    """The in-memory `Ownership`."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def register(self, cluster: str, name: str, address: str, ttl_ms: int, serves: str = "all") -> int:
        """See `Ownership.register`."""
        self._database.reach()
        hosts = self._database.hosts
        earlier_hosts = [host for host in hosts.values() if (host.cluster, host.name) == (cluster, name)]
        drained = bool(earlier_hosts) and earlier_hosts[-1].draining
        for earlier, host in list(hosts.items()):
            if (host.cluster, host.name) == (cluster, name):
                await self.bury(earlier, expired_only=False)
        born = len(hosts) + 1
        hosts[born] = Host(cluster, name, address, self._database.now_ms() + ttl_ms, serves=serves, draining=drained)
        return born

    async def renew(self, incarnation: int, ttl_ms: int) -> Renewal | None:
        """See `Ownership.renew`."""
        self._database.reach()
        if not self._database.alive(incarnation):
            return None
        self._database.hosts[incarnation].expires_ms = self._database.now_ms() + ttl_ms
        return Renewal(self._database.timeline, self._database.now_ms())

    async def now_ms(self) -> int:
        """See `Ownership.now_ms`."""
        self._database.reach()
        return self._database.now_ms()

    async def bury(self, incarnation: int, *, expired_only: bool) -> bool:
        """See `Ownership.bury`."""
        self._database.reach()
        async with self._database.fence(incarnation):
            if not self._database.alive(incarnation):
                return False
            if expired_only:
                self._check_expired(incarnation)
            self._database.hosts[incarnation].alive = False
            return True

    async def claim(self, incarnation: int, shards: Sequence[int]) -> Mapping[int, int]:
        """See `Ownership.claim`. Raises RefusedData for shards that do not exist or are named twice."""
        self._database.reach()
        owners = self._database.owners
        if len(set(shards) & owners.keys()) != len(shards):
            raise RefusedData("unknown or repeated shards")
        seen = {shard: owners[shard] for shard in shards}
        losers = sorted({owner.incarnation for owner in seen.values() if owner.incarnation} - {incarnation})
        async with AsyncExitStack() as locks:
            for loser in losers:
                await locks.enter_async_context(self._database.fence(loser))
            self._check_claim(incarnation, losers, seen)
            for loser in losers:
                self._database.hosts[loser].alive = False
            for shard in shards:
                if owners[shard].incarnation != incarnation:
                    self._move(shard, incarnation)
        return {shard: owners[shard].epoch for shard in shards}

    async def release(self, incarnation: int, shards: Sequence[int]) -> None:
        """See `Ownership.release`. Shards that it does not own are left alone. Raises Fenced when it is dead."""
        self._database.reach()
        async with self._database.fence(incarnation):
            if not self._database.alive(incarnation):
                raise Fenced(f"incarnation {incarnation} is dead")
            for shard in shards:
                if self._database.owners[shard].incarnation == incarnation:
                    self._move(shard, None)

    async def set_draining(self, cluster: str, name: str, draining: bool) -> None:
        """See `Ownership.set_draining`."""
        self._database.reach()
        for host in self._database.hosts.values():
            if (host.cluster, host.name) == (cluster, name):
                host.draining = draining

    async def order_hosts(self, cluster: str, hosts: Mapping[str, str]) -> None:
        """See `Ownership.order_hosts`."""
        self._database.reach()
        self._forget_orders()
        orders, now_ms = self._database.orders, self._database.now_ms()
        for name, serves in hosts.items():
            at_ms = orders[cluster, name].at_ms if (cluster, name) in orders else now_ms
            orders[cluster, name] = Order(serves, at_ms)

    async def dismiss_host(self, cluster: str, name: str) -> None:
        """See `Ownership.dismiss_host`."""
        self._database.reach()
        self._database.orders.pop((cluster, name), None)

    async def ordered_hosts(self, cluster: str) -> Mapping[str, str]:
        """See `Ownership.ordered_hosts`."""
        self._database.reach()
        orders = sorted(self._database.orders.items())
        return {name: order.serves for (of, name), order in orders if of == cluster}

    async def shard_map(self) -> Sequence[ShardPlace]:
        """See `Ownership.shard_map`."""
        self._database.reach()
        return [self._place(shard, owner) for shard, owner in sorted(self._database.owners.items())]

    async def hosts(self) -> Sequence[HostLease]:
        """See `Ownership.hosts`."""
        self._database.reach()
        now_ms = self._database.now_ms()
        return [
            HostLease(
                incarnation,
                host.cluster,
                host.name,
                host.address,
                host.expires_ms - now_ms,
                host.serves,
                host.draining,
            )
            for incarnation, host in self._database.hosts.items()
            if host.alive
        ]

    def _forget_orders(self) -> None:
        """Forget the orders of clusters that are gone."""
        since_ms = self._database.now_ms() - ORDER_DAYS * DAY_MS
        living = {host.cluster for host in self._database.hosts.values() if host.alive and host.expires_ms > since_ms}
        for key, order in list(self._database.orders.items()):
            if order.at_ms < since_ms and key[0] not in living:
                del self._database.orders[key]

    def _check_claim(self, incarnation: int, losers: Sequence[int], seen: Mapping[int, Owner]) -> None:
        if not self._database.alive(incarnation):
            raise Fenced(f"incarnation {incarnation} is dead")
        for loser in losers:
            self._check_expired(loser)
        if any(self._database.owners[shard] != owner for shard, owner in seen.items()):
            raise NotExpired("an owner changed meanwhile")

    def _check_expired(self, incarnation: int) -> None:
        host = self._database.hosts[incarnation]
        if host.alive and host.expires_ms > self._database.now_ms():
            raise NotExpired(f"incarnation {incarnation} is alive")

    def _move(self, shard: int, incarnation: int | None) -> None:
        owner = Owner(incarnation, self._database.owners[shard].epoch + 1)
        self._database.owners[shard] = owner
        self._database.history.append((shard, owner))

    def _place(self, shard: int, owner: Owner) -> ShardPlace:
        if owner.incarnation is None:
            return ShardPlace(shard, owner.epoch, None, "", "")
        host = self._database.hosts[owner.incarnation]
        return ShardPlace(shard, owner.epoch, owner.incarnation, host.name, host.address)
