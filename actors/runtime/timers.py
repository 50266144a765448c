"""Timers of a host's entities: durable ones are rows of their shard, ephemeral ones die with the activation.

A timer is armed when the turn that set it is durable, and gone when the turn that it caused is. Until then it fires
again: its command id stays the same, so that it counts once.
"""

import asyncio
import heapq
from collections.abc import Callable, Iterable

from actors.runtime.clock import Clock
from actors.runtime.entity import EntityRef
from persistence.records import TimerRow

TIMER_SLEEP_MS_MAX = 250
REFIRE_MS = 1000
"""How long a timer whose turn was undone waits before it fires again."""


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
        self._armed: dict[tuple[EntityRef, str], _Armed] = {}
        self._heap: list[tuple[int, int, _Armed]] = []
        self._count = 0
        self._wake = asyncio.Event()

    def __len__(self) -> int:
        return len(self._armed)

    def arm(self, row: TimerRow, *, durable: bool) -> None:
        """Set a timer, in place of the one of the same name."""
        armed = _Armed(row, durable=durable)
        self._armed[EntityRef(row.kind, row.key), row.name] = armed
        self._push(row.due_ms, armed)

    def adopt(self, rows: Iterable[TimerRow]) -> None:
        """Arm the stored timers of a shard."""
        for row in rows:
            self.arm(row, durable=True)

    def cancel(self, ref: EntityRef, name: str) -> None:
        self._armed.pop((ref, name), None)

    def done(self, ref: EntityRef, name: str, timer_id: str) -> None:
        """The turn of this timer is durable."""
        armed = self._armed.get((ref, name))
        if armed is not None and armed.row.id == timer_id:
            del self._armed[ref, name]

    def activation_dropped(self, ref: EntityRef, due_ms: int) -> None:
        """Ephemeral timers die with the activation; durable ones that had fired fire again at `due_ms`."""
        for key in [key for key in self._armed if key[0] == ref]:
            armed = self._armed[key]
            if not armed.durable:
                del self._armed[key]
            elif armed.fired:
                armed.fired = False
                self._push(due_ms, armed)

    def release(self, refs_of_shard: Callable[[TimerRow], bool]) -> None:
        """Forget every timer whose row belongs to a shard that this host gives up."""
        for key in [key for key, armed in self._armed.items() if refs_of_shard(armed.row)]:
            del self._armed[key]

    def fire_due(self) -> None:
        """Fire every timer that is due."""
        now_ms = self._clock.now_ms()
        while self._heap and self._heap[0][0] <= now_ms:
            _, _, armed = heapq.heappop(self._heap)
            key = (EntityRef(armed.row.kind, armed.row.key), armed.row.name)
            if self._armed.get(key) is armed and not armed.fired:
                armed.fired = True
                self._fire(armed.row, armed.durable)

    async def run(self, wait_until_allowed: Callable[[], "asyncio.Future[None] | None"]) -> None:
        """Fire timers as they fall due, while the lease allows it."""
        while True:
            while (waiting := wait_until_allowed()) is not None:
                await waiting
            self.fire_due()
            self._wake.clear()
            delay_ms = TIMER_SLEEP_MS_MAX
            if self._heap:
                delay_ms = min(max(self._heap[0][0] - self._clock.now_ms(), 1), TIMER_SLEEP_MS_MAX)
            try:
                async with asyncio.timeout(delay_ms / 1000):
                    await self._wake.wait()
            except TimeoutError:
                pass

    def _push(self, due_ms: int, armed: _Armed) -> None:
        self._count += 1
        heapq.heappush(self._heap, (due_ms, self._count, armed))
        self._wake.set()
