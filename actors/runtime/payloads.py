"""What every message is made of: amounts, delivery classes, payloads of clients and of the server, commands.

Others take these from `actors.messages`, which the messages of single games come before.
"""

from enum import Enum
from typing import Annotated, ClassVar

from msgspec import Meta, Struct

AMOUNT_MAX = 2**53 - 1
"""Largest amount or balance, in gold: what JavaScript holds exactly."""

Amount = Annotated[int, Meta(ge=1, le=AMOUNT_MAX)]
Balance = Annotated[int, Meta(ge=0, le=AMOUNT_MAX)]


class Delivery(Enum):
    """What a slow or absent reader may miss of a push (protocol.md, Pushes)."""

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


class Command(ClientPayload, frozen=True):
    """A message that reaches the user's entity. `MUTATING` ones carry an id that is their idempotency key."""

    TYPE: ClassVar[str]
    REPLY: ClassVar[type[ServerPayload]]
    MUTATING: ClassVar[bool] = True
