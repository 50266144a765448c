"""Admission: each entity's work is done in the order in which it came, one piece at a time, while the lease allows it.

A queue stands still while its entity is loaded, while the store is asked for the command at its head and between
leases.
"""

from collections.abc import Callable, Sequence
from typing import Protocol

import structlog

from actors.runtime.clock import Clock
from actors.runtime.commit.batcher import Batcher
from actors.runtime.commit.gate import UNCOMMITTED_TURNS_MAX, Gate
from actors.runtime.turns.activation import QUEUE_WORKS_MAX, Activation
from actors.runtime.turns.callers import NO_CALLER
from actors.runtime.turns.decide import Turns
from actors.runtime.turns.directory import FOREVER_MS, ActivationDirectory
from actors.runtime.turns.replies import UNAVAILABLE, error_bytes
from actors.runtime.turns.timers import REFIRE_MS, Timers
from actors.runtime.turns.work import AttachWork, CommandWork, Work
from persistence.entities.commits import CommitStore
from persistence.entities.records import StoredReply

log = structlog.get_logger("host")


class QueueMetrics(Protocol):
    """What is counted of admission."""

    def refused_overload(self, reason: str) -> None: ...
    def poisoned(self, kind: str) -> None: ...


class Suspicion(Protocol):
    """What is done about entities whose turns go wrong: `actors.runtime.commit.recovery.Recovery`."""

    def suspects(self, activation: Activation) -> bool:
        """Whether each of its turns is committed alone."""
        ...

    def undo(self, activation: Activation) -> None:
        """A turn of it broke off: nothing that is in memory is to be trusted."""
        ...


