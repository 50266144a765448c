"""The router: how gateways, and hosts that tell, reach the owner of an entity, whoever that is at the moment.

Calls of one entity keep their order: while the oldest is being sent again (a broken link, `moved`), later ones wait
behind it in the entity's lane. What is sent again keeps its id, so that it counts once. Sockets are attached again to
the new owner. The shard map is a hint; what comes from below the highest epoch seen of a shard is dropped.
"""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from typing import Any, Protocol, assert_never

import structlog

from actors.runtime.clock import Clock
from actors.runtime.entity import EntityRef
from actors.runtime.link.envelope import Answer, Attach, Attached, Call, Detach, Detached, Downstream, Moved, Push
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
"""Pause between two looks at the shard map; twice as long each time while an owner is out of reach."""
REROUTE_MS_MAX = 500
EXPIRY_SWEEP_MS = 200
ATTACH_TIMEOUT_MS = 30_000
ANSWER_GRACE_MS = 250
"""How much longer the router waits than it tells the host, so that an expired command is surely not run any more."""

log = structlog.get_logger("router")


class Subscriber(Protocol):
    """A socket that wants an entity's pushes."""

    def position(self) -> tuple[str, int]:
        """The stream and the push number that it has; an empty stream asks for a snapshot."""
        ...

    def attached(self, message: Attached) -> None: ...

    def pushed(self, push: Push) -> None: ...


class RouterMetrics(Protocol):
    """What is counted of routing."""

    def resent(self, count: int) -> None: ...
    def stale_dropped(self) -> None: ...


class Pending:
    """A call or an attachment that is not answered yet."""

    __slots__ = ("attempt", "deadline_ms", "envelope", "link", "n", "on_answer", "received_ms", "ref", "shard")

    def __init__(
        self,
        n: int,
        ref: EntityRef,
        shard: int,
        envelope: Call | Attach,
        deadline_ms: float,
        received_ms: float,
        on_answer: Callable[[Answer], None] | None,
    ) -> None:
        self.n = n
        self.ref = ref
        self.shard = shard
        self.envelope = envelope
        self.deadline_ms = deadline_ms
        self.received_ms = received_ms
        self.on_answer = on_answer
        self.attempt = 0
        self.link: Link[Downstream] | None = None


class CallLane:
    """The unanswered calls of one entity, oldest first. While `held`, nothing of it is sent."""

    __slots__ = ("held", "pending")

    def __init__(self) -> None:
        self.pending: dict[int, Pending] = {}
        self.held = False

    def link(self) -> Link[Downstream] | None:
        """The link over which its calls are under way. They never take two at once: one call would overtake another."""
        return next((pending.link for pending in self.pending.values() if pending.link is not None), None)


class _Attachment:
    """A socket's; `attached_by` is the link that confirmed it: pushes before that, or over another, are not for it."""

    __slots__ = ("attached_by", "link", "n", "overdue", "ref", "shard", "subscriber")

    def __init__(self, ref: EntityRef, shard: int, subscriber: Subscriber) -> None:
        self.ref = ref
        self.shard = shard
        self.subscriber = subscriber
        self.link: Link[Downstream] | None = None
        self.attached_by: Link[Downstream] | None = None
        self.n = 0
        self.overdue = False


