"""The durable timers of a host: those that are due soon are in memory, as many as there is room for.

A timer is a row before it is armed, so that none has to be kept in memory. Of each shard everything up to a place in
the order of due times is in memory; what is due later is read by page as the horizon, HORIZON_MS ahead, moves on. When
there is no room, the places are drawn in: those due last are forgotten until others are done.
"""

import asyncio
from collections.abc import Iterable
from contextlib import suppress
from typing import Protocol

import structlog

from actors.runtime.clock import Clock
from actors.runtime.entity import EntityRef
from actors.runtime.turns.timers import Timers, place_of
from persistence.entities.commits import CommitStore
from persistence.entities.records import TimerPlace, TimerRow
from persistence.errors import StoreError

HORIZON_MS = 10 * 60 * 1000
"""How far ahead of the clock timers are kept in memory."""
TIMERS_PER_READ = 1_000
"""Timers of one read, and never more than an eighth of the bound."""
TIMERS_MAX_MIN = 2
"""With room for one, a timer that is due late would keep out one that is due at once."""
LOOK_MS = 250
"""How often a host looks if the horizon has come near, or if there is room again."""
READ_RETRY_S = 0.2
NOTHING = TimerPlace(-1, "")
"""The place before every timer."""

log = structlog.get_logger("timers")


class StoredTimersMetrics(Protocol):
    """Counts of stored timers."""

    def timers_left_in_store(self, count: int) -> None: ...


class StoredTimers:
    """Arms timers in `timers`, at most `timers_max` durable ones, and reads the others from the store in time."""

    def __init__(
        self, store: CommitStore, timers: Timers, clock: Clock, metrics: StoredTimersMetrics, timers_max: int
    ) -> None:
        if timers_max < TIMERS_MAX_MIN:
            raise ValueError(f"a host needs room for {TIMERS_MAX_MIN} timers, not {timers_max}")
        self._store = store
        self._timers = timers
        self._clock = clock
        self._metrics = metrics
        self._max = timers_max
        self._page = max(1, min(TIMERS_PER_READ, timers_max // 8))
        self._read_to: dict[int, TimerPlace] = {}
        """By shard: every timer up to there is in memory."""
        self._limit = NOTHING
        """Up to where timers are to be in memory."""
        self._has_no_room = False
        self._reading: set[int] = set()
        """Shards that are read now and have not been given up meanwhile."""
        self._changed: set[tuple[EntityRef, str]] = set()
        """Timers that were set, cancelled or done during a read, which may still show what they were."""
        self._wake = asyncio.Event()

    # --- the outcome of turns ---

    def arm(self, row: TimerRow, *, durable: bool) -> None:
        """Set a timer, in place of the one of the same name; one that is due late is left to the store."""
        ref = EntityRef(row.kind, row.key)
        self._note(ref, row.name)
        if durable and not self._reading and place_of(row) > self._read_to.get(row.shard, NOTHING):
            self._timers.cancel(ref, row.name)
            if self._has_no_room:
                self._metrics.timers_left_in_store(1)
            return
        self._timers.arm(row, durable=durable)
        if self._timers.durable > self._max:
            self._make_room()

    def cancel(self, ref: EntityRef, name: str) -> None:
        """Forget a timer, if it is set."""
        self._note(ref, name)
        self._timers.cancel(ref, name)

    def done(self, ref: EntityRef, name: str, timer_id: str) -> None:
        """Remove a timer whose turn is durable, unless it was set again."""
        self._note(ref, name)
        self._timers.done(ref, name, timer_id)

    def id_of(self, ref: EntityRef, name: str) -> str:
        """Return the command id of the timer, empty when it is not in memory; one that has fired is."""
        return self._timers.id_of(ref, name)

    def _note(self, ref: EntityRef, name: str) -> None:
        if self._reading:
            self._changed.add((ref, name))

    # --- shards ---

    def adopt(self, shard: int) -> None:
        """Read the timers that the last owner of a shard has left."""
        self._read_to[shard] = NOTHING
        self._reading.discard(shard)
        self.look()

    def release(self, shards: Iterable[int]) -> None:
        """Forget the timers of shards that this host gives up: their next owner reads them."""
        for shard in shards:
            self._read_to.pop(shard, None)
            self._reading.discard(shard)
        self._timers.release(lambda row: row.shard not in self._read_to)

    # --- reading ---

    def look(self) -> None:
        """Look now what has come near."""
        self._wake.set()

    async def run(self) -> None:
        """Read what comes near, until cancelled."""
        while True:
            self._wake.clear()
            self._look_ahead()
            try:
                while self._behind() and self._finds_room():
                    await self._read_page()
            except StoreError as error:
                log.warning("timers_not_read", error=str(error))
                await asyncio.sleep(READ_RETRY_S)
                continue
            with suppress(TimeoutError):
                async with asyncio.timeout(LOOK_MS / 1000):
                    await self._wake.wait()

    def _look_ahead(self) -> None:
        """Move the horizon on when half of it is over, and when there is room again."""
        now_ms = self._clock.now_ms()
        has_room = not self._has_no_room or self._timers.durable <= self._max // 2
        if has_room and self._limit.due_ms < now_ms + HORIZON_MS // 2:
            self._has_no_room = False
            self._limit = TimerPlace(now_ms + HORIZON_MS, "")

    def _behind(self) -> dict[int, TimerPlace]:
        return {shard: place for shard, place in self._read_to.items() if place < self._limit}

    def _finds_room(self) -> bool:
        """Return whether a page has room: those that are due last make some, those that have fired cannot."""
        if self._timers.durable + self._page > self._max:
            self._make_room()
        return self._timers.durable + self._page <= self._max

    def _make_room(self) -> None:
        """Forget the timers that are due last, a quarter of the bound and what is beyond it."""
        before = self._timers.durable
        last = self._timers.forget_latest(self._max * 3 // 4)
        if last is not None:
            self._has_no_room = True
            self._limit = min(self._limit, last)
            self._read_to = {shard: min(place, self._limit) for shard, place in self._read_to.items()}
            self._metrics.timers_left_in_store(before - self._timers.durable)

    async def _read_page(self) -> None:
        behind, until = self._behind(), self._limit
        self._reading = set(behind)
        try:
            rows = await self._store.timers(behind, until, self._page)
            shards, changed = self._reading, self._changed
        finally:
            self._reading, self._changed = set(), set()
        reached = until
        if len(rows) == self._page:
            reached = place_of(rows[-1])
        for shard in shards:
            self._read_to[shard] = min(max(behind[shard], reached), self._limit)
        for row in rows:
            is_wanted = row.shard in shards and place_of(row) <= self._limit
            if is_wanted and (EntityRef(row.kind, row.key), row.name) not in changed:
                self._timers.arm(row, durable=True)
