"""An entity host: all entities of its shards, in one event loop.

The way of a command: link -> `EntityHost.receive` (is the shard ours?) -> the entity's queue (`EntityQueues`) ->
`Turns.run` -> `Gate` -> durable -> outputs are released to the link. Everything between two awaits is one step; the
only tasks are the gate, the batched reads, the lease, the timers and the sweep. `ActivationDirectory` holds the
entities in memory, `Recovery` undoes turns that go wrong.
"""

import asyncio
from collections import deque
from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Any, NamedTuple, Protocol, assert_never

import structlog
from msgspec import Struct

from actors.runtime.clock import Clock
from actors.runtime.commit.gate import Gate, GateMetrics
from actors.runtime.commit.recovery import Recovery, RecoveryMetrics
from actors.runtime.config import HostConfig
from actors.runtime.entity import EntityKind, EntityRef, Entropy
from actors.runtime.facts import Fact
from actors.runtime.link.envelope import Attach, Call, Detach, Moved, Upstream
from actors.runtime.link.stream import AnyLink
from actors.runtime.link.transit import Transit
from actors.runtime.meter import Meter
from actors.runtime.ownership.lease import Lease
from actors.runtime.ownership.open_tells import OpenTells, OpenTellsMetrics
from actors.runtime.ownership.shards import shard_of
from actors.runtime.ownership.stored_timers import StoredTimers, StoredTimersMetrics
from actors.runtime.turns.activation import Activation, Writes
from actors.runtime.turns.callers import NO_CALLER, LinkCaller
from actors.runtime.turns.decide import TurnMetrics, Turns
from actors.runtime.turns.directory import ActivationDirectory, DirectoryMetrics
from actors.runtime.turns.outputs import Teller
from actors.runtime.turns.queue import EntityQueues, QueueMetrics
from actors.runtime.turns.timers import Timers
from actors.runtime.turns.work import (
    NO_DEADLINE_MS,
    AttachWork,
    CommandWork,
    QueryWork,
    StoreLookup,
    system_command,
)
from persistence.entities.commits import CommitStore
from persistence.entities.records import TimerRow
from persistence.errors import Fenced, RefusedData

FRAME_SHARE = 64
"""Envelopes of a frame that are taken in one tick of the event loop: while their commit runs, the next are decided."""

log = structlog.get_logger("host")


class _Frame(NamedTuple):
    """The envelopes of a frame that are not taken yet, and when it arrived (monotonic ms)."""

    link: AnyLink
    envelopes: list[Upstream]
    arrived_ms: float


class HostMetrics(
    GateMetrics,
    TurnMetrics,
    QueueMetrics,
    DirectoryMetrics,
    RecoveryMetrics,
    OpenTellsMetrics,
    StoredTimersMetrics,
    Protocol,
):
    """All counts of a host."""

    def counted(self, fact: Fact) -> None:
        """Count a fact that is durable (`Fact.COUNTED`)."""
        ...


