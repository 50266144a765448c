"""Group commits, and what a host reads to serve its entities: the port.

`persistence.postgres.entities` and `persistence.memory.entities` are its stores; `tests/contracts/test_commit_store.py`
runs both.
"""

from collections.abc import Collection, Mapping, Sequence
from typing import Protocol

from persistence.entities.records import (
    CommitRequest,
    LoadedPart,
    ShardState,
    StoredReply,
    TellRow,
    TimerPlace,
    TimerRow,
)

TELLS_PER_SHARD = 100
"""Open tells of a shard that are read at a time."""


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
        """Return True if the batch was committed; if it was not, it never can be from then on.

        Waits for a commit of that batch that still runs. Raises Unreachable.
        """
        ...

    async def load(self, refs: Sequence[tuple[str, str]]) -> Mapping[tuple[str, str], Mapping[str, LoadedPart]]:
        """Return the stored parts of entities (kind, key), without those never stored. Raises Unreachable."""
        ...

    async def replies(self, keys: Sequence[tuple[int, str]]) -> Mapping[str, StoredReply]:
        """Return what is stored of the commands (shard, tx), by tx, without unknown ones. Raises Unreachable."""
        ...

    async def adopt(self, shards: Sequence[int]) -> Sequence[ShardState]:
        """Return the state of `shards` that their new owner must know before it serves them. Raises Unreachable."""
        ...

    async def open_tells(self, shards: Sequence[int], known: Collection[str]) -> Sequence[TellRow]:
        """Return the oldest open tells of each shard without those `known`, oldest first, TELLS_PER_SHARD of each.

        Raises Unreachable.
        """
        ...

    async def timers(self, after: Mapping[int, TimerPlace], until: TimerPlace, rows_max: int) -> Sequence[TimerRow]:
        """Return the timers of each shard behind its place in `after`, up to and with `until`, by place.

        `rows_max` of all shards together: if they are fewer, these are all. Raises Unreachable.
        """
        ...
