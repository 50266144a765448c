"""The outbox on tables in memory, by the rules of migrations/sql/0029_relays.sql."""

from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from datetime import UTC, datetime

from persistence.errors import Fenced
from persistence.memory.entities.database import Database, Relay
from persistence.stream.outbox import RELAY_GROUPS, Lag, Reading, RelayLease, StoredEvent, group_of


class MemoryOutbox:
    """The in-memory `Outbox`, on the tables of a `MemoryStore`."""

    def __init__(self, tables: Database, heard: Callable[[Collection[int]], None] = lambda _: None) -> None:
        self._tables = tables
        self._heard = heard

    async def register(self, cluster: str, name: str, ttl_ms: int) -> int:
        """See `Outbox.register`."""
        relays = self._reached()
        for earlier, relay in list(relays.items()):
            if (relay.cluster, relay.name) == (cluster, name):
                del relays[earlier]
        self._tables.relays_ever += 1
        relays[self._tables.relays_ever] = Relay(cluster, name, self._tables.now_ms() + ttl_ms)
        return self._tables.relays_ever

    async def renew(self, incarnation: int, ttl_ms: int, trouble: str) -> frozenset[int] | None:
        """See `Outbox.renew`."""
        relay = self._reached().get(incarnation)
        if relay is None:
            return None
        relay.expires_ms, relay.trouble = self._tables.now_ms() + ttl_ms, trouble
        return frozenset(relay.groups)

    async def relays(self) -> Sequence[RelayLease]:
        """See `Outbox.relays`."""
        now_ms = self._tables.now_ms()
        return [
            RelayLease(number, each.cluster, each.name, each.expires_ms - now_ms, len(each.groups), each.trouble)
            for number, each in sorted(self._reached().items())
        ]

    async def claim(self, incarnation: int, count: int) -> frozenset[int]:
        """See `Outbox.claim`."""
        relays, now_ms = self._reached(), self._tables.now_ms()
        for other, relay in list(relays.items()):
            if other != incarnation and relay.expires_ms < now_ms:
                del relays[other]
        mine = self._living(incarnation).groups
        free = sorted(set(range(RELAY_GROUPS)) - set().union(*(relay.groups for relay in relays.values())))
        mine.update(free[:count])
        return frozenset(mine)

    async def release(self, incarnation: int, groups: Collection[int]) -> None:
        """See `Outbox.release`."""
        if incarnation in self._reached():
            self._tables.relays[incarnation].groups.difference_update(groups)

    async def leave(self, incarnation: int) -> None:
        """See `Outbox.leave`."""
        self._reached().pop(incarnation, None)

    async def listen(self) -> None:
        """See `Outbox.listen`."""
        self._tables.reach()
        if self._heard not in self._tables.outbox_heard:
            self._tables.outbox_heard.append(self._heard)

    async def read(self, shards: Sequence[int], rows_max: int, bytes_max: int) -> Reading:
        """See `Outbox.read`."""
        self._tables.reach()
        if not shards:
            return Reading((), frozenset())
        each_max = max(1, rows_max // len(shards))
        waiting = {shard: list(self._behind(shard))[:each_max] for shard in shards}
        in_turns = sorted((event.seq - self._cursor(shard), event) for shard in shards for event in waiting[shard])
        taken: list[StoredEvent] = []
        size = 0
        for _, event in in_turns:
            if size >= bytes_max:
                break
            taken.append(event)
            size += len(event.payload)
        counts = Counter(event.shard for event in taken)
        more = set(shards) if size >= bytes_max else {shard for shard, count in counts.items() if count == each_max}
        return Reading(sorted(taken), frozenset(more))

    async def advance(self, incarnation: int, cursors: Mapping[int, int]) -> None:
        """See `Outbox.advance`."""
        self._tables.reach()
        groups = self._living(incarnation).groups
        if not {group_of(shard) for shard in cursors} <= groups:
            raise Fenced(f"relay incarnation {incarnation} does not hold all of these shards")
        for shard, seq in cursors.items():
            self._tables.outbox_cursor[shard] = max(seq, self._cursor(shard))

    async def lags(self, shards: Sequence[int]) -> Mapping[int, Lag]:
        """See `Outbox.lags`."""
        self._tables.reach()
        now_ms, found = self._tables.now_ms(), {}
        for shard in shards:
            behind = list(self._behind(shard))
            if behind:
                age_ms = now_ms - self._tables.outbox_at_ms[shard, behind[0].seq]
                found[shard] = Lag(len(behind), max(0, age_ms))
        return found

    def _reached(self) -> dict[int, Relay]:
        self._tables.reach()
        return self._tables.relays

    def _living(self, incarnation: int) -> Relay:
        if incarnation not in self._tables.relays:
            raise Fenced(f"relay incarnation {incarnation} is dead")
        return self._tables.relays[incarnation]

    def _cursor(self, shard: int) -> int:
        return self._tables.outbox_cursor.get(shard, 0)

    def _behind(self, shard: int) -> Iterator[StoredEvent]:
        """Yield the events of a shard behind its cursor, in order."""
        for number in sorted(key for key in self._tables.outbox if key[0] == shard and key[1] > self._cursor(shard)):
            at = datetime.fromtimestamp(self._tables.outbox_at_ms[number] / 1000, UTC)
            yield StoredEvent(*self._tables.outbox[number], at)
