"""One turn on its way through the gate: its rows, and what it lets the world see once they are durable."""

from typing import Protocol

from actors.runtime.commit.rows import TurnRows
from actors.runtime.turns.work import CommandWork
from persistence.entities.records import CommandRow


class Output(Protocol):
    """Something that the world may see once everything before it is durable."""

    def leave(self) -> None:
        """Let the world see it."""
        ...

    def withdraw(self) -> None:
        """Tell those who wait for it to try again: its turn is undone."""
        ...


class Turn(TurnRows):
    """The rows of a turn with its outputs. `work` is kept to run it again after a repeat."""

    __slots__ = ("outputs", "work")

    def __init__(self, command: CommandRow, work: CommandWork) -> None:
        super().__init__(command)
        self.work = work
        self.outputs: list[Output] = []
