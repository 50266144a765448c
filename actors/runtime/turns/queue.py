"""The queues of entities: work is done in the order in which it came, one piece at a time, while the lease allows it.

A queue stands still while its entity is loaded, while the command at its head is looked up in the store, and between
leases.
"""

from collections.abc import Callable, Sequence
from typing import Protocol

import structlog

from actors.runtime.clock import Clock
from actors.runtime.commit.batcher import Batcher
from actors.runtime.commit.gate import UNCOMMITTED_TURNS_MAX, Gate
from actors.runtime.turns.activation import QUEUE_TELLS_ROOM, QUEUE_WORKS_MAX, Activation
from actors.runtime.turns.decide import Turns
from actors.runtime.turns.directory import ActivationDirectory
from actors.runtime.turns.replies import UNAVAILABLE, error_bytes
from actors.runtime.turns.timers import REFIRE_MS, Timers
from actors.runtime.turns.work import AttachWork, CommandWork, Work, system_command
from persistence.entities.commits import CommitStore
from persistence.entities.records import StoredReply
from persistence.errors import StoreError

log = structlog.get_logger("host")


class QueueMetrics(Protocol):
    """Counts of admission."""

    def refused_overload(self, reason: str) -> None: ...
    def poisoned(self, kind: str) -> None: ...


class TurnRecovery(Protocol):
    """The part of `actors.runtime.commit.recovery.Recovery` that queues use."""

    def is_quarantined(self, activation: Activation) -> bool:
        """Return whether each turn of the entity is to be committed alone."""
        ...

    def undo(self, activation: Activation) -> None:
        """Drop an activation of which a turn broke off: nothing that it has in memory is to be trusted."""
        ...


