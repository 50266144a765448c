"""The parts of every message: delivery classes, payloads of clients and of the server, commands, errors."""

from enum import Enum
from typing import Any, ClassVar

from msgspec import Struct, field


class Delivery(Enum):
    """The delivery class of a push: how much of it a slow or absent reader may miss (protocol.md, Pushes)."""

    STATE = "state"
    """Absolute values: the last one wins."""
    EVENT = "event"
    """Never coalesced or dropped; returned in every snapshot until acknowledged."""
    EPHEMERAL = "ephemeral"
    """Table topics: no seq, dropped for a slow reader."""


class ClientPayload(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A payload that a client sends; strict: no unknown keys, no coercion."""


class ServerPayload(Struct, frozen=True, kw_only=True):
    """A payload that the server sends."""


class Command(ClientPayload, frozen=True, omit_defaults=True):
    """A message that reaches the user's entity. `MUTATING` ones carry an id that is their idempotency key.

    A field with its default is neither compared nor sent on: for a program that does not know the field yet, a command
    without it is the command that it has always been (decision 0040). So a default never changes.
    """

    TYPE: ClassVar[str]
    REPLY: ClassVar[type[ServerPayload]]
    MUTATING: ClassVar[bool] = True


class ErrorBody(ServerPayload, frozen=True):
    """Why a command was refused. `retryable` says that the same id may be sent again."""

    code: str
    """Machine-readable reason; `details` depends on it."""
    status: int
    """HTTP status of the code, a number."""
    retryable: bool = False
    """True if the same command may be sent again with the same id."""
    details: dict[str, Any] = field(default_factory=dict)
    """Particulars; the schema of each code says which."""


class Noted(ServerPayload, frozen=True):
    """The answer to a tell or a timer: nobody reads it."""
