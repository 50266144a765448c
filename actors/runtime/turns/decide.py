"""The turn: one piece of work at one entity is decoded, decided and applied, and its outputs go to the gate.

Everything here is synchronous: between two awaits of the host a turn is whole or has not begun.
"""

from typing import Any, Protocol, assert_never

import structlog
from msgspec import DecodeError, Struct, ValidationError, json

from actors.runtime.bodies import body_hash, is_same_body
from actors.runtime.clock import Clock
from actors.runtime.commit.gate import Gate
from actors.runtime.commit.turn import Output, Turn
from actors.runtime.entity import Completion, Decision, EntityKind, Entropy, Incoming, Later, Rejection
from actors.runtime.meter import Meter
from actors.runtime.ownership.stored_timers import StoredTimers
from actors.runtime.turns.activation import Activation
from actors.runtime.turns.commands import Remembered, command_tx, derived_id, mark_of
from actors.runtime.turns.outputs import (
    AttachRefusal,
    AttachReply,
    MarkDurable,
    Reply,
    SendTell,
    Teller,
    TimerUpdate,
)
from actors.runtime.turns.replies import UNAVAILABLE, error_bytes, payload_bytes, reply_bytes
from actors.runtime.turns.work import AttachWork, CommandWork, QueryWork, StoreLookup, Work
from persistence.entities.records import CommandRow, CompletionRow, StoredReply, TellRow, TimerRow

TELL_UNKNOWN = error_bytes("unknown_type")
"""The answer to a tell of a later release: it stays open and is set aside, so that it holds up no other (`tells`)."""

log = structlog.get_logger("turns")


class TurnMetrics(Protocol):
    """Counts of turns."""

    def turn(self, command_type: str, duration_ms: float) -> None: ...
    def duplicate(self) -> None: ...
    def expired_command(self) -> None: ...
    def rate_limited(self, rule: str) -> None: ...
    def refused_overload(self, reason: str) -> None: ...


class Decoders:
    """A kind's decoders, made once."""

    def __init__(self, kind: EntityKind[Any]) -> None:
        self.commands = {name: json.Decoder(cls) for name, cls in kind.commands.items()}
        self.queries = {name: json.Decoder(cls) for name, cls in kind.queries.items()}


