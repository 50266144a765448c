"""The router: the way of gateways, and of hosts that tell, to the present owner of an entity.

Calls of one entity keep their order: while the oldest is being sent again (a broken link, `moved`), later ones wait
behind it in the entity's call lane. What is sent again keeps its id, so that it counts once. Sockets are attached again
to the new owner. The shard map is a hint; what comes from below the highest epoch seen of a shard is dropped.
"""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from itertools import count
from typing import Any, Protocol, assert_never

import structlog

from actors.runtime.clock import Clock
from actors.runtime.entity import EntityRef
from actors.runtime.link.attachments import Attachments, Subscriber
from actors.runtime.link.calls import CallLane, Pending
from actors.runtime.link.envelope import Answer, Attach, Attached, Call, Detached, Downstream, Moved, Push
from actors.runtime.link.owners import Dial, Owners
from actors.runtime.link.stream import Link
from actors.runtime.ownership.shards import shard_of
from actors.runtime.turns.replies import error_bytes
from persistence.entities.ownership import ShardPlace
from persistence.errors import StoreError

CALLS_MAX = 50_000
"""Unanswered calls of one router; more are answered `unavailable`."""
LANE_CALLS_MAX = 256
"""Unanswered calls to one entity from one router."""
REROUTE_MS_MIN = 10
"""Pause between two reads of the shard map; twice as long each time while an owner is out of reach."""
REROUTE_MS_MAX = 500
EXPIRY_SWEEP_MS = 200
ANSWER_GRACE_MS = 250
"""How much longer the router waits than it tells the host, so that an expired command is surely not run any more."""

log = structlog.get_logger("router")


class RouterMetrics(Protocol):
    """Counts of routing."""

    def resent(self, count: int) -> None: ...
    def stale_dropped(self) -> None: ...


