"""The work in an entity's queue: commands, reads and attachments, each with its caller."""

from dataclasses import dataclass
from enum import Enum
from typing import Any

from msgspec import Struct

from actors.runtime.entity import EntityRef
from actors.runtime.link.envelope import Attach, Moved
from actors.runtime.turns.callers import NO_CALLER, Caller

NO_DEADLINE_MS = float("inf")


class StoreLookup(Enum):
    """The state of a command's lookup in the store, which comes before its turn."""

    IF_NEEDED = 1
    """To be done unless the id shows that the command is new."""
    NEEDED = 2
    """To be done whatever the id shows: the store has refused the command as a repeat."""
    DONE = 3
    """Done, or needless: the command is new, or remembered by now."""


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

    def is_tell(self) -> bool:
        """Return whether another entity has sent it."""
        return self.origin.startswith("entity:")

    def moved(self) -> None:
        """Send the caller to the host that serves the entity now."""
        self.caller.moved()


@dataclass(slots=True)
class QueryWork:
    """A read: it changes nothing; its answer is held until what it shows is durable."""

    ref: EntityRef
    type: str
    body: bytes
    caller: Caller
    deadline_ms: float

    def moved(self) -> None:
        """Send the caller to the host that serves the entity now."""
        self.caller.moved()


@dataclass(slots=True)
class AttachWork:
    """A socket asks for the entity's pushes, which go to `link`.

    `on_attach_done`: the entity's command before an attachment has run, or there was none.
    """

    ref: EntityRef
    attach: Attach
    link: Any
    deadline_ms: float
    on_attach_done: bool = False

    def moved(self) -> None:
        """Let the router attach the socket again, at the host that serves the entity by then."""
        self.link.send(Moved(self.attach.n, self.attach.attempt, self.attach.shard))


Work = CommandWork | QueryWork | AttachWork


def system_command(ref: EntityRef, command_id: str, body: Struct, now_ms: float) -> CommandWork:
    """Return a command of the runtime itself, received at `now_ms` (monotonic): no caller, no deadline."""
    name: str = type(body).TYPE  # type: ignore[attr-defined]
    return CommandWork(ref, "system", command_id, name, body, NO_CALLER, NO_DEADLINE_MS, now_ms)
