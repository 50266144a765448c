"""The outbox as relays see it: events by shard behind a cursor, and the right to carry them. The ports.

A relay holds *groups* of shards under a lease, as hosts hold shards (`persistence.entities.ownership`): an incarnation
that is dead is so for ever. `persistence.postgres.stream` and `persistence.memory.stream` are its stores;
`tests/contracts/test_outbox.py` runs both.
"""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import NamedTuple, Protocol

from persistence.entities.ownership import SHARD_COUNT

RELAY_GROUPS = 32
"""Groups into which the shards are dealt, and so the most relays that can share them; never changes."""


class StoredEvent(NamedTuple):
    """A row of the outbox: `seq` is gapless within its shard, `payload` is JSON, `at` (UTC) the time of its commit."""

    shard: int
    seq: int
    event_id: str
    type: str
    key: str
    payload: bytes
    at: datetime


class Reading(NamedTuple):
    """Events in the order of (shard, seq), and the shards that may have more behind them."""

    events: Sequence[StoredEvent]
    more: frozenset[int]


class Lag(NamedTuple):
    """Events of a shard behind its cursor, and the age of the oldest."""

    events: int
    age_ms: int


class RelayLease(NamedTuple):
    """A relay whose process has not been declared dead: its lease has `remaining_ms` to go (negative: over).

    `trouble` is why it cannot carry events, as it said when it renewed last; empty: it can.
    """

    incarnation: int
    cluster: str
    name: str
    remaining_ms: int
    groups: int
    trouble: str


def group_of(shard: int) -> int:
    """Return the group of a shard: every group has shards of players and of tables (decision 0012)."""
    return shard % RELAY_GROUPS


def shards_of(groups: Collection[int]) -> list[int]:
    """Return the shards of `groups`, in order."""
    return [shard for shard in range(SHARD_COUNT) if group_of(shard) in groups]


class Announcements(Protocol):
    """The bell at the outbox, rung by hosts."""

    async def announce(self, shards: Collection[int]) -> None:
        """Tell the relays that these shards have new events. It may be lost. Raises Unreachable."""
        ...


class Outbox(Protocol):
    """Events behind their cursors, and who may advance these. The store's own clock decides about leases.

    It calls `heard(shards)`, given when it is made, for what is announced while it listens.
    """

    async def register(self, cluster: str, name: str, ttl_ms: int) -> int:
        """Return a new incarnation with a fresh lease and no groups; earlier ones of the name and cluster are dead."""
        ...

    async def renew(self, incarnation: int, ttl_ms: int, trouble: str) -> frozenset[int] | None:
        """Extend the lease and note the trouble; return the groups that it holds, None if it is dead.

        Raises Unreachable.
        """
        ...

    async def relays(self) -> Sequence[RelayLease]:
        """Return every relay that was not declared dead, by incarnation. Raises Unreachable."""
        ...

    async def claim(self, incarnation: int, count: int) -> frozenset[int]:
        """Take up to `count` groups that no living relay holds; return all that it holds then. Raises Unreachable.

        Those whose lease is over are dead from then on.

        Raises:
            Fenced: `incarnation` itself is dead.
        """
        ...

    async def release(self, incarnation: int, groups: Collection[int]) -> None:
        """Give up groups; those that it does not hold are left alone. Raises Unreachable."""
        ...

    async def leave(self, incarnation: int) -> None:
        """Declare itself dead: its groups are free at once. Raises Unreachable."""
        ...

    async def listen(self) -> None:
        """Hear announcements from now on, over a new connection if the former is lost. Raises Unreachable."""
        ...

    async def read(self, shards: Sequence[int], rows_max: int, bytes_max: int) -> Reading:
        """Return the next events of `shards` behind their cursors, each shard's in order and without a gap.

        All together at most about `rows_max`, at least one of each shard that has any; they end with the one by which
        their payloads reach `bytes_max`. Raises Unreachable.
        """
        ...

    async def advance(self, incarnation: int, cursors: Mapping[int, int]) -> None:
        """Note that everything of each shard up to this number is in the stream; no cursor goes back.

        Raises:
            Fenced: it is dead, or does not hold a shard; nothing was noted.
            Unreachable: it may or may not have been noted.
        """
        ...

    async def lags(self, shards: Sequence[int]) -> Mapping[int, Lag]:
        """Return how far the cursors of `shards` are behind, without those that are not. Raises Unreachable."""
        ...
