"""The outputs of turns beside pushes and replies: held at the gate until all before them is durable, then released."""

from typing import Protocol

from actors.runtime.link.envelope import Attached
from actors.runtime.ownership.stored_timers import StoredTimers
from actors.runtime.turns.activation import Activation
from actors.runtime.turns.callers import Caller
from actors.runtime.turns.commands import Remembered
from actors.runtime.turns.replies import UNAVAILABLE
from actors.runtime.turns.work import AttachWork
from persistence.entities.records import TellRow, TimerRow


class Unawaited:
    """Base of outputs that nobody waits for: when their turn is undone, nothing has happened."""

    __slots__ = ()

    def withdraw(self) -> None:
        """Do nothing; see `actors.runtime.commit.turn.Output.withdraw`."""


class Teller(Protocol):
    """Sends durable tells until their receivers have stored them."""

    def tell(self, row: TellRow, caused_ms: float | None = None, *, fresh: bool = False) -> None: ...


class Reply:
    """An answer to a caller that is not that of the turn itself: of a read, a repeat, a command completed later."""

    __slots__ = ("activation", "body", "caller", "dup", "ok", "version")

    def __init__(self, activation: Activation, caller: Caller, ok: bool, body: bytes, *, dup: bool = False) -> None:
        self.activation = activation
        self.caller = caller
        self.ok = ok
        self.body = body
        self.dup = dup
        self.version = activation.version

    def release(self) -> None:
        self.caller.answer(self.ok, self.body, self.version, self.activation.seq, self.dup)

    def withdraw(self) -> None:
        self.caller.answer(False, UNAVAILABLE, 0, 0, False)


class MarkDurable(Unawaited):
    """Marks a command as durable: it may be forgotten."""

    __slots__ = ("activation", "entry")

    def __init__(self, activation: Activation, entry: Remembered) -> None:
        self.activation = activation
        self.entry = entry

    def release(self) -> None:
        self.entry.durable = True
        self.activation.memory.forget_old()


class AttachReply:
    """Attaches a socket: it gets the snapshot of its turn, or the pushes it missed, and from then on every push."""

    __slots__ = ("activation", "snapshot", "version", "work")

    def __init__(self, activation: Activation, work: AttachWork, snapshot: bytes) -> None:
        self.activation = activation
        self.work = work
        self.snapshot = snapshot
        self.version = activation.version

    def release(self) -> None:
        activation, attach = self.activation, self.work.attach
        if activation.dropped:
            self.withdraw()
            return
        if self.work.link.is_closing():
            return
        replay = activation.missed(attach.stream, attach.seq)
        activation.attach(self.work.link, attach.session)
        self.work.link.send(
            Attached(
                attach.n,
                attach.attempt,
                activation.shard,
                activation.epoch,
                attach.session,
                replay is not None,
                activation.stream,
                activation.seq,
                self.version,
                b"" if replay is not None else self.snapshot,
                replay or [],
                kind=attach.kind,
                key=attach.key,
            )
        )

    def withdraw(self) -> None:
        self.work.moved()


class SendTell(Unawaited):
    """A durable tell, to be sent to its receiver. It is as old as the command that caused it."""

    __slots__ = ("caused_ms", "row", "teller")

    def __init__(self, row: TellRow, teller: Teller, caused_ms: float) -> None:
        self.row = row
        self.teller = teller
        self.caused_ms = caused_ms

    def release(self) -> None:
        self.teller.tell(self.row, self.caused_ms, fresh=True)


class AttachRefusal:
    """Tells a socket why it may not attach."""

    __slots__ = ("activation", "refusal", "version", "work")

    def __init__(self, activation: Activation, work: AttachWork, refusal: bytes) -> None:
        self.activation = activation
        self.work = work
        self.refusal = refusal
        self.version = activation.version

    def release(self) -> None:
        activation, attach = self.activation, self.work.attach
        place = (attach.n, attach.attempt, activation.shard, activation.epoch, attach.session, False)
        self.work.link.send(Attached(*place, activation.stream, activation.seq, self.version, b"", [], self.refusal))

    def withdraw(self) -> None:
        self.work.moved()


class TimerUpdate(Unawaited):
    """Sets and cancels timers as its turn has decided, and removes the one that caused the turn."""

    __slots__ = ("activation", "cancelled", "fired", "rows", "timers")

    def __init__(
        self,
        activation: Activation,
        timers: StoredTimers,
        rows: list[tuple[TimerRow, bool]],
        cancelled: tuple[str, ...],
        fired: TimerRow | None,
    ) -> None:
        self.activation = activation
        self.timers = timers
        self.rows = rows
        self.cancelled = cancelled
        self.fired = fired

    def release(self) -> None:
        ref, set_here = self.activation.ref, self.activation.timer_ids
        if self.fired is not None:
            self.timers.done(ref, self.fired.name, self.fired.id)
        for name in self.cancelled:
            self.timers.cancel(ref, name)
            if set_here.get(name) == "":
                del set_here[name]
        for row, durable in self.rows:
            if set_here.get(row.name) == row.id:
                del set_here[row.name]
            if durable or not self.activation.dropped:
                self.timers.arm(row, durable=durable)