class EntityQueues:
    """The queues of one host's entities. `run` is its life; `suspicion` is set before the first work comes."""

    suspicion: Suspicion

    def __init__(
        self,
        store: CommitStore,
        clock: Clock,
        gate: Gate,
        turns: Turns,
        timers: Timers,
        directory: ActivationDirectory,
        metrics: QueueMetrics,
        *,
        may_run: Callable[[], bool],
    ) -> None:
        self._store = store
        self._clock = clock
        self._gate = gate
        self._turns = turns
        self._timers = timers
        self._directory = directory
        self._metrics = metrics
        self._may_run = may_run
        self._stalled: list[Activation] = []
        self._looking: dict[tuple[int, str], list[Activation]] = {}
        self._lookups: Batcher[tuple[int, str], StoredReply] = Batcher(self._fetch, self._looked_up)

    async def run(self) -> None:
        """Look commands up, for ever."""
        await self._lookups.run()

    def admit(self, work: Work) -> None:
        """Put work for an entity of ours into its queue, and do it at once when the queue is free."""
        activation = self._directory.get(work.ref) or self._directory.get_or_activate(work.ref)
        if activation is None:
            if self._directory.serves(work.ref):
                self.refuse(work, "unavailable", "activations")
            else:
                work.moved()
            return
        activation.touched_ms = self._clock.monotonic_ms()
        busy = activation.blocked or bool(activation.queue)
        if len(activation.queue) >= QUEUE_WORKS_MAX:
            self.refuse(work, "unavailable", "lane")
            return
        activation.queue.append(work)
        if not busy:
            self.drain(activation)

    def part(self, activation: Activation) -> None:
        """Let an entity do what it does before it goes, unless it is busy."""
        if activation.state is None or activation.blocked or activation.queue:
            return
        body = activation.kind.on_handover(activation.state)
        if body is not None:
            name: str = type(body).TYPE  # type: ignore[attr-defined]
            command_id = f"parting:{activation.epoch}:{activation.version}"
            now_ms = self._clock.monotonic_ms()
            self.admit(CommandWork(activation.ref, "system", command_id, name, body, NO_CALLER, FOREVER_MS, now_ms))

    def drain(self, activation: Activation) -> None:
        """Do what waits in the queue until it blocks."""
        activation.blocked = False
        while activation.queue and not activation.blocked and not activation.dropped:
            if self._may_run():
                self._step(activation, activation.queue.popleft())
            else:
                activation.blocked = True
                self._stalled.append(activation)

    def resume(self) -> None:
        """The lease is back: go on where it ended."""
        stalled, self._stalled = self._stalled, []
        for activation in stalled:
            self.drain(activation)

    def refuse(self, work: Work, code: str, reason: str) -> None:
        """Do not do `work`: whoever asked is told; a timer fires again."""
        self._metrics.refused_overload(reason)
        if isinstance(work, CommandWork) and work.timer:
            self._timers.fire_again(work.ref, work.timer, self._clock.now_ms() + REFIRE_MS)
        elif not isinstance(work, AttachWork):
            work.caller.answer(False, UNAVAILABLE if code == "unavailable" else error_bytes(code), 0, 0, False)
        elif code == "unavailable":
            work.moved()

    def _step(self, activation: Activation, work: Work) -> None:
        """Do `work` at an entity whose queue is free; block the queue if it has to wait."""
        if isinstance(work, CommandWork) and self._must_wait(activation, work):
            return
        try:
            if isinstance(work, AttachWork) and self._arrives_first(activation, work):
                return
            done = self._turns.run(activation, work)
        except Exception:
            log.exception("turn_failed", entity=str(activation.ref), type=getattr(work, "type", "attach"))
            self._metrics.poisoned(activation.ref.kind)
            self.refuse(work, "internal", "exception")
            self.suspicion.undo(activation)
            return
        if not done:
            assert isinstance(work, CommandWork)
            for waiting in list(activation.queue):
                if self._turns.needs_store_lookup(activation, waiting):
                    self._store_lookup(activation, waiting)
            self._store_lookup(activation, work)  # last, so that all of them are known when the queue goes on
            self._block(activation, work)

    def _arrives_first(self, activation: Activation, work: AttachWork) -> bool:
        """Put what the entity does on an arrival before the attachment that causes it; whether there is any."""
        if work.arrived:
            return False
        work.arrived = True
        if activation.kind.attach_refusal(activation.state, self._turns.now(activation)) is not None:
            return False
        arrival = activation.kind.on_attach(activation.state, self._turns.now(activation))
        if arrival is None:
            return False
        command_id, body = arrival
        name: str = type(body).TYPE  # type: ignore[attr-defined]
        now_ms = self._clock.monotonic_ms()
        command = CommandWork(activation.ref, "system", command_id, name, body, NO_CALLER, FOREVER_MS, now_ms)
        activation.queue.extendleft((work, command))
        return True

    def _store_lookup(self, activation: Activation, work: Work) -> None:
        assert isinstance(work, CommandWork)
        key = (activation.shard, work.tx)
        self._looking.setdefault(key, []).append(activation)
        self._lookups.ask(key)

    def _must_wait(self, activation: Activation, work: CommandWork) -> bool:
        """Whether the command was refused or put back. An opening never is: nothing may come before it."""
        if self._gate.uncommitted_turns >= UNCOMMITTED_TURNS_MAX and work.origin != "system":
            self.refuse(work, "unavailable", "uncommitted")
            return True
        if activation.writes is not None and self.suspicion.suspects(activation):
            self._block(activation, work)
            return True
        return False

    @staticmethod
    def _block(activation: Activation, work: CommandWork) -> None:
        activation.blocked = True
        activation.queue.appendleft(work)

    async def _fetch(self, keys: Sequence[tuple[int, str]]) -> dict[tuple[int, str], StoredReply]:
        found = await self._store.replies(keys)
        return {key: found[key[1]] for key in keys if key[1] in found}

    def _looked_up(self, key: tuple[int, str], stored: StoredReply | None) -> None:
        for activation in self._looking.pop(key, ()):
            asked = [work for work in activation.queue if isinstance(work, CommandWork) and work.tx == key[1]]
            if not asked or activation.dropped:
                continue
            self._turns.found(activation, asked[0], stored)
            if asked[0] is activation.queue[0]:
                self.drain(activation)
