"""One turn on its way through the gate: its rows, and what it shows once they are durable."""

from typing import Protocol

from actors.runtime.commit.rows import TurnRows
from actors.runtime.payloads import Delivery
from actors.runtime.turns.commands import Remembered
from actors.runtime.turns.work import CommandWork
from persistence.entities.records import CommandRow


class Output(Protocol):
    """An effect outside of the host, held until everything before it is durable."""

    def release(self) -> None:
        """Let it out; once."""
        ...

    def withdraw(self) -> None:
        """Tell those who wait for it to retry: its turn is undone."""
        ...


class Turn(TurnRows):
    """The rows of a turn with what it shows: its pushes, its effects, its reply (which is in its row), in this order.

    `work` has the caller, and is kept to run it again after a repeat; `entry` remembers the command. What depends on
    the turn without being of it is `held` behind it. `decided_ms` is when it was decided (monotonic).
    `Activation.release` lets it all out.
    """

    __slots__ = ("decided_ms", "effects", "entry", "held", "pushes", "work")

    def __init__(self, command: CommandRow, work: CommandWork, entry: Remembered, decided_ms: float) -> None:
        super().__init__(command)
        self.work = work
        self.entry = entry
        self.decided_ms = decided_ms
        self.pushes: list[tuple[str, Delivery, bytes]] = []
        """Type, class and payload of each."""
        self.effects: list[Output] = []
        self.held: list[Output] = []

    def withdraw_others(self) -> None:
        """Tell those who wait for anything but its own reply to retry: it is undone."""
        for output in self.effects:
            output.withdraw()
        for output in self.held:
            output.withdraw()