class Router:
    """Routes calls and sockets to entities. `run` serves until cancelled; the rest is called from the event loop."""

    def __init__(
        self,
        shard_map: Callable[[], Awaitable[Sequence[ShardPlace]]],
        dial: Dial,
        clock: Clock,
        metrics: RouterMetrics,
    ) -> None:
        self._owners = Owners(
            shard_map, dial, receive=self._receive, lost=self._link_lost, connected=self._owner_connected
        )
        self._clock = clock
        self._metrics = metrics
        self._lanes: dict[EntityRef, CallLane] = {}
        self._pending: dict[int, Pending] = {}
        self._numbers = count(1)
        self._attachments = Attachments(clock, self._numbers, self._pending, self._send_first)
        self._any_held = asyncio.Event()

    # --- calls ---

    def call(
        self,
        ref: EntityRef,
        message_type: str,
        body: bytes,
        on_answer: Callable[[Answer], None],
        *,
        command_id: str = "",
        origin: str = "user",
        timeout_ms: int = 10_000,
        trace: str = "",
        received_ms: float | None = None,
        caused_ms: float | None = None,
        waits: bool = True,
        fresh: bool = False,
    ) -> None:
        """Send a command (with an id) or a read to its entity; `on_answer` is called exactly once.

        Without an answer in time it gets `timeout`: the outcome is unknown, the same id may be sent again.
        `received_ms` (monotonic) is when it was received, if that was before now: age and time-out count from there.
        `caused_ms` is when the command behind a tell was received: the tell is as old as that, but never too old. A
        repeat of a command that is answered later waits for that answer, or gets `in_progress` if it does not wait.
        What is `fresh` is so only if it leaves at once.
        """
        lane = self._lanes.get(ref) or CallLane()
        if len(self._pending) >= CALLS_MAX or len(lane.pending) >= LANE_CALLS_MAX:
            on_answer(_failure("unavailable", {"retry_after_ms": REROUTE_MS_MAX}))
            return
        n, shard = next(self._numbers), shard_of(*ref)
        now_ms = self._clock.monotonic_ms()
        received_ms = now_ms if received_ms is None else received_ms
        if received_ms + timeout_ms <= now_ms:
            on_answer(_failure("timeout", {}))
            return
        envelope = Call(
            n, 0, shard, *ref, origin, command_id, message_type, body, timeout_ms, 0, trace, waits, -1, fresh
        )
        deadline_ms = received_ms + timeout_ms + ANSWER_GRACE_MS
        aged_from_ms = received_ms if caused_ms is None else caused_ms
        self._enqueue(lane, Pending(n, ref, shard, envelope, deadline_ms, aged_from_ms, on_answer), now_ms)

    def _enqueue(self, lane: CallLane, pending: Pending, now_ms: float) -> None:
        self._lanes[pending.ref] = lane
        lane.pending[pending.n] = pending
        self._pending[pending.n] = pending
        if not lane.held:
            self._send(lane, pending, now_ms)

    def _send(self, lane: CallLane, pending: Pending, now_ms: float) -> None:
        """Send a call or an attachment, with its age and its time to live as they are now: it may have waited here.

        A call whose time is over is not sent; `expire` answers it. An attachment starts over at once: the calls behind
        it would else be answered first, and a socket that left before `expire` would be shown what is older.
        """
        ttl_ms = round(pending.deadline_ms - ANSWER_GRACE_MS - now_ms)
        if ttl_ms <= 0:
            if isinstance(pending.envelope, Attach):
                self._finish(pending)
                self._attachments.timed_out(pending.envelope.session)
            return
        link = self._owners.link_to(pending.shard)
        if link is None or lane.link() not in (None, link):
            self._hold(lane)
            return
        pending.link = link
        envelope = pending.envelope
        envelope.sent_ms = round(now_ms)
        envelope.ttl_ms = ttl_ms
        if pending.attempt:
            envelope.attempt = pending.attempt
            self._metrics.resent(1)
        if isinstance(envelope, Attach):
            self._attachments.address(envelope, link)
        else:
            envelope.age_ms = max(0, round(now_ms - pending.received_ms))
        link.send(envelope)

    def _hold(self, lane: CallLane) -> None:
        lane.hold()
        self._any_held.set()

    # --- sockets ---

    def attach(self, ref: EntityRef, session: int, subscriber: Subscriber) -> None:
        """Attach a socket, and attach it again whenever its entity's activation changes, until `detach`."""
        self._attachments.add(ref, session, subscriber)

    def detach(self, session: int) -> None:
        """Detach a socket, if it is attached."""
        self._attachments.remove(session)

    def _send_first(self, pending: Pending) -> None:
        """Send an attachment before all calls of its entity: what the socket has missed is older than their answers."""
        lane = self._lanes.get(pending.ref) or CallLane()
        lane.pending = {pending.n: pending, **lane.pending}
        self._enqueue(lane, pending, self._clock.monotonic_ms())

    # --- what comes back ---

    def _receive(self, link: Link[Downstream], envelopes: list[Downstream]) -> None:
        for envelope in envelopes:
            match envelope:
                case Answer():
                    self._answered(envelope)
                case Push():
                    self._pushed(link, envelope)
                case Attached():
                    self._attached(link, envelope)
                case Moved():
                    self._moved(envelope)
                case Detached():
                    self._attachments.detached(link, envelope)
                case _:
                    assert_never(envelope)

    def _is_current(self, shard: int, epoch: int) -> bool:
        """Return whether an envelope of `epoch` comes from the newest known owner of the shard."""
        if self._owners.is_current(shard, epoch):
            return True
        self._metrics.stale_dropped()
        return False

    def _answered(self, answer: Answer) -> None:
        pending = self._pending.get(answer.n)
        if pending is None or pending.attempt != answer.attempt:
            return
        if not self._is_current(answer.shard, answer.epoch):
            self._hold(self._lanes[pending.ref])
            return
        self._finish(pending)
        if pending.on_answer is not None:
            pending.on_answer(answer)

    def _pushed(self, link: Link[Downstream], push: Push) -> None:
        if self._is_current(push.shard, push.epoch):
            self._attachments.push(link, push)

    def _attached(self, link: Link[Downstream], message: Attached) -> None:
        pending = self._pending.get(message.n)
        if pending is None or pending.attempt != message.attempt:
            self._attachments.came_late(link, message)
            return
        if not self._is_current(message.shard, message.epoch):
            self._hold(self._lanes[pending.ref])
            return
        self._finish(pending)
        self._attachments.confirm(link, pending.ref, message)

    def _moved(self, moved: Moved) -> None:
        pending = self._pending.get(moved.n)
        if pending is not None and pending.attempt == moved.attempt:
            self._hold(self._lanes[pending.ref])

    def _finish(self, pending: Pending) -> None:
        del self._pending[pending.n]
        lane = self._lanes[pending.ref]
        del lane.pending[pending.n]
        if not lane.pending:
            del self._lanes[pending.ref]

    # --- rerouting ---

    async def run(self) -> None:
        """Follow the shard map, send held calls and expire late ones, until cancelled."""
        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(self._reroute_when_held())
            tasks.create_task(self._expire())
            tasks.create_task(self._owners.follow())

    async def refresh(self) -> None:
        """Read the shard map and connect to its owners.

        Raises:
            StoreError: the map cannot be read.
        """
        await self._owners.refresh()

    def flush(self) -> None:
        """Send what links have kept because they were not allowed to send: a host's, while it had no lease."""
        self._owners.flush()

    def ready(self) -> bool:
        """Return whether every shard has an owner and each of them is connected."""
        return self._owners.ready()

    def close(self) -> None:
        """Drop every link; unanswered calls stay unanswered."""
        self._owners.close()

    def _owner_connected(self) -> None:
        """Try held lanes again."""
        self._any_held.set()

    def _link_lost(self, link: Link[Downstream]) -> None:
        """Send everything unanswered on the link again, and attach its sockets again."""
        for pending in [pending for pending in self._pending.values() if pending.link is link]:
            self._hold(self._lanes[pending.ref])
        self._attachments.link_lost(link)

    async def _reroute_when_held(self) -> None:
        wait_ms = REROUTE_MS_MIN
        while True:
            await self._any_held.wait()
            self._any_held.clear()
            try:
                await self.refresh()
            except StoreError as error:
                log.warning("shard_map_unreadable", error=str(error))
            self._release_lanes()
            wait_ms = min(wait_ms * 2, REROUTE_MS_MAX) if self._any_held.is_set() else REROUTE_MS_MIN
            await asyncio.sleep(wait_ms / 1000)

    def _release_lanes(self) -> None:
        """Send what held lanes keep, oldest first; a lane whose owner is out of reach stays held."""
        now_ms = self._clock.monotonic_ms()
        for lane in [lane for lane in self._lanes.values() if lane.held]:
            lane.held = False
            for pending in list(lane.pending.values()):
                pending.was_held()
                self._send(lane, pending, now_ms)
                if lane.held:
                    break

    async def _expire(self) -> None:
        while True:
            await asyncio.sleep(EXPIRY_SWEEP_MS / 1000)
            self.expire()

    def expire(self) -> None:
        """Answer calls that waited too long with `timeout`; attachments start over."""
        now_ms = self._clock.monotonic_ms()
        for pending in [pending for pending in self._pending.values() if pending.deadline_ms <= now_ms]:
            self._finish(pending)
            if pending.on_answer is not None:
                pending.on_answer(_failure("timeout", {}))
            elif isinstance(pending.envelope, Attach):
                self._attachments.timed_out(pending.envelope.session)


def _failure(code: str, details: dict[str, Any]) -> Answer:
    return Answer(0, 0, 0, 0, False, error_bytes(code, details), 0, 0, False)
