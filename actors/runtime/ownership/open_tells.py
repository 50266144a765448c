"""The open tells of a host: as many as it has room for are handed to its teller, the others stay in the store.

A tell is a row before it is told, so that none has to be kept in memory. A shard with tells that only the store has is
*behind*: its new ones are left there too, and read in their order by page as those before them are delivered.
"""

import asyncio
from collections import Counter
from collections.abc import Awaitable, Callable, Collection, Iterable
from typing import Protocol

import structlog

from actors.runtime.turns.outputs import Teller
from persistence.entities.commits import TELLS_PER_SHARD, CommitStore
from persistence.entities.records import TellRow
from persistence.errors import Fenced, StoreError

SHARDS_PER_READ = 32
"""Shards of which a page is read at a time."""
READ_RETRY_S = 0.2

log = structlog.get_logger("teller")


class OpenTellsMetrics(Protocol):
    """Counts of open tells."""

    def tell_left_in_store(self) -> None: ...


class OpenTells:
    """A `Teller` with a bound. `flushed` returns when every commit up to now is durable."""

    def __init__(
        self,
        store: CommitStore,
        teller: Teller,
        flushed: Callable[[], Awaitable[None]],
        metrics: OpenTellsMetrics,
        tells_max: int,
    ) -> None:
        self._store = store
        self._teller = teller
        self._flushed = flushed
        self._metrics = metrics
        self._max = tells_max
        self._known: dict[int, set[str]] = {}
        """Those in memory, by shard."""
        self._count = 0
        self._behind: dict[int, bool] = {}
        """Shards that are behind, and whether a tell was left to the store since the last read of them."""
        self._finished: set[str] | None = None
        """Those that their receivers have stored during a read, which may still show them; None between reads."""
        self._wake = asyncio.Event()

    def __len__(self) -> int:
        return self._count

    def tell(self, row: TellRow, caused_ms: float | None = None, *, fresh: bool = False) -> None:
        """See `Teller.tell`; a tell that there is no room for is told later, from the store."""
        if row.shard in self._behind or self._count >= self._max:
            self._behind[row.shard] = True
            self._metrics.tell_left_in_store()
        else:
            self._hand_over(row, caused_ms, fresh=fresh)

    def adopt(self, shard: int, tells: Collection[TellRow]) -> None:
        """Tell what the last owner of a shard has left; `tells` is its first page."""
        for row in tells:
            self.tell(row)
        if len(tells) >= TELLS_PER_SHARD:
            self._behind[shard] = True
        if shard in self._behind:
            self._wake.set()

    def finished(self, shard: int, tell_id: str) -> None:
        """Forget a tell whose receiver has stored it."""
        known = self._known.get(shard)
        if known is not None and tell_id in known:
            known.discard(tell_id)
            self._count -= 1
        if self._finished is not None:
            self._finished.add(tell_id)
        if self._behind:
            self._wake.set()

    def release(self, shards: Iterable[int]) -> None:
        """Forget the tells of shards that this host gives up: their next owner reads them."""
        for shard in shards:
            self._count -= len(self._known.pop(shard, ()))
            self._behind.pop(shard, None)

    async def run(self) -> None:
        """Read what is left in the store as room is made, until cancelled."""
        while True:
            await self._wake.wait()
            self._wake.clear()
            while self._behind and self._count <= self._max // 2:
                try:
                    await self._read_page()
                except Fenced:
                    return  # the host stops
                except StoreError as error:  # whatever it is: they wait in the store, and the host goes on
                    log.warning("tells_not_read", error=str(error))
                    await asyncio.sleep(READ_RETRY_S)

    async def _read_page(self) -> None:
        shards = list(self._behind)[:SHARDS_PER_READ]
        self._behind.update(dict.fromkeys(shards, False))
        finished: set[str] = set()
        self._finished = finished
        try:
            await self._flushed()  # what was finished before is deleted by then, and what is finished later is noted
            known = {tell_id for shard in shards for tell_id in self._known.get(shard, ())}
            rows = await self._store.open_tells(shards, known)
        finally:
            self._finished = None
        for row in rows:
            if row.shard in self._behind and row.id not in finished:
                self._hand_over(row, None, fresh=False)
        counts = Counter(row.shard for row in rows)
        for shard in shards:
            left_meanwhile = self._behind.pop(shard, None)  # None: the shard was given up
            if left_meanwhile or (left_meanwhile is not None and counts[shard] >= TELLS_PER_SHARD):
                self._behind[shard] = True  # behind all others: every shard has its turn

    def _hand_over(self, row: TellRow, caused_ms: float | None, *, fresh: bool) -> None:
        known = self._known.setdefault(row.shard, set())
        if row.id not in known:
            known.add(row.id)
            self._count += 1
            self._teller.tell(row, caused_ms, fresh=fresh)
