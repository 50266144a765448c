"""One turn on its way through the gate: its rows, and the outputs that are released once they are durable."""

from typing import Protocol

from actors.runtime.commit.rows import TurnRows
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
    """The rows of a turn with its outputs. `work` is kept to run it again after a repeat."""

    __slots__ = ("outputs", "work")

    def __init__(self, command: CommandRow, work: CommandWork) -> None:
        super().__init__(command)
        self.work = work
        self.outputs: list[Output] = []
