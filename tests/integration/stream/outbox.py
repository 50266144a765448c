"""A host that does nothing but write events: commits with rows of the outbox, and announcements."""

import secrets
from collections import defaultdict
from typing import Self

from actors.runtime.ownership.shards import shard_of
from persistence.entities.records import CommitRequest, OutboxRow
from persistence.postgres.entities.store import PostgresStore

LEASE_TTL_MS = 1_500
"""Of relays under test: hand-overs wait for it."""


class Outbox:
    """Made by `of`. `written` are the ids of all events by the key of their player, in order."""

    def __init__(self, store: PostgresStore, incarnation: int, epochs: dict[int, int]) -> None:
        self._store = store
        self._incarnation = incarnation
        self._epochs = epochs
        self._seqs: dict[int, int] = defaultdict(int)
        self.written: dict[str, list[str]] = defaultdict(list)

    @classmethod
    async def of(cls, store: PostgresStore) -> Self:
        incarnation = await store.register("test", "host-0", "unix:/h", 60_000)
        return cls(store, incarnation, dict(await store.claim(incarnation, range(1024))))

    @property
    def count(self) -> int:
        return sum(len(ids) for ids in self.written.values())

    async def write(self, *players: str, announce: bool = True) -> None:
        """One event of each of these players, in one commit."""
        request = CommitRequest(secrets.token_hex(16), self._incarnation)
        for player in players:
            shard, key = shard_of("user", player), f"user/{player}"
            self._seqs[shard] += 1
            row = OutboxRow(shard, self._seqs[shard], secrets.token_hex(16), "game.round_settled", key, b'{"bet":100}')
            request.outbox.append(row)
            request.shards[shard] = self._epochs[shard]
            self.written[key].append(row.event_id)
        await self._store.commit(request)
        if announce:
            await self._store.announce(request.shards)
