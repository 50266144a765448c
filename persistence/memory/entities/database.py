"""The tables in memory, the locks that Postgres would hold, and transactions that can be undone."""

import asyncio
from collections import defaultdict
from collections.abc import Callable, Collection
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass, field
from typing import Literal, NamedTuple, Self, TypeVar

from persistence.entities.ownership import SHARD_COUNT
from persistence.entities.records import (
    ActRow,
    CommandRow,
    FactRow,
    OutboxRow,
    PartRow,
    RevealedSeedRow,
    RoundRow,
    TellRow,
    TimerRow,
    TransferRow,
)
from persistence.errors import RefusedData, Unreachable

Key = TypeVar("Key")
Row = TypeVar("Row")


class Owner(NamedTuple):
    """A row of `shard_owner`."""

    incarnation: int | None
    epoch: int


@dataclass(slots=True)
class Host:
    """The fence and the lease of an incarnation; `expires_ms` in the time of the database's clock."""

    cluster: str
    name: str
    address: str
    expires_ms: int
    alive: bool = True
    serves: str = "all"
    draining: bool = False


@dataclass(slots=True)
class Relay:
    """The lease of a relay, and its groups; `expires_ms` in the time of the database's clock."""

    cluster: str
    name: str
    expires_ms: int
    trouble: str = ""
    groups: set[int] = field(default_factory=set)


class Order(NamedTuple):
    """A row of `host_order`; `at_ms` in the time of the database's clock."""

    serves: str
    at_ms: int


@dataclass
class Database:
    """Every table by its primary key, in the order of insertion. Stores may share one, as hosts share a server."""

    now_ms: Callable[[], int]
    timeline: str = "00000001"
    down: bool = False
    """While true every call raises Unreachable."""
    batches: dict[str, Literal["committed", "aborted"]] = field(default_factory=dict)
    commands: dict[tuple[str, int], CommandRow] = field(default_factory=dict)
    transfers: dict[tuple[str, int, int], TransferRow] = field(default_factory=dict)
    rounds: dict[tuple[str, int], RoundRow] = field(default_factory=dict)
    seeds: dict[str, RevealedSeedRow] = field(default_factory=dict)
    acts: dict[int, ActRow] = field(default_factory=dict)
    facts: dict[tuple[str, int, int], FactRow] = field(default_factory=dict)
    facts_once: dict[tuple[str, str, str, str], FactRow] = field(default_factory=dict)
    """Those with `once`, by kind, key, type and it."""
    receipts: dict[tuple[str, int], FactRow] = field(default_factory=dict)
    """Purchases that were paid, by the code of their receipt."""
    outbox: dict[tuple[int, int], OutboxRow] = field(default_factory=dict)
    outbox_at_ms: dict[tuple[int, int], int] = field(default_factory=dict)
    """When each event was committed."""
    outbox_cursor: dict[int, int] = field(default_factory=dict)
    outbox_heard: list[Callable[[Collection[int]], None]] = field(default_factory=list)
    """Those who listen to what is announced."""
    relays: dict[int, Relay] = field(default_factory=dict)
    relays_ever: int = 0
    tells: dict[str, TellRow] = field(default_factory=dict)
    timers: dict[tuple[str, str, str], TimerRow] = field(default_factory=dict)
    parts: dict[tuple[str, str, str], PartRow] = field(default_factory=dict)
    hosts: dict[int, Host] = field(default_factory=dict)
    orders: dict[tuple[str, str], Order] = field(default_factory=dict)
    owners: dict[int, Owner] = field(default_factory=lambda: dict.fromkeys(range(SHARD_COUNT), Owner(None, 0)))
    history: list[tuple[int, Owner]] = field(default_factory=list)
    _locks: defaultdict[tuple[str, object], asyncio.Lock] = field(default_factory=lambda: defaultdict(asyncio.Lock))

    def fence(self, incarnation: int) -> AbstractAsyncContextManager[None]:
        """The lock of an incarnation's fence row."""
        return self._locks["fence", incarnation]

    def batch(self, batch_id: str) -> AbstractAsyncContextManager[None]:
        """The lock that a unique index takes: a second insert of the same batch id waits for it."""
        return self._locks["batch", batch_id]

    def alive(self, incarnation: int) -> bool:
        """Return True if it is known and not dead."""
        return incarnation in self.hosts and self.hosts[incarnation].alive

    def reach(self) -> None:
        """Raise Unreachable while the database is down."""
        if self.down:
            raise Unreachable("the database is down")


class Transaction:
    """Changes of tables that are undone, last first, when the block ends with an exception."""

    def __init__(self) -> None:
        self._undo: list[Callable[[], object]] = []

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: object, trace: object) -> None:
        if kind is not None:
            for step in reversed(self._undo):
                step()

    def insert(self, table: dict[Key, Row], key: Key, row: Row, taken: type[RefusedData] = RefusedData) -> None:
        """Add a row. Raises `taken` when its key is; it names the parts of the key, and the first two as an entity."""
        if key in table:
            parts = [str(part) for part in key] if isinstance(key, tuple) else [str(key)]
            raise taken(f"{key} is stored already", [*parts, "/".join(parts[:2])])
        table[key] = row
        self._undo.append(lambda: table.pop(key))

    def replace(self, table: dict[Key, Row], key: Key, row: Row) -> None:
        """Change a row that is there."""
        before = table[key]
        table[key] = row
        self._undo.append(lambda: table.__setitem__(key, before))

    def delete(self, table: dict[Key, Row], key: Key) -> None:
        """Remove a row that is there."""
        before = table.pop(key)
        self._undo.append(lambda: table.__setitem__(key, before))
