"""The loop of a relay: reads the events of its shards, publishes them, moves the cursors behind what is acknowledged.

One batch is under way at a time, and nothing is published behind a gap: so the events of a shard keep their order, and
whatever dies between publishing and the cursor publishes the same events again, with the same ids. It is woken by what
hosts announce, and looks every LOOK_MS for what nobody has announced.

Without its broker a relay waits, longer each time; play goes on, and the outbox keeps everything.
"""

import asyncio
from collections.abc import Callable, Collection, Sequence
from typing import Protocol

import structlog

from actors.runtime.clock import Clock
from cluster.processes.relay.broker import Broker, BrokerUnreachable, Published
from cluster.processes.relay.events import message_of
from cluster.processes.relay.tenure import Tenure
from persistence.errors import Fenced, StoreError
from persistence.stream.outbox import Outbox, StoredEvent, group_of, shards_of

ROWS_MAX = 2_048
BYTES_MAX = 2 * 1024 * 1024
"""Of one batch: payloads, before they are wrapped."""
PACE_MS = 50
"""Between two batches when the first has carried everything: what comes meanwhile is read together."""
LOOK_MS = 3_000
RETRY_MS_MIN = 200
RETRY_MS_MAX = 5_000
STALL_MS = 2_000
"""A batch that is under way for longer is trouble, before anybody gives it up."""
AWAY = "the broker does not answer"

log = structlog.get_logger("relay")


class CarrierCounters(Protocol):
    """Counts of a relay."""

    def published(self, events: Sequence[StoredEvent]) -> None: ...
    def failed(self) -> None: ...
    def behind(self, events: int, age_ms: int) -> None: ...


