"""What waits in an entity's queue: commands, reads and attachments, each with whoever waits for the answer."""

from dataclasses import dataclass
from enum import Enum
from typing import Any

from msgspec import Struct

from actors.runtime.entity import EntityRef
from actors.runtime.link.envelope import Attach, Moved
from actors.runtime.turns.callers import Caller


class StoreLookup(Enum):
    """Whether the store must be asked for a command before its turn."""

    IF_NEEDED = 1
    """Unless its id shows that it is new."""
    NEEDED = 2
    """Whatever its id shows: the store has refused it as a repeat."""
    DONE = 3
    """It was asked, and does not know the command."""


@dataclass(slots=True)
class CommandWork:
    """A mutating command; `deadline_ms` and `received_ms` are on the monotonic clock.

    `timer` is the name of the timer that fired, or empty. A repeat `waits` for an answer that comes later, or does not.
    """

    ref: EntityRef
    origin: str
    id: str
    type: str
    body: bytes | Struct
    caller: Caller
    deadline_ms: float
    received_ms: float
    tx: str = ""
    mark: int = 0
    store_lookup: StoreLookup = StoreLookup.IF_NEEDED
    timer: str = ""
    durable_timer: bool = False
    waits: bool = True

    def moved(self) -> None:
        """Another host serves the entity now."""
        self.caller.moved()


@dataclass(slots=True)
class QueryWork:
    """A read: it changes nothing, and waits until what it shows is durable."""

    ref: EntityRef
    type: str
    body: bytes
    caller: Caller
    deadline_ms: float

    def moved(self) -> None:
        """Another host serves the entity now."""
        self.caller.moved()


@dataclass(slots=True)
class AttachWork:
    """A socket wants the entity's pushes; `link` is where they go."""

    ref: EntityRef
    attach: Attach
    link: Any
    deadline_ms: float
    arrived: bool = False
    """What the entity does on an arrival has been done, or looked for in vain."""

    def moved(self) -> None:
        """Attach again, wherever the entity is served by then."""
        self.link.send(Moved(self.attach.n, self.attach.attempt, self.attach.shard))


Work = CommandWork | QueryWork | AttachWork
