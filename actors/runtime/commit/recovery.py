"""Recovery from turns that cannot be stored or that broke off: they are undone, answered, or run again.

Undoing an entity is dropping its activation: the next one starts from the store. Callers get `unavailable` and retry
with the same id; its sockets are attached again. The entity is quarantined: as many turns of it as were undone are
committed alone, so that the one at fault is found. A turn that was refused alone twice answers `internal`, which nobody
retries.
"""

from typing import Protocol, TypeVar

import structlog

from actors.runtime.clock import Clock
from actors.runtime.commit.gate import Gate
from actors.runtime.commit.split import Untried
from actors.runtime.commit.turn import Turn
from actors.runtime.entity import EntityRef
from actors.runtime.link.envelope import Detached
from actors.runtime.turns.activation import Activation, Writes
from actors.runtime.turns.directory import ActivationDirectory
from actors.runtime.turns.queue import EntityQueues
from actors.runtime.turns.replies import UNAVAILABLE
from actors.runtime.turns.timers import REFIRE_MS, Timers
from actors.runtime.turns.work import StoreLookup
from persistence.errors import RefusedData, RepeatedCommand

QUARANTINE_MAX = 10_000
"""Entities in quarantine, and refused turns, that a host remembers; the oldest give way."""
REFUSALS_MAX = 2
"""How often a turn is refused alone until its caller is told not to retry."""

log = structlog.get_logger("host")
Key = TypeVar("Key")


class RecoveryMetrics(Protocol):
    """Counts of recovery."""

    def poisoned(self, kind: str) -> None: ...


class Recovery:
    """Undoes turns and runs them again, as the gate reports the outcome of their writes."""

    def __init__(
        self,
        clock: Clock,
        gate: Gate,
        queues: EntityQueues,
        timers: Timers,
        directory: ActivationDirectory,
        metrics: RecoveryMetrics,
    ) -> None:
        self._clock = clock
        self._gate = gate
        self._queues = queues
        self._timers = timers
        self._directory = directory
        self._metrics = metrics
        self._quarantine: dict[EntityRef, int] = {}
        self._refusals: dict[str, int] = {}

    def is_quarantined(self, activation: Activation) -> bool:
        """Return whether each turn of the entity is to be committed alone."""
        return activation.ref in self._quarantine

    # --- the outcome of writes ---

    def released(self, writes: Writes) -> None:
        """Go on after writes that are durable."""
        activation = writes.activation
        if activation is None:
            return
        if activation.dropped:
            self._directory.settled(activation)
        elif activation.ref in self._quarantine:
            self._count_success(activation.ref, writes)
            self._queues.drain(activation)

    def refused(self, writes: Writes, error: RefusedData) -> None:
        """Undo writes that can never be stored."""
        activation = writes.activation
        if activation is None:
            log.warning("done_tells_refused", shard=writes.shard, error=str(error))
        elif isinstance(error, RepeatedCommand) and not activation.dropped:
            self._run_again(activation, writes)
        else:
            at_fault = not isinstance(error, Untried)
            if at_fault:
                log.error("entity_refused", entity=str(activation.ref), error=str(error), turns=len(writes.turns))
                self._metrics.poisoned(activation.ref.kind)
                self._put_in_quarantine(activation.ref, len(writes.turns))
            self._withdraw(writes, alone=at_fault and len(writes.turns) == 1)
            if activation.dropped:
                self._directory.settled(activation)
            else:
                self.undo(activation)

    # --- undoing ---

    def undo(self, activation: Activation) -> None:
        """Drop an activation with all that its turns changed since the last commit that was sent."""
        later = self._gate.discard(activation)
        if later is not None:
            self._withdraw(later, alone=False)
        self.drop(activation)

    def drop(self, activation: Activation, code: str = "unavailable") -> None:
        """Drop an activation; its sockets attach again, its callers retry."""
        self._directory.remove(activation)
        for work in activation.queue:
            self._queues.refuse(work, code, "dropped")
        activation.queue.clear()
        for entry in activation.memory.unanswered():
            for caller in entry.waiting:
                caller.answer(False, UNAVAILABLE, 0, 0, False)
            entry.waiting = ()
        self._detach(activation)
        self._timers.activation_dropped(activation.ref, self._clock.now_ms() + REFIRE_MS)

    def hand_over(self, activation: Activation) -> None:
        """Drop an activation that has nothing uncommitted; callers and sockets are sent to its next owner."""
        for work in activation.queue:
            work.moved()
        activation.queue.clear()
        for entry in activation.memory.unanswered():
            for caller in entry.waiting:
                caller.moved()
            entry.waiting = ()
        self._detach(activation)
        self._directory.remove(activation)

    @staticmethod
    def _detach(activation: Activation) -> None:
        ref = activation.ref
        for link, sessions in activation.sockets.items():
            link.send(Detached(activation.shard, activation.epoch, ref.kind, ref.key, list(sessions)))
        activation.sockets.clear()

    def _withdraw(self, writes: Writes, *, alone: bool) -> None:
        """Answer the callers of undone turns, and of everything that was held behind them."""
        for turn in writes.turns:
            self._withdraw_others(turn)
            tx = turn.command.tx
            if alone:
                self._refusals[tx] = self._refusals.get(tx, 0) + 1
                _forget_oldest(self._refusals)
            final = self._refusals.get(tx, 0) >= REFUSALS_MAX
            self._queues.refuse(turn.work, "internal" if final else "unavailable", "undone")

    @staticmethod
    def _withdraw_others(turn: Turn) -> None:
        """Withdraw all outputs of the turn, and those held behind it, but the reply to its own caller."""
        own, entry = turn.work.caller, turn.entry
        turn.withdraw_others()
        entry.waiting = tuple(caller for caller in entry.waiting if caller is not own)

    def _run_again(self, activation: Activation, writes: Writes) -> None:
        """Answer from the store the command in `writes` that was stored before, and decide the others anew."""
        later = self._gate.discard(activation)
        turns = writes.turns + (later.turns if later is not None else [])
        waiting = list(activation.queue)
        activation.queue.clear()
        for turn in turns:
            self._withdraw_others(turn)
        self.drop(activation)
        for turn in turns:
            if turn.work.origin != "system":
                turn.work.store_lookup = StoreLookup.NEEDED
                self._queues.admit(turn.work)
        for work in waiting:
            self._queues.admit(work)

    # --- quarantine ---

    def _put_in_quarantine(self, ref: EntityRef, turns: int) -> None:
        self._quarantine[ref] = max(self._quarantine.get(ref, 0), turns)
        _forget_oldest(self._quarantine)

    def _count_success(self, ref: EntityRef, writes: Writes) -> None:
        for turn in writes.turns:
            self._refusals.pop(turn.command.tx, None)
        self._quarantine[ref] -= 1
        if self._quarantine[ref] <= 0:
            del self._quarantine[ref]


def _forget_oldest(noted: dict[Key, int]) -> None:
    if len(noted) > QUARANTINE_MAX:
        del noted[next(iter(noted))]
