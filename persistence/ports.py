"""What the runtime asks of its stores. Each port has two twins, `persistence.postgres` and `persistence.memory`, and
one contract suite (`tests/contracts`) that both pass.
"""

from collections.abc import Mapping, Sequence
from typing import Protocol

from persistence.records import CommitRequest, HostLease, LoadedPart, ShardPlace, ShardState, StoredReply


class CommitStore(Protocol):
    """Group commits, and what a host reads to serve its entities."""

    async def commit(self, request: CommitRequest) -> None:
        """Write all of `request` or nothing, in one round trip.

        Raises:
            Fenced: the incarnation is dead or does not own a shard at the epoch it claims.
            RefusedData: a constraint, a count or an expected version did not match.
            RepeatedCommand: the key of one of its commands is stored already.
            Unreachable: nothing was written; it may be sent again.
            OutcomeUnknown: it may or may not have been written; call `settle` before anything else.
        """
        ...

    async def settle(self, batch_id: str, incarnation: int) -> bool:
        """Whether the batch was committed; afterwards it never can be, if it was not.

        Waits for a commit of that batch that still runs. Raises Unreachable.
        """
        ...

    async def load(self, refs: Sequence[tuple[str, str]]) -> Mapping[tuple[str, str], Mapping[str, LoadedPart]]:
        """The stored parts of entities (kind, key); one that was never stored is left out. Raises Unreachable."""
        ...

    async def replies(self, keys: Sequence[tuple[int, str]]) -> Mapping[str, StoredReply]:
        """What is stored of the commands (shard, tx), by tx; an unknown one is left out. Raises Unreachable."""
        ...

    async def adopt(self, shards: Sequence[int]) -> Sequence[ShardState]:
        """What a new owner must know of `shards` before it serves them. Raises Unreachable."""
        ...


class Ownership(Protocol):
    """Who may write which shard: incarnations, fences, leases, epochs. The only authority is the store's own clock."""

    async def register(self, cluster: str, name: str, address: str, ttl_ms: int, serves: str = "all") -> int:
        """A new incarnation with a fresh lease; earlier ones of the same name in the same cluster are dead.

        `serves` names the group of shards that it may be given. A name that was drained stays drained.
        """
        ...

    async def renew(self, incarnation: int, ttl_ms: int) -> str | None:
        """Extend the lease; the server's timeline id, or None when this incarnation is dead. Raises Unreachable."""
        ...

    async def bury(self, incarnation: int, *, expired_only: bool) -> bool:
        """Declare an incarnation dead, for ever; False if it was dead before.

        Raises:
            NotExpired: `expired_only` and its lease still runs.
        """
        ...

    async def claim(self, incarnation: int, shards: Sequence[int]) -> Mapping[int, int]:
        """Make `incarnation` the owner of shards whose owner is dead, expired or none; the new epoch of each.

        Raises:
            NotExpired: one of the shards has a living owner; nothing was claimed.
            Fenced: `incarnation` itself is dead.
        """
        ...

    async def release(self, incarnation: int, shards: Sequence[int]) -> None:
        """Give up shards between two commits: nobody owns them, at a higher epoch."""
        ...

    async def set_draining(self, cluster: str, name: str, draining: bool) -> None:
        """Whether this host, and whoever starts again under its name, is to get no shards."""
        ...

    async def shard_map(self) -> Sequence[ShardPlace]:
        """Every shard's owner and address. Raises Unreachable."""
        ...

    async def hosts(self) -> Sequence[HostLease]:
        """Every living incarnation. Raises Unreachable."""
        ...
