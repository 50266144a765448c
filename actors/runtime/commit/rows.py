"""The rows of one turn, added by its facts, tells and timers."""

from typing import Any

from persistence.entities.records import (
    ActRow,
    CommandRow,
    CompletionRow,
    FactRow,
    RevealedSeedRow,
    RoundRow,
    TellRow,
    TimerRow,
    TransferRow,
)


class TurnRows:
    """The rows that one turn writes.

    `counted` are its facts that are counted once they are durable (`actors.runtime.facts.Fact.COUNTED`).
    """

    __slots__ = (
        "acts",
        "command",
        "completions",
        "counted",
        "events",
        "facts",
        "rounds",
        "seeds",
        "tells",
        "timers",
        "timers_cancelled",
        "timers_done",
        "transfers",
    )

    def __init__(self, command: CommandRow) -> None:
        self.command = command
        self.completions: list[CompletionRow] = []
        self.transfers: list[TransferRow] = []
        self.rounds: list[RoundRow] = []
        self.counted: list[Any] = []
        self.seeds: list[RevealedSeedRow] = []
        self.acts: list[ActRow] = []
        self.facts: list[FactRow] = []
        self.events: list[tuple[str, bytes]] = []
        self.tells: list[TellRow] = []
        self.timers: list[TimerRow] = []
        self.timers_done: list[TimerRow] = []
        self.timers_cancelled: list[str] = []