class Carrier:
    """Carries the events of the groups that its `tenure` holds. `jitter` draws from 0 to 1."""

    def __init__(
        self,
        outbox: Outbox,
        broker: Broker,
        tenure: Tenure,
        clock: Clock,
        counters: CarrierCounters,
        jitter: Callable[[], float],
    ) -> None:
        self._outbox = outbox
        self._broker = broker
        self._tenure = tenure
        self._clock = clock
        self._counters = counters
        self._jitter = jitter
        self._wake = asyncio.Event()
        self._ending = False
        self._pending: set[int] = set()
        """Shards that may have events behind their cursors."""
        self._held: dict[int, float] = {}
        """Shards whose events the broker did not take while it took others, and when they are tried again."""
        self._reached = False
        self._away = False
        self._failures = 0
        self._retry_ms = 0.0
        self._next_ms = 0.0
        self._look_ms = 0.0
        self._under_way_ms: float | None = None

    def heard(self, shards: Collection[int]) -> None:
        """Carry what these shards have, those that are ours."""
        self._pending.update(shards)
        self._wake.set()

    def wake(self) -> None:
        """Look at once whether something is to be done."""
        self._wake.set()

    def end(self) -> None:
        """Let `run` return after the batch that is under way."""
        self._ending = True
        self._wake.set()

    def trouble(self) -> str:
        """Return why nothing can be carried now, in a few words for the public; empty: it can."""
        since_ms = self._under_way_ms
        stalls = since_ms is not None and self._clock.monotonic_ms() - since_ms > STALL_MS
        return AWAY if stalls or self._away else ""

    async def run(self) -> None:
        """Carry until `end`."""
        while not self._ending:
            try:
                wait_ms = await self.step()
            except StoreError as error:
                log.warning("relay_store_unreachable", error=str(error))
                wait_ms = RETRY_MS_MIN
            if wait_ms > 0 and not self._ending:
                await self._woken_within(wait_ms)

    async def step(self) -> float:
        """Do what is due; return after how many ms something else is, if nobody is heard before. Raises StoreError."""
        try:
            return await self._step()
        except BrokerUnreachable as error:
            self._broker_failed(str(error))
            return self._until(self._retry_ms)
        except Fenced as error:
            self._tenure.lose(str(error))
            return RETRY_MS_MIN

    async def _step(self) -> float:
        if await self._tenure.settle():
            self._look_ms = 0.0
        if self._until(self._look_ms) <= 0:
            await self._look()
        if (wait_ms := self._until(max(self._retry_ms, self._next_ms))) > 0:
            return min(wait_ms, self._until(self._look_ms))
        if not self._reached:
            await self._broker.reach()
            self._reached, self._away = True, False
        due = self._due()
        if due and self._tenure.valid():
            await self._carry(due)
            if self._due():
                return 0
            self._next_ms = self._clock.monotonic_ms() + PACE_MS
        return max(0.0, self._until(min([self._look_ms, *self._held.values()])))

    def _due(self) -> set[int]:
        """Return our shards with events that may be tried now, and forget what is not ours."""
        now_ms, groups = self._clock.monotonic_ms(), self._tenure.groups
        self._pending = {shard for shard in self._pending if group_of(shard) in groups}
        self._held = {shard: due_ms for shard, due_ms in self._held.items() if due_ms > now_ms}
        return self._pending - self._held.keys()

    async def _look(self) -> None:
        """Find what nobody has announced, and measure how far behind we are."""
        await self._outbox.listen()
        lags = await self._outbox.lags(shards_of(self._tenure.groups))
        self._pending.update(lags)
        self._counters.behind(
            sum(lag.events for lag in lags.values()), max((lag.age_ms for lag in lags.values()), default=0)
        )
        self._look_ms = self._clock.monotonic_ms() + LOOK_MS

    async def _carry(self, shards: set[int]) -> None:
        self._pending -= shards
        left: Collection[int] = shards
        try:
            reading = await self._outbox.read(sorted(shards), ROWS_MAX, BYTES_MAX)
            published = await self._publish(reading.events)
            cursors = last_acknowledged(reading.events, published.acknowledged)
            if cursors:
                await self._outbox.advance(self._tenure.incarnation, cursors)
            left = reading.more | {
                event.shard for event, done in zip(reading.events, published.acknowledged, strict=True) if not done
            }
        finally:
            self._pending.update(left)
        self._counters.published([event for event in reading.events if event.seq <= cursors.get(event.shard, 0)])
        if published.failure:
            self._some_failed(reading.events, published, cursors.keys())
        elif reading.events:
            self._failures = 0

    async def _publish(self, events: Sequence[StoredEvent]) -> Published:
        if not events:
            return Published(())
        self._under_way_ms = self._clock.monotonic_ms()
        try:
            return await self._broker.publish([message_of(event) for event in events])
        finally:
            self._under_way_ms = None

    def _some_failed(self, events: Sequence[StoredEvent], published: Published, moved: Collection[int]) -> None:
        """Hold back the shards at fault when others went through; when none did, the broker itself is at fault."""
        self._broker_failed(published.failure)
        if not moved:
            return
        retry_ms, self._retry_ms = self._retry_ms, 0.0
        self._reached, self._away = True, False
        for event, done in zip(events, published.acknowledged, strict=True):
            if not done:
                self._held[event.shard] = retry_ms

    def _broker_failed(self, reason: str) -> None:
        wait_ms = min(RETRY_MS_MAX, RETRY_MS_MIN * 2**self._failures) * (0.5 + self._jitter() / 2)
        self._failures = min(self._failures + 1, 16)
        self._reached, self._away = False, True
        self._retry_ms = self._clock.monotonic_ms() + wait_ms
        self._counters.failed()
        log.warning("relay_broker_failed", error=reason, retry_ms=round(wait_ms))

    def _until(self, due_ms: float) -> float:
        return due_ms - self._clock.monotonic_ms()

    async def _woken_within(self, wait_ms: float) -> None:
        try:
            async with asyncio.timeout(wait_ms / 1000):
                await self._wake.wait()
        except TimeoutError:
            pass
        self._wake.clear()


def last_acknowledged(events: Sequence[StoredEvent], acknowledged: Sequence[bool]) -> dict[int, int]:
    """Return the number of each shard's last event before its first that is not acknowledged; `events` are in order."""
    cursors: dict[int, int] = {}
    stopped: set[int] = set()
    for event, done in zip(events, acknowledged, strict=True):
        if not done:
            stopped.add(event.shard)
        elif event.shard not in stopped:
            cursors[event.shard] = event.seq
    return cursors
