"""Ownership of shards: which host may write which shard, at which epoch. The port and its records.

`persistence.postgres.entities` and `persistence.memory.entities` are its stores; `tests/contracts/test_ownership.py`
runs both.
"""

from collections.abc import Mapping, Sequence
from typing import NamedTuple, Protocol

SHARD_COUNT = 1024
"""Shards of the entity space; never changes: stored rows carry their shard."""


ORDER_DAYS = 1
"""How long orders of hosts are kept when their cluster holds no lease any more."""


class ShardPlace(NamedTuple):
    """The owner of a shard: `incarnation` is None while nobody is."""

    shard: int
    epoch: int
    incarnation: int | None
    host: str
    address: str


class HostLease(NamedTuple):
    """One registered host process: incarnation, name, and how long its lease has to go in ms (negative: over)."""

    incarnation: int
    cluster: str
    name: str
    address: str
    remaining_ms: int
    serves: str = "all"
    draining: bool = False


class Renewal(NamedTuple):
    """A renewed lease: the server's timeline id, and its clock (Unix ms) at some moment of the call."""

    timeline: str
    now_ms: int


class Ownership(Protocol):
    """Incarnations, fences, leases and epochs of shards. The only authority is the store's own clock."""

    async def register(self, cluster: str, name: str, address: str, ttl_ms: int, serves: str = "all") -> int:
        """Return a new incarnation with a fresh lease; earlier ones of the same name in the same cluster are dead.

        `serves` names the group of shards that it may be given. A name that was drained stays drained.
        """
        ...

    async def renew(self, incarnation: int, ttl_ms: int) -> Renewal | None:
        """Extend the lease; return None if the incarnation is dead. Raises Unreachable."""
        ...

    async def now_ms(self) -> int:
        """Return the time by the store's own clock, Unix ms. Raises Unreachable."""
        ...

    async def bury(self, incarnation: int, *, expired_only: bool) -> bool:
        """Declare an incarnation dead, for ever; return False if it was dead before.

        Raises:
            NotExpired: `expired_only` and its lease still runs.
        """
        ...

    async def claim(self, incarnation: int, shards: Sequence[int]) -> Mapping[int, int]:
        """Make `incarnation` the owner of shards whose owner is dead, expired or none; return the new epoch of each.

        Raises:
            NotExpired: one of the shards has a living owner; nothing was claimed.
            Fenced: `incarnation` itself is dead.
        """
        ...

    async def release(self, incarnation: int, shards: Sequence[int]) -> None:
        """Give up shards between two commits: nobody owns them, at a higher epoch."""
        ...

    async def set_draining(self, cluster: str, name: str, draining: bool) -> None:
        """Set if this host, and every incarnation to come of its name, is to get no shards."""
        ...

    async def order_hosts(self, cluster: str, hosts: Mapping[str, str]) -> None:
        """Note that these hosts, each with the group that it serves, are to run in a cluster until they are dismissed.

        Unlike a lease, an order outlives the host: a director that starts again knows by it whom to expect. Orders of
        clusters that have had no lease for `ORDER_DAYS` are forgotten.
        """
        ...

    async def dismiss_host(self, cluster: str, name: str) -> None:
        """Forget the order of a host, if there is one."""
        ...

    async def ordered_hosts(self, cluster: str) -> Mapping[str, str]:
        """Return the group that each ordered host of a cluster serves, by name. Raises Unreachable."""
        ...

    async def shard_map(self) -> Sequence[ShardPlace]:
        """Return every shard's owner and address. Raises Unreachable."""
        ...

    async def hosts(self) -> Sequence[HostLease]:
        """Return every living incarnation. Raises Unreachable."""
        ...