class EntityHost:
    """The host core: everything it needs comes through the constructor.

    `events_stored(shards)` is called when these have new rows in the outbox.
    """

    def __init__(
        self,
        kinds: Mapping[str, EntityKind[Any]],
        store: CommitStore,
        incarnation: int,
        clock: Clock,
        entropy: Entropy,
        metrics: HostMetrics,
        config: HostConfig,
        *,
        lease: Lease,
        make_teller: "Callable[[EntityHost], Teller]",
        stopped: Callable[[str], None],
        events_stored: Callable[[Collection[int]], None] = lambda _: None,
    ) -> None:
        self._store = store
        self._clock = clock
        self._lease = lease
        self._stopped = stopped
        self._events_stored = events_stored
        self._incarnation = incarnation
        self._metrics = metrics
        self._shards: dict[int, int] = {}
        self._leaving: dict[int, int] = {}
        self._links: dict[AnyLink, Transit] = {}
        self._waiting: deque[_Frame] = deque()
        self.dead = False
        self.timers = Timers(clock, self._fire)
        self.stored_timers = StoredTimers(store, self.timers, clock, metrics, config.timers_max)
        self.gate = Gate(store, incarnation, self, metrics, monotonic_ms=clock.monotonic_ms, may_release=lease.wait)
        self.teller = OpenTells(store, make_teller(self), self.gate.flushed, metrics, config.open_tells_max)
        self._directory = ActivationDirectory(
            kinds,
            store,
            incarnation,
            clock,
            config,
            metrics,
            self.timers,
            shards=self._shards,
            loaded=lambda activation: self._queues.drain(activation),
            unreadable=lambda activation: self._recovery.drop(activation, code="internal"),
        )
        turns = Turns(clock, entropy, self.gate, self.stored_timers, self.teller, metrics, Meter(config.rates))
        self._queues = EntityQueues(
            store, clock, self.gate, turns, self.timers, self._directory, metrics, may_run=self.may_send
        )
        self._recovery = Recovery(clock, self.gate, self._queues, self.timers, self._directory, metrics)
        self._queues.recovery = self._recovery
        lease.renewed.append(self._resume)

    # --- life ---

    async def run(self) -> None:
        """Serve until fenced or cancelled."""
        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(self.gate.run())
            tasks.create_task(self._directory.run())
            tasks.create_task(self._queues.run())
            tasks.create_task(self.timers.run(self._lease.wait))
            tasks.create_task(self.stored_timers.run())
            tasks.create_task(self.teller.run())

    async def adopt(self, shards: Mapping[int, int]) -> None:
        """Serve `shards` (shard to epoch) after reading their outbox numbers and open tells; timers follow.

        Raises:
            Unreachable: the store did not answer; nothing was adopted.
        """
        for state in await self._store.adopt(list(shards)):
            self.gate.adopt(state.shard, state.outbox_seq)
            self._shards[state.shard] = shards[state.shard]
            self.stored_timers.adopt(state.shard)
            self.teller.adopt(state.shard, state.tells)

    def reload(self, ref: EntityRef) -> None:
        """Drop the activation of an entity, if there is one: its state is read from the store again."""
        activation = self._directory.get(ref)
        if activation is not None:
            self._recovery.undo(activation)

    async def give_up(self, shards: Sequence[int]) -> None:
        """Stop serving `shards`: no new turns, everything uncommitted becomes durable, callers and sockets move on.

        Raises:
            Fenced: this host may not write any more.
        """
        for activation in self._directory.of_shards(set(shards)):
            self._queues.run_on_handover(activation)
        leaving = {shard: self._shards.pop(shard) for shard in shards if shard in self._shards}
        self._leaving.update(leaving)
        for activation in self._directory.of_shards(leaving):
            if activation.state is None:
                self._recovery.hand_over(activation)
            for work in activation.queue:
                work.moved()
            activation.queue.clear()
        await self.gate.flushed()
        for activation in self._directory.of_shards(leaving):
            self._recovery.hand_over(activation)
        self.stored_timers.release(leaving)
        self.teller.release(leaving)
        for shard in leaving:
            del self._leaving[shard]

    def tell_is_done(self, shard: int, tell_id: str) -> None:
        """Delete a tell with the next commit: its receiver has stored it."""
        self.teller.finished(shard, tell_id)
        self.gate.tell_is_done(shard, tell_id)

    def stop(self, reason: str) -> None:
        """Run no turn and send nothing from now on: the process is about to end."""
        if not self.dead:
            self.dead = True
            log.error("host_stopped", reason=reason, incarnation=self._incarnation)
            for link in list(self._links):
                link.abort(reason)
            self._stopped(reason)

    # --- inspection ---

    def shards(self) -> Mapping[int, int]:
        return self._shards

    def activations(self) -> Mapping[EntityRef, Activation]:
        return self._directory.all()

    def memory_bytes(self) -> int:
        """Return about how much memory the entities take."""
        return self._directory.memory_bytes

    def links(self) -> frozenset[AnyLink]:
        return frozenset(self._links)

    def may_send(self) -> bool:
        """Return whether turns may run and links may write now."""
        return not self.dead and self._lease.valid()

    def submit(self, ref: EntityRef, command_id: str, body: Struct) -> None:
        """Give an entity a command of the platform's own, with origin `system`, if its shard is served here."""
        if shard_of(*ref) in self._shards:
            self._queues.admit(system_command(ref, command_id, body, self._clock.monotonic_ms()))

    def sweep(self) -> None:
        """Passivate idle entities now."""
        self._directory.sweep()

    # --- links ---

    def link_made(self, link: AnyLink) -> None:
        self._links[link] = Transit()

    def link_lost(self, link: AnyLink, reason: str) -> None:
        """Forget the sockets that the link reached."""
        self._links.pop(link, None)
        self._waiting = deque(frame for frame in self._waiting if frame.link is not link)
        for activation in self._directory.all().values():
            activation.sockets.pop(link, None)

    def receive(self, link: AnyLink, envelopes: list[Upstream]) -> None:
        """Take one frame, FRAME_SHARE envelopes a tick of the event loop; without a lease it waits, and ages.

        A link is not read while a frame of it waits: that bounds what waits.
        """
        arrived_ms = self._clock.monotonic_ms()
        if not self._waiting and len(envelopes) <= FRAME_SHARE and self.may_send():
            self._take(link, envelopes, arrived_ms)
            return
        if not self._waiting and self.may_send():
            asyncio.get_running_loop().call_soon(self._take_on)
        self._waiting.append(_Frame(link, envelopes, arrived_ms))
        link.pause_reading()

    def _take_on(self) -> None:
        """Take the next share of what waits; between two shares the gate may send a commit on its way."""
        if not self._waiting or not self.may_send():
            return
        link, envelopes, arrived_ms = self._waiting[0]
        self._take(link, envelopes[:FRAME_SHARE], arrived_ms)
        del envelopes[:FRAME_SHARE]
        if not envelopes:
            self._waiting.popleft()
            if all(frame.link is not link for frame in self._waiting):
                link.resume_reading()
        if self._waiting:
            asyncio.get_running_loop().call_soon(self._take_on)

    def _take(self, link: AnyLink, envelopes: list[Upstream], arrived_ms: float) -> None:
        transit = self._links[link]
        for envelope in envelopes:
            match envelope:
                case Call():
                    self._call(link, envelope, transit.sent_at(envelope.sent_ms, arrived_ms))
                case Attach():
                    self._attach(link, envelope, transit.sent_at(envelope.sent_ms, arrived_ms))
                case Detach():
                    self._detach(link, envelope)
                case _:
                    assert_never(envelope)

    def _resume(self) -> None:
        """Go on where the lease ended: it is valid again."""
        self._queues.resume()
        self._take_on()
        for link in self._links:
            link.flush()

    def _call(self, link: AnyLink, call: Call, sent_ms: float) -> None:
        epoch = self._shards.get(call.shard)
        if epoch is None:
            link.send(Moved(call.n, call.attempt, call.shard))
            return
        ref = EntityRef(call.kind, call.key)
        caller = LinkCaller(link, call.n, call.attempt, call.shard, epoch)
        deadline_ms = sent_ms + call.ttl_ms
        if call.id:
            received_ms = sent_ms - call.age_ms
            work = CommandWork(ref, call.origin, call.id, call.type, call.body, caller, deadline_ms, received_ms)
            if work.is_tell():
                work.deadline_ms = NO_DEADLINE_MS  # it is sent until it is stored: a later one must not overtake it
                work.store_lookup = StoreLookup.DONE if call.fresh else StoreLookup.IF_NEEDED
            work.waits = call.waits or call.attempt > 0  # sent again by the router, it need not be a repeat
            self._queues.admit(work)
        else:
            self._queues.admit(QueryWork(ref, call.type, call.body, caller, deadline_ms))

    def _attach(self, link: AnyLink, attach: Attach, sent_ms: float) -> None:
        if attach.shard not in self._shards:
            link.send(Moved(attach.n, attach.attempt, attach.shard))
            return
        deadline_ms = sent_ms + attach.ttl_ms
        self._queues.admit(AttachWork(EntityRef(attach.kind, attach.key), attach, link, deadline_ms))

    def _detach(self, link: AnyLink, detach: Detach) -> None:
        activation = self._directory.get(EntityRef(detach.kind, detach.key))
        if activation is not None:
            activation.detach(link, detach.session)

    # --- timers ---

    def _fire(self, row: TimerRow, durable: bool) -> None:
        ref = EntityRef(row.kind, row.key)
        if shard_of(*ref) not in self._shards:
            return
        now_ms = self._clock.monotonic_ms()
        work = CommandWork(ref, "timer", row.id, row.type, row.body, NO_CALLER, NO_DEADLINE_MS, now_ms)
        work.timer, work.durable_timer = row.name, durable
        self._queues.admit(work)

    # --- the outcome of writes: actors.runtime.commit.gate.GateObserver ---

    def epoch_of(self, shard: int) -> int | None:
        return self._shards.get(shard, self._leaving.get(shard))

    def released(self, writes: Writes) -> None:
        for turn in writes.turns:
            for fact in turn.counted:
                self._metrics.counted(fact)
        self._recovery.released(writes)

    def refused(self, writes: Writes, error: RefusedData) -> None:
        self._recovery.refused(writes, error)

    def events_stored(self, shards: Collection[int]) -> None:
        self._events_stored(shards)

    def fenced(self, error: Fenced) -> None:
        self.stop(str(error))