class Turns:
    """Runs work at activations of one host."""

    def __init__(
        self,
        clock: Clock,
        entropy: Entropy,
        gate: Gate,
        timers: StoredTimers,
        teller: Teller,
        metrics: TurnMetrics,
        meter: Meter,
    ) -> None:
        self._clock = clock
        self._entropy = entropy
        self._gate = gate
        self._timers = timers
        self._teller = teller
        self._metrics = metrics
        self._meter = meter
        self._decoders: dict[str, Decoders] = {}

    def run(self, activation: Activation, work: Work) -> bool:
        """Do `work`; return False if it must first be looked up in the store, and stays at the head of the queue."""
        if work.deadline_ms <= self._clock.monotonic_ms():
            self._metrics.expired_command()
            return True
        match work:
            case CommandWork():
                return self._command(activation, work)
            case QueryWork():
                self._query(activation, work)
            case AttachWork():
                self._attach(activation, work)
            case _:
                assert_never(work)
        return True

    def needs_store_lookup(self, activation: Activation, work: Work) -> bool:
        """Return whether `work`, which waits behind a command that is looked up now, must be looked up as well."""
        if not isinstance(work, CommandWork):
            return False
        _identify(activation, work)
        return activation.memory.find(work.tx) is None and not _definitely_new(activation, work)

    def found(self, activation: Activation, work: CommandWork, stored: StoredReply | None) -> None:
        """Take the store's answer about a command: a repeat is remembered, a new one may run."""
        work.store_lookup = StoreLookup.DONE
        if stored is not None:
            entry = Remembered(stored.body_hash, stored.ok, stored.reply, durable=True)
            activation.memory.found(work.tx, work.mark, entry)

    # --- reads ---

    def _query(self, activation: Activation, work: QueryWork) -> None:
        query = self._decode(activation, work.type, work.body, mutating=False)
        if not isinstance(query, Struct):
            self._release(activation, Reply(activation, work.caller, False, query))
            return
        answer = activation.kind.answer(activation.state, query, self.now(activation))
        self._release(activation, Reply(activation, work.caller, *reply_bytes(answer)))

    def _attach(self, activation: Activation, work: AttachWork) -> None:
        now_ms = self.now(activation)
        refusal = activation.kind.attach_refusal(activation.state, now_ms)
        if refusal is not None:
            _, body = reply_bytes(refusal)
            self._release(activation, AttachRefusal(activation, work, body))
            return
        snapshot = payload_bytes(activation.kind.snapshot(activation.state, now_ms))
        self._release(activation, AttachReply(activation, work, snapshot))

    # --- commands ---

    def _command(self, activation: Activation, work: CommandWork) -> bool:
        _identify(activation, work)
        if work.timer and not self._is_set(activation, work):
            return True
        body = work.body
        if isinstance(body, bytes):
            decoded = self._decode(activation, work.type, body, mutating=True)
            if not isinstance(decoded, Struct):
                refused = TELL_UNKNOWN if work.is_tell() else decoded
                self._release(activation, Reply(activation, work.caller, False, refused))
                return True
            body = decoded
        hashed = body_hash(body)
        entry = activation.memory.find(work.tx)
        if entry is not None:
            self._repeat(activation, work, entry, same=is_same_body(entry.body_hash, body, hashed))
            return True
        if not _definitely_new(activation, work):
            return False
        if work.origin == "user":
            excess = self._meter.excess(activation.buckets, work.type, self._clock.monotonic_ms())
            if excess is not None:
                self._refuse_excess(work, *excess)
                return True
        self._decide(activation, work, body, hashed)
        return True

    def _refuse_excess(self, work: CommandWork, rule: str, wait_ms: int) -> None:
        """Refuse a command before its turn, at once: it depends on nothing that is not durable yet."""
        self._metrics.rate_limited(rule)
        work.caller.answer(False, error_bytes("rate_limited", {"retry_after_ms": wait_ms}), 0, 0, False)

    def _is_set(self, activation: Activation, work: CommandWork) -> bool:
        """Return whether the timer that fired is still set: no later turn has cancelled or replaced it."""
        uncommitted = activation.timer_ids.get(work.timer)
        current = self._timers.id_of(activation.ref, work.timer) if uncommitted is None else uncommitted
        return current == work.id

    def _repeat(self, activation: Activation, work: CommandWork, entry: Remembered, *, same: bool) -> None:
        self._metrics.duplicate()
        if not same:
            self._release(activation, Reply(activation, work.caller, False, error_bytes("idempotency_conflict")))
        elif entry.reply is None and not work.waits:
            self._release(activation, Reply(activation, work.caller, False, error_bytes("in_progress")))
        elif entry.reply is None:
            entry.wait(work.caller)
        else:
            assert entry.ok is not None
            self._release(activation, Reply(activation, work.caller, entry.ok, entry.reply, dup=True))

    def _decide(self, activation: Activation, work: CommandWork, body: Struct, hashed: bytes) -> None:
        started_ms = self._clock.monotonic_ms()
        now_ms = self.now(activation)
        incoming = Incoming(work.id, work.origin, work.tx, body, round(started_ms - work.received_ms))
        decision = activation.kind.decide(activation.state, incoming, now_ms, self._entropy)
        if not isinstance(decision, Rejection):
            self._perform(activation, work, decision, hashed, now_ms, started_ms)
        elif work.timer or work.is_tell():
            self._perform(activation, work, _stored_rejection(decision), hashed, now_ms, started_ms)
        else:
            self._release(activation, Reply(activation, work.caller, *reply_bytes(decision)))

    def _perform(
        self,
        activation: Activation,
        work: CommandWork,
        decision: "Decision | _StoredRejection",
        hashed: bytes,
        now_ms: int,
        started_ms: float,
    ) -> None:
        activation.version += 1
        ok, reply = _reply_of(decision)
        row = CommandRow(
            activation.shard,
            work.tx,
            *activation.ref,
            work.origin,
            work.id,
            activation.version,
            hashed,
            ok,
            reply,
            now_ms,
        )
        entry = Remembered(hashed, ok, reply, durable=False)
        turn = Turn(row, work, entry, started_ms)
        dirty: set[str] = set()
        if isinstance(decision, Decision):
            self._apply(activation, turn, decision, dirty)
        if work.timer:
            self._timer_done(activation, turn, work)
        if reply is None:
            entry.wait(work.caller)
        activation.memory.remember(work.tx, work.mark, entry)
        self._gate.add(activation, turn, dirty)
        self._metrics.turn(work.type, self._clock.monotonic_ms() - started_ms)

    def _apply(self, activation: Activation, turn: Turn, decision: Decision, dirty: set[str]) -> None:
        kind, state = activation.kind, activation.state
        for fact in decision.facts:
            dirty |= kind.apply(state, fact)
            fact.add_rows(turn)
            if fact.COUNTED:
                turn.counted.append(fact)
        for push in kind.announce(state, decision.facts):
            turn.pushes.append((push.TYPE, push.DELIVERY, payload_bytes(push)))  # type: ignore[attr-defined]
        for event in kind.events(state, decision.facts):
            turn.events.append((event.type, payload_bytes(event.payload)))
        for index, tell in enumerate(decision.tells):
            tell_row = _tell_row(turn.command, index, tell.to.kind, tell.to.key, tell.body)
            turn.tells.append(tell_row)
            turn.effects.append(SendTell(tell_row, self._teller, turn.work.received_ms))
        if decision.timers or decision.cancelled_timers:
            self._set_timers(activation, turn, decision)
        for completion in decision.completions:
            self._complete(activation, turn, completion)

    def _set_timers(self, activation: Activation, turn: Turn, decision: Decision) -> None:
        rows = [
            (_timer_row(turn.command, timer.name, timer.due_ms, timer.body), timer.durable) for timer in decision.timers
        ]
        turn.timers.extend(row for row, durable in rows if durable)
        turn.timers_cancelled.extend(decision.cancelled_timers)
        activation.timer_ids.update(dict.fromkeys(decision.cancelled_timers, ""))
        activation.timer_ids.update((row.name, row.id) for row, _ in rows)
        turn.effects.append(TimerUpdate(activation, self._timers, rows, decision.cancelled_timers, None))

    def _timer_done(self, activation: Activation, turn: Turn, work: CommandWork) -> None:
        row = TimerRow(activation.shard, *activation.ref, work.timer, work.id, 0, work.type, b"")
        if work.durable_timer:
            turn.timers_done.append(row)
        turn.effects.insert(0, TimerUpdate(activation, self._timers, [], (), row))

    def _complete(self, activation: Activation, turn: Turn, completion: Completion) -> None:
        ok, reply = reply_bytes(completion.reply)
        turn.completions.append(CompletionRow(activation.shard, completion.tx, ok, reply))
        entry = activation.memory.find(completion.tx)
        if entry is None:
            entry = activation.memory.completed(completion.tx, ok, reply)
            turn.effects.append(MarkDurable(activation, entry))
        else:
            activation.memory.answered(entry, ok, reply)
            callers, entry.waiting = entry.waiting, ()
            turn.effects.extend(Reply(activation, caller, ok, reply) for caller in callers)

    # --- shared ---

    def _release(self, activation: Activation, output: Output) -> None:
        """Release `output` now, or hold it behind the entity's newest uncommitted write."""
        if activation.writes is None:
            output.release()
        else:
            activation.writes.turns[-1].held.append(output)

    def now(self, activation: Activation) -> int:
        """Return the time of this turn (Unix ms): never before that of an earlier turn of the entity."""
        activation.now_ms = max(activation.now_ms, self._clock.now_ms())
        return activation.now_ms

    def _decode(self, activation: Activation, name: str, body: bytes, *, mutating: bool) -> Struct | bytes:
        """Return the typed payload, or the error body that answers it.

        Whoever sends over a link has checked it: what cannot be read here is of a later release, whose hosts may have
        the entity next (decision 0040).
        """
        decoders = self._decoders.get(activation.ref.kind)
        if decoders is None:
            decoders = self._decoders[activation.ref.kind] = Decoders(activation.kind)
        decoder = (decoders.commands if mutating else decoders.queries).get(name)
        if decoder is None:
            return self._undecodable(activation, name, "this program has no such type")
        try:
            return decoder.decode(body)
        except (ValidationError, DecodeError, RecursionError) as error:
            return self._undecodable(activation, name, str(error))

    def _undecodable(self, activation: Activation, name: str, why: str) -> bytes:
        self._metrics.refused_overload("undecodable")
        log.warning("undecodable", kind=activation.ref.kind, type=name, why=why)
        return UNAVAILABLE


