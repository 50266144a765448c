"""What a turn lets the world see, held at the gate until everything before it is durable."""

from typing import TYPE_CHECKING, Protocol

from actors.messages import Delivery
from actors.runtime.activation import Activation
from actors.runtime.commands import Caller, Remembered
from actors.runtime.envelope import Attached
from actors.runtime.work import AttachWork
from persistence.records import TellRow, TimerRow

if TYPE_CHECKING:
    from actors.runtime.timers import Timers


class Told(Protocol):
    """Where durable tells go."""

    def tell(self, row: TellRow) -> None: ...


class Reply:
    """An answer to a caller."""

    __slots__ = ("activation", "body", "caller", "dup", "ok", "version")

    def __init__(self, activation: Activation, caller: Caller, ok: bool, body: bytes, *, dup: bool = False) -> None:
        self.activation = activation
        self.caller = caller
        self.ok = ok
        self.body = body
        self.dup = dup
        self.version = activation.version

    def leave(self) -> None:
        self.caller.answer(self.ok, self.body, self.version, self.activation.seq, self.dup)


class Announcement:
    """A push to the entity's sockets; it is numbered and enters the ring as it leaves."""

    __slots__ = ("activation", "body", "delivery", "monotonic_ms", "type", "version")

    def __init__(
        self, activation: Activation, message_type: str, delivery: Delivery, body: bytes, monotonic_ms: float
    ) -> None:
        self.activation = activation
        self.type = message_type
        self.delivery = delivery
        self.body = body
        self.version = activation.version
        self.monotonic_ms = monotonic_ms

    def leave(self) -> None:
        self.activation.push(self.type, self.delivery, self.body, self.version, self.monotonic_ms)


class Remembering:
    """A command is durable now, so it may be forgotten; whoever repeated it meanwhile is answered if it has a reply."""

    __slots__ = ("activation", "entry")

    def __init__(self, activation: Activation, entry: Remembered) -> None:
        self.activation = activation
        self.entry = entry

    def leave(self) -> None:
        self.entry.durable = True
        self.activation.memory.forget_old()


class Joining:
    """A socket joins: it gets the snapshot of its turn, or what it missed, and from then on every push."""

    __slots__ = ("activation", "snapshot", "version", "work")

    def __init__(self, activation: Activation, work: AttachWork, snapshot: bytes) -> None:
        self.activation = activation
        self.work = work
        self.snapshot = snapshot
        self.version = activation.version

    def leave(self) -> None:
        activation, attach = self.activation, self.work.attach
        if activation.dropped:
            return
        replay = activation.missed(attach.stream, attach.seq)
        activation.sockets[attach.session] = self.work.link
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
            )
        )


class Telling:
    """A tell is durable: send it to its receiver."""

    __slots__ = ("row", "teller")

    def __init__(self, row: TellRow, teller: Told) -> None:
        self.row = row
        self.teller = teller

    def leave(self) -> None:
        self.teller.tell(self.row)


class Rearming:
    """The timers that a turn set, cancelled or used up."""

    __slots__ = ("activation", "cancelled", "fired", "rows", "timers")

    def __init__(
        self,
        activation: Activation,
        timers: "Timers",
        rows: list[tuple[TimerRow, bool]],
        cancelled: tuple[str, ...],
        fired: TimerRow | None,
    ) -> None:
        self.activation = activation
        self.timers = timers
        self.rows = rows
        self.cancelled = cancelled
        self.fired = fired

    def leave(self) -> None:
        ref = self.activation.ref
        if self.fired is not None:
            self.timers.done(ref, self.fired.name, self.fired.id)
        for name in self.cancelled:
            self.timers.cancel(ref, name)
        for row, durable in self.rows:
            if durable or not self.activation.dropped:
                self.timers.arm(row, durable=durable)