class EntityQueues:
    """The queues of one host's entities. `recovery` is set before the first work comes."""

    recovery: TurnRecovery

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
        self._waiting: dict[tuple[int, str], list[Activation]] = {}
        self._reading: dict[tuple[int, str], list[Activation]] = {}
        """Those whose lookup is under way; its answer may be older than what others, still waiting, have seen."""
        self._lookups: Batcher[tuple[int, str], StoredReply] = Batcher(self._fetch, self._found, self._not_found_out)

    async def run(self) -> None:
        """Look commands up in the store, until cancelled."""
        await self._lookups.run()

    def admit(self, work: Work) -> None:
        """Put work into the queue of its entity, and do it at once when the queue is free."""
        activation = self._directory.get_or_activate(work.ref)
        if activation is None:
            if self._directory.serves(work.ref):
                self.refuse(work, "unavailable", "activations")
            else:
                work.moved()
            return
        activation.touched_ms = self._clock.monotonic_ms()
        busy = activation.blocked or bool(activation.queue)
        if len(activation.queue) >= QUEUE_WORKS_MAX and not self._has_room(activation, work):
            self.refuse(work, "unavailable", "lane")
            return
        activation.queue.append(work)
        if not busy:
            self.drain(activation)

    @staticmethod
    def _has_room(activation: Activation, work: Work) -> bool:
        """Return whether a long queue takes `work`: a tell, that is, whose sender waits with the next ones."""
        is_tell = isinstance(work, CommandWork) and work.is_tell()
        return is_tell and len(activation.queue) < QUEUE_WORKS_MAX + QUEUE_TELLS_ROOM

    def run_on_handover(self, activation: Activation) -> None:
        """Run the entity's last command before another host has it, unless it is busy."""
        if activation.state is None or activation.blocked or activation.queue:
            return
        body = activation.kind.on_handover(activation.state)
        if body is not None:
            command_id = f"parting:{activation.epoch}:{activation.version}"
            self.admit(system_command(activation.ref, command_id, body, self._clock.monotonic_ms()))

    def drain(self, activation: Activation) -> None:
        """Unblock the queue, and do its work until it blocks again."""
        activation.blocked = False
        while activation.queue and not activation.blocked and not activation.dropped:
            if self._may_run():
                self._step(activation, activation.queue.popleft())
            else:
                activation.blocked = True
                self._stalled.append(activation)

    def resume(self) -> None:
        """Go on where the lease ended: it is valid again."""
        stalled, self._stalled = self._stalled, []
        for activation in stalled:
            self.drain(activation)

    def refuse(self, work: Work, code: str, reason: str) -> None:
        """Answer `work` with an error instead of doing it; a timer fires again."""
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
            if isinstance(work, AttachWork) and self._put_on_attach_first(activation, work):
                return
            done = self._turns.run(activation, work)
        except Exception:
            log.exception("turn_failed", entity=str(activation.ref), type=getattr(work, "type", "attach"))
            self._metrics.poisoned(activation.ref.kind)
            self.refuse(work, "internal", "exception")
            self.recovery.undo(activation)
            return
        if not done:
            assert isinstance(work, CommandWork)
            for waiting in list(activation.queue):
                if self._turns.needs_store_lookup(activation, waiting):
                    self._look_up(activation, waiting)
            self._look_up(activation, work)  # last, so that all of them are known when the queue goes on
            self._block(activation, work)

    def _put_on_attach_first(self, activation: Activation, work: AttachWork) -> bool:
        """Put the entity's `on_attach` command before the attachment that causes it; return whether there is one."""
        if work.on_attach_done:
            return False
        work.on_attach_done = True
        if activation.kind.attach_refusal(activation.state, self._turns.now(activation)) is not None:
            return False
        command = activation.kind.on_attach(activation.state, self._turns.now(activation))
        if command is None:
            return False
        first = system_command(activation.ref, *command, self._clock.monotonic_ms())
        activation.queue.extendleft((work, first))
        return True

    def _look_up(self, activation: Activation, work: Work) -> None:
        assert isinstance(work, CommandWork)
        key = (activation.shard, work.tx)
        self._waiting.setdefault(key, []).append(activation)
        self._lookups.ask(key)

    def _must_wait(self, activation: Activation, work: CommandWork) -> bool:
        """Refuse or put back a command that may not run now; return whether. The runtime's own are never refused."""
        if self._gate.uncommitted_turns >= UNCOMMITTED_TURNS_MAX and work.origin != "system":
            self.refuse(work, "unavailable", "uncommitted")
            return True
        if activation.writes is not None and self.recovery.is_quarantined(activation):
            self._block(activation, work)
            return True
        return False

    @staticmethod
    def _block(activation: Activation, work: CommandWork) -> None:
        activation.blocked = True
        activation.queue.appendleft(work)

    async def _fetch(self, keys: Sequence[tuple[int, str]]) -> dict[tuple[int, str], StoredReply]:
        for key in keys:
            self._reading.setdefault(key, []).extend(self._waiting.pop(key, ()))
        found = await self._store.replies(keys)
        return {key: found[key[1]] for key in keys if key[1] in found}

    def _not_found_out(self, key: tuple[int, str], error: StoreError) -> None:
        """Refuse a command of which the store does not say whether it was there before; it may be sent again."""
        log.error("lookup_refused", shard=key[0], tx=key[1], error=str(error))
        for activation in self._reading.pop(key, ()):
            asked = [work for work in activation.queue if isinstance(work, CommandWork) and work.tx == key[1]]
            if not asked or activation.dropped:
                continue
            is_head = asked[0] is activation.queue[0]
            activation.queue.remove(asked[0])
            self.refuse(asked[0], "unavailable", "lookup")
            if is_head:
                self.drain(activation)

    def _found(self, key: tuple[int, str], stored: StoredReply | None) -> None:
        for activation in self._reading.pop(key, ()):
            asked = [work for work in activation.queue if isinstance(work, CommandWork) and work.tx == key[1]]
            if not asked or activation.dropped:
                continue
            self._turns.found(activation, asked[0], stored)
            if asked[0] is activation.queue[0]:
                self.drain(activation)
                if not activation.queue:
                    activation.memory.forget_old()