class Router:
    """Routes calls and sockets to entities. `run` is its life; the rest is called from the event loop."""

    def __init__(
        self,
        shard_map: Callable[[], Awaitable[Sequence[ShardPlace]]],
        dial: Dial,
        clock: Clock,
        metrics: RouterMetrics,
    ) -> None:
        self._owners = Owners(shard_map, dial, receive=self._receive, lost=self._lost, connected=self._held_again)
        self._clock = clock
        self._metrics = metrics
        self._lanes: dict[EntityRef, CallLane] = {}
        self._pending: dict[int, Pending] = {}
        self._attachments: dict[int, _Attachment] = {}
        self._epochs: dict[int, int] = {}
        self._n = 0
        self._held = asyncio.Event()

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
        waits: bool = True,
    ) -> None:
        """Send a command (with an id) or a read to its entity; `on_answer` is called exactly once.

        Without an answer in time it gets `timeout`: the outcome is unknown, the same id may be sent again.
        `received_ms` (monotonic) is when it came to us, if that was before now. A repeat of a command that is answered
        later waits for that answer, or gets `in_progress` if it does not wait.
        """
        lane = self._lanes.get(ref) or CallLane()
        if len(self._pending) >= CALLS_MAX or len(lane.pending) >= LANE_CALLS_MAX:
            on_answer(_failure("unavailable", {"retry_after_ms": REROUTE_MS_MAX}))
            return
        self._n += 1
        shard = shard_of(*ref)
        now_ms = self._clock.monotonic_ms()
        received_ms = now_ms if received_ms is None else received_ms
        age_ms = max(0, round(now_ms - received_ms))
        envelope = Call(
            self._n,
            0,
            shard,
            ref.kind,
            ref.key,
            origin,
            command_id,
            message_type,
            body,
            timeout_ms,
            age_ms,
            trace,
            waits,
        )
        self._enqueue(
            lane, Pending(self._n, ref, shard, envelope, now_ms + timeout_ms + ANSWER_GRACE_MS, received_ms, on_answer)
        )

    def _enqueue(self, lane: CallLane, pending: Pending) -> None:
        self._lanes[pending.ref] = lane
        lane.pending[pending.n] = pending
        self._pending[pending.n] = pending
        if not lane.held:
            self._send(lane, pending)

    def _send(self, lane: CallLane, pending: Pending) -> None:
        link = self._owners.link_to(pending.shard)
        if link is None or lane.link() not in (None, link):
            self._hold(lane)
            return
        pending.link = link
        envelope = pending.envelope
        if pending.attempt:
            now_ms = self._clock.monotonic_ms()
            envelope.attempt = pending.attempt
            envelope.ttl_ms = max(0, round(pending.deadline_ms - ANSWER_GRACE_MS - now_ms))
            if isinstance(envelope, Call):
                envelope.age_ms = round(now_ms - pending.received_ms)
            self._metrics.resent(1)
        if isinstance(envelope, Attach):
            self._refresh_attach(envelope, link)
        link.send(envelope)

    def _hold(self, lane: CallLane) -> None:
        """Send nothing more of this entity until its owner is known; then everything unanswered again, in order."""
        if not lane.held:
            lane.held = True
            for pending in lane.pending.values():
                if pending.link is not None:
                    pending.attempt += 1
                    pending.link = None
        self._held.set()

    # --- sockets ---

    def attach(self, ref: EntityRef, session: int, subscriber: Subscriber) -> None:
        """Attach a socket, and attach it again whenever its entity's activation changes, until `detach`."""
        self._attachments[session] = _Attachment(ref, shard_of(*ref), subscriber)
        self._attach(session)

    def detach(self, session: int) -> None:
        """The socket is gone."""
        attachment = self._attachments.pop(session, None)
        if attachment is not None and attachment.link is not None:
            attachment.link.send(Detach(attachment.shard, *attachment.ref, session))

    def _attach(self, session: int) -> None:
        attachment = self._attachments[session]
        if attachment.n in self._pending:
            return
        self._n += 1
        attachment.n = self._n
        attachment.attached_by = None
        envelope = Attach(self._n, 0, attachment.shard, *attachment.ref, session, "", 0, ATTACH_TIMEOUT_MS)
        now_ms = self._clock.monotonic_ms()
        lane = self._lanes.get(attachment.ref) or CallLane()
        deadline_ms = now_ms + ATTACH_TIMEOUT_MS
        pending = Pending(self._n, attachment.ref, attachment.shard, envelope, deadline_ms, now_ms, None)
        # Before the calls that are sent again: what the socket has missed is older than their answers.
        lane.pending = {pending.n: pending, **lane.pending}
        self._enqueue(lane, pending)

    def _refresh_attach(self, envelope: Attach, link: Link[Downstream]) -> None:
        attachment = self._attachments.get(envelope.session)
        if attachment is not None:
            envelope.stream, envelope.seq = ("", 0) if attachment.overdue else attachment.subscriber.position()
            attachment.link = link

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
                    self._detached(link, envelope)
                case _:
                    assert_never(envelope)

    def _current(self, shard: int, epoch: int) -> bool:
        """Whether this comes from the newest owner that we know of."""
        if epoch < max(self._epochs.get(shard, 0), self._owners.epoch_of(shard)):
            self._metrics.stale_dropped()
            return False
        self._epochs[shard] = epoch
        return True

    def _answered(self, answer: Answer) -> None:
        pending = self._pending.get(answer.n)
        if pending is None or pending.attempt != answer.attempt:
            return
        if not self._current(answer.shard, answer.epoch):
            self._hold(self._lanes[pending.ref])
            return
        self._finish(pending)
        if pending.on_answer is not None:
            pending.on_answer(answer)

    def _pushed(self, link: Link[Downstream], push: Push) -> None:
        if not self._current(push.shard, push.epoch):
            return
        attachments = self._attachments
        for session in push.sessions:
            attachment = attachments.get(session)
            if attachment is not None and attachment.attached_by is link:
                attachment.subscriber.pushed(push)

    def _attached(self, link: Link[Downstream], message: Attached) -> None:
        pending = self._pending.get(message.n)
        if pending is None or pending.attempt != message.attempt:
            return
        if not self._current(message.shard, message.epoch):
            self._hold(self._lanes[pending.ref])
            return
        self._finish(pending)
        attachment = self._attachments.get(message.session)
        if attachment is None:
            link.send(Detach(message.shard, *pending.ref, message.session))
        else:
            attachment.overdue = False
            attachment.attached_by = link
            attachment.subscriber.attached(message)

    def _moved(self, moved: Moved) -> None:
        pending = self._pending.get(moved.n)
        if pending is not None and pending.attempt == moved.attempt:
            self._hold(self._lanes[pending.ref])

    def _detached(self, link: Link[Downstream], message: Detached) -> None:
        for session in message.sessions:
            attachment = self._attachments.get(session)
            if attachment is not None and attachment.link is link:
                self._attach(session)

    def _finish(self, pending: Pending) -> None:
        del self._pending[pending.n]
        lane = self._lanes[pending.ref]
        del lane.pending[pending.n]
        if not lane.pending:
            del self._lanes[pending.ref]

    # --- rerouting ---

    async def run(self) -> None:
        """Keep the map, the links and the lanes in order, for ever."""
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

    def ready(self) -> bool:
        """Every shard has an owner, and each of them is connected."""
        return self._owners.ready()

    def close(self) -> None:
        """Drop every link; unanswered calls stay unanswered."""
        self._owners.close()

    def _held_again(self) -> None:
        """An owner is connected: look whether held lanes can go on."""
        self._held.set()

    def _lost(self, link: Link[Downstream]) -> None:
        """A link broke: everything unanswered on it is sent again, its sockets are attached again."""
        for pending in [pending for pending in self._pending.values() if pending.link is link]:
            self._hold(self._lanes[pending.ref])
        for session in [session for session, known in self._attachments.items() if known.link is link]:
            self._attachments[session].link = None
            self._attach(session)

    async def _reroute_when_held(self) -> None:
        wait_ms = REROUTE_MS_MIN
        while True:
            await self._held.wait()
            self._held.clear()
            try:
                await self.refresh()
            except StoreError as error:
                log.warning("shard_map_unreadable", error=str(error))
            self._release_lanes()
            wait_ms = min(wait_ms * 2, REROUTE_MS_MAX) if self._held.is_set() else REROUTE_MS_MIN
            await asyncio.sleep(wait_ms / 1000)

    def _release_lanes(self) -> None:
        """Send what held lanes keep, oldest first; a lane whose owner is out of reach stays held."""
        for lane in [lane for lane in self._lanes.values() if lane.held]:
            lane.held = False
            for pending in list(lane.pending.values()):
                self._send(lane, pending)
                if lane.held:
                    break

    async def _expire(self) -> None:
        while True:
            await asyncio.sleep(EXPIRY_SWEEP_MS / 1000)
            self.expire()

    def expire(self) -> None:
        """Answer what waited too long with `timeout`; attachments start over."""
        now_ms = self._clock.monotonic_ms()
        for pending in [pending for pending in self._pending.values() if pending.deadline_ms <= now_ms]:
            self._finish(pending)
            if pending.on_answer is not None:
                pending.on_answer(_failure("timeout", {}))
            elif isinstance(pending.envelope, Attach) and pending.envelope.session in self._attachments:
                # Calls went on meanwhile, so a replay would show older states than their answers: a snapshot does not.
                self._attachments[pending.envelope.session].overdue = True
                self._attach(pending.envelope.session)


def _failure(code: str, details: dict[str, Any]) -> Answer:
    return Answer(0, 0, 0, 0, False, error_bytes(code, details), 0, 0, False)
