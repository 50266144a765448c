"""What waits in an entity's lane: commands, reads and attachments, each with whoever waits for the answer."""

from dataclasses import dataclass
from typing import Any

from msgspec import Struct

from actors.runtime.commands import Caller
from actors.runtime.entity import EntityRef
from actors.runtime.envelope import Attach


@dataclass(slots=True)
class CommandWork:
    """A mutating command. `look_up` forces a look into the store; `deadline_ms` is on the monotonic clock.

    `timer` is the name of the timer that fired, or empty; `age_ms` is counted from `received_ms`.
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
    look_up: bool = False
    timer: str = ""
    durable_timer: bool = False


@dataclass(slots=True)
class QueryWork:
    """A read: it changes nothing, and waits until what it shows is durable."""

    ref: EntityRef
    type: str
    body: bytes
    caller: Caller
    deadline_ms: float


@dataclass(slots=True)
class AttachWork:
    """A socket wants the entity's pushes; `link` is where they go."""

    ref: EntityRef
    attach: Attach
    link: Any
    deadline_ms: float


Work = CommandWork | QueryWork | AttachWork
