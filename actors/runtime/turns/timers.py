"""The timers that a host has in memory: durable ones are rows of their shard, ephemeral ones die with the activation.

A timer is armed when the turn that set it is durable, and removed when the turn that it caused is. If that is undone,
the timer fires again: its command id stays the same, so that it counts once.
"""

import asyncio
import heapq
from collections.abc import Callable, Iterator
from contextlib import suppress
from itertools import chain

from actors.runtime.clock import Clock
from actors.runtime.entity import EntityRef
from persistence.entities.records import TimerPlace, TimerRow

TIMER_SLEEP_MS_MAX = 250
REFIRE_MS = 1000
"""How long a timer whose turn was undone or refused waits before it fires again."""
STALE_ENTRIES_MIN = 1024
"""Entries of cancelled timers that the heap may hold before it is rebuilt."""


def place_of(row: TimerRow) -> TimerPlace:
    """Return where a timer stands in the order of due times."""
    return TimerPlace(row.due_ms, row.id)


class _Armed:
    __slots__ = ("durable", "fired", "row")

    def __init__(self, row: TimerRow, *, durable: bool) -> None:
        self.row = row
        self.durable = durable
        self.fired = False


class Timers:
    """The timers of one host; `fire` is called with each one that is due, and whether it is durable."""

    def __init__(self, clock: Clock, fire: Callable[[TimerRow, bool], None]) -> None:
        self._clock = clock
        self._fire = fire
        self._armed: dict[EntityRef, dict[str, _Armed]] = {}
        self._heap: list[tuple[int, int, _Armed]] = []
        self._length = 0
        self.durable = 0
        """How many of them are durable."""
        self._count = 0
        self._wake = asyncio.Event()

    def __len__(self) -> int:
        return self._length

    def arm(self, row: TimerRow, *, durable: bool) -> None:
        """Set a timer, in place of the one of the same name."""
        ref = EntityRef(row.kind, row.key)
        if self.id_of(ref, row.name) == row.id:
            return  # it is this one, and may have fired
        self.cancel(ref, row.name)
        armed = _Armed(row, durable=durable)
        self._armed.setdefault(ref, {})[row.name] = armed
        self._length += 1
        self.durable += durable
        self._push(row.due_ms, armed)

    def id_of(self, ref: EntityRef, name: str) -> str:
        """Return the command id of the timer, empty when it is not set."""
        armed = self._find(ref, name)
        return armed.row.id if armed is not None else ""

    def cancel(self, ref: EntityRef, name: str) -> None:
        """Forget a timer, if it is set."""
        armed = self._find(ref, name)
        if armed is not None:
            self._length -= 1
            self.durable -= armed.durable
            del self._armed[ref][name]
            if not self._armed[ref]:
                del self._armed[ref]

    def done(self, ref: EntityRef, name: str, timer_id: str) -> None:
        """Remove a timer whose turn is durable, unless it was set again."""
        if self.id_of(ref, name) == timer_id:
            self.cancel(ref, name)

    def fire_again(self, ref: EntityRef, name: str, due_ms: int) -> None:
        """Fire a timer once more at `due_ms`: its turn did not take place."""
        armed = self._find(ref, name)
        if armed is not None and armed.fired:
            armed.fired = False
            self._push(due_ms, armed)

    def activation_dropped(self, ref: EntityRef, due_ms: int) -> None:
        """Cancel the ephemeral timers of an activation; its durable ones that have fired fire again at `due_ms`."""
        for name, armed in list(self._armed.get(ref, {}).items()):
            if armed.durable:
                self.fire_again(ref, name, due_ms)
            else:
                self.cancel(ref, name)

    def release(self, leaves: Callable[[TimerRow], bool]) -> None:
        """Forget every timer for which `leaves` is true: those of shards that this host gives up."""
        for row in [armed.row for armed in self._all()]:
            if leaves(row):
                self.cancel(EntityRef(row.kind, row.key), row.name)

    def forget_latest(self, kept_max: int) -> TimerPlace | None:
        """Forget the durable timers that are due last until `kept_max` are left, as far as they have not fired.

        Return the place up to which none was forgotten; None if none was.
        """
        waiting = [armed.row for armed in self._all() if armed.durable and not armed.fired]
        waiting.sort(key=place_of)
        kept = max(0, kept_max - (self.durable - len(waiting)))
        for row in waiting[kept:]:
            self.cancel(EntityRef(row.kind, row.key), row.name)
        if kept >= len(waiting):
            return None
        return place_of(waiting[kept - 1]) if kept else TimerPlace(waiting[0].due_ms - 1, "")

    def fire_due(self) -> None:
        """Fire every timer that is due."""
        now_ms = self._clock.now_ms()
        while self._heap and self._heap[0][0] <= now_ms:
            _, _, armed = heapq.heappop(self._heap)
            if self._is_set(armed) and not armed.fired:
                armed.fired = True
                self._fire(armed.row, armed.durable)

    async def run(self, wait_until_allowed: Callable[[], "asyncio.Future[None] | None"]) -> None:
        """Fire timers as they fall due, while the lease allows it, until cancelled."""
        while True:
            while (waiting := wait_until_allowed()) is not None:
                await waiting
            self.fire_due()
            self._wake.clear()
            delay_ms = TIMER_SLEEP_MS_MAX
            if self._heap:
                delay_ms = min(max(self._heap[0][0] - self._clock.now_ms(), 1), TIMER_SLEEP_MS_MAX)
            with suppress(TimeoutError):
                async with asyncio.timeout(delay_ms / 1000):
                    await self._wake.wait()

    def _all(self) -> Iterator[_Armed]:
        return chain.from_iterable(named.values() for named in self._armed.values())

    def _find(self, ref: EntityRef, name: str) -> _Armed | None:
        return self._armed.get(ref, {}).get(name)

    def _is_set(self, armed: _Armed) -> bool:
        row = armed.row
        return self._find(EntityRef(row.kind, row.key), row.name) is armed

    def _push(self, due_ms: int, armed: _Armed) -> None:
        if len(self._heap) > 2 * self._length + STALE_ENTRIES_MIN:
            self._heap = [entry for entry in self._heap if self._is_set(entry[2])]
            heapq.heapify(self._heap)
        self._count += 1
        heapq.heappush(self._heap, (due_ms, self._count, armed))
        self._wake.set()