def _identify(activation: Activation, work: CommandWork) -> None:
    """Set the key and the mark of the command, once."""
    if not work.tx:
        work.tx = command_tx(*activation.ref, work.origin, work.id)
        work.mark = mark_of(work.origin, work.id)


def _definitely_new(activation: Activation, work: CommandWork) -> bool:
    """Return whether the store cannot know the command. Timers are new: their rows are deleted with their turn."""
    if work.store_lookup is StoreLookup.IF_NEEDED:
        return activation.memory.definitely_new(work.mark) or bool(work.timer) or work.origin == "system"
    return work.store_lookup is StoreLookup.DONE


class _StoredRejection(Struct, frozen=True):
    """A refused tell or timer: stored, so that it is not decided again."""

    body: bytes


def _stored_rejection(rejection: Rejection) -> _StoredRejection:
    return _StoredRejection(error_bytes(rejection.code, rejection.details))


def _reply_of(decision: Decision | _StoredRejection) -> tuple[bool | None, bytes | None]:
    if isinstance(decision, _StoredRejection):
        return False, decision.body
    if isinstance(decision.reply, Later):
        return None, None
    return reply_bytes(decision.reply)


def _tell_row(command: CommandRow, index: int, kind: str, key: str, body: Struct) -> TellRow:
    name: str = type(body).TYPE  # type: ignore[attr-defined]
    tell_id = derived_id(command.tx, f"tell:{index}")
    return TellRow(command.shard, tell_id, command.kind, command.key, kind, key, name, payload_bytes(body))


def _timer_row(command: CommandRow, name: str, due_ms: int, body: Struct) -> TimerRow:
    message_type: str = type(body).TYPE  # type: ignore[attr-defined]
    timer_id = derived_id(command.tx, f"timer:{name}")
    return TimerRow(command.shard, command.kind, command.key, name, timer_id, due_ms, message_type, payload_bytes(body))
