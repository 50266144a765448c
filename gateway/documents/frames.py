"""The frames of the socket as the documents describe them: what payloads are wrapped in, and what has none.

`gateway.realtime.wire.frames` writes them as bytes. Every message that a test hears from a real gateway is validated
against these (tests/integration/realtime/validation.py), so they say what is sent. `type` and `payload` are narrowed to
those of each message where a document lists the messages.
"""

from typing import Annotated, Any, ClassVar, Literal

import msgspec
from msgspec import UNSET, Meta, Struct, UnsetType

from actors.runtime.payloads import ErrorBody, ServerPayload
from actors.user.snapshot import InitialState
from gateway.realtime.wire.messages import AuthRefresh, AuthRefreshed, ClientMessage, CommandId, Connect, Hello
from gateway.rest.openapi.fields import field_texts

Count = Annotated[int, Meta(ge=0)]


def _with_any_payload(frame: type[Struct]) -> type[Struct]:
    """Return `frame` as a schema can say it: its payload, kept raw for the entity to decode, is any object."""
    fields = [
        (field.name, dict[str, Any], {}) if field.type is msgspec.Raw else (field.name, field.type, field.default)
        for field in msgspec.structs.fields(frame)
    ]
    return msgspec.defstruct(
        frame.__name__,
        fields,
        namespace={"__doc__": frame.__doc__, "FIELD_TEXTS": field_texts(frame)},
        forbid_unknown_fields=True,
        kw_only=True,
    )


class Pong(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The answer to a `ping`, in time; it has no id, and gets no reply."""

    type: Literal["pong"]
    """`pong`."""
    t: int
    """The time of the ping, in Unix ms, as it was sent."""
    ack: Count | UnsetType = UNSET
    """Number of the last push that the client has shown: acknowledges the events up to it."""


class HelloMessage(ServerPayload, frozen=True, kw_only=True):
    """The first message of the server: the answer to `connect`."""

    re: CommandId
    """Id of the `connect` that is answered."""
    type: Literal["hello"]
    """`hello`."""
    payload: Hello
    """Where the connection begins."""


class InitialStateMessage(ServerPayload, frozen=True, kw_only=True):
    """The whole state; it opens an epoch, and takes the place of all that the client knew."""

    type: Literal["initial_state"]
    """`initial_state`."""
    epoch: Annotated[str, Meta(min_length=1)]
    """Names the sequence that `seq` belongs to."""
    seq: Count
    """Number of the last push whose effect the state has."""
    version: Count
    """Version number of the player's entity."""
    payload: InitialState  # type: ignore[valid-type] # a class that is made of the features
    """The whole state."""


class Push(ServerPayload, frozen=True, kw_only=True):
    """A message to the player, unasked. When `prev` is not the `seq` that the client has, something is missing."""

    type: str
    """Type of the push, such as `profile_update`."""
    seq: Count
    """Number of the push: it counts up by one for each player within an epoch."""
    prev: Count
    """Number of the push that was sent last on this socket."""
    version: Count
    """Version number of the player's entity."""
    payload: dict[str, Any]
    """Payload of the type."""


class TopicMessage(ServerPayload, frozen=True, kw_only=True):
    """A message to everybody who watches a topic; a slow reader may miss it."""

    topic: str
    """Topic that it belongs to, such as `crash:main`."""
    type: str
    """Type of the message, such as `round_open`."""
    n: Count
    """Number of the message, counted within its topic."""
    payload: dict[str, Any]
    """Payload of the type."""


class Reply(ServerPayload, frozen=True, kw_only=True):
    """The answer to a command that was accepted."""

    re: CommandId
    """Id of the command that is answered."""
    ok: Literal[True]
    """True: the command was accepted."""
    seq: Count
    """Number of the push that carries its effect; of a subscription, number of the topic's last message."""
    version: Count
    """Version number of the player's entity after it; 0 where the socket itself answers."""
    dup: Literal[True] | UnsetType = UNSET
    """True if the command was sent before, and this is the first answer again. Absent otherwise."""
    payload: dict[str, Any]
    """Reply of the command."""


class Refusal(ServerPayload, frozen=True, kw_only=True):
    """The answer to a command that was refused; the socket stays open."""

    re: CommandId | None
    """Id of the command that is answered; null if none could be read."""
    ok: Literal[False]
    """False: the command was refused."""
    version: Count | UnsetType = UNSET
    """Version number of the player's entity. Absent if it was refused before it got there."""
    dup: Literal[True] | UnsetType = UNSET
    """True if the command was sent before, and this is the first answer again. Absent otherwise."""
    error: ErrorBody
    """The reason."""


class Ping(ServerPayload, frozen=True, kw_only=True):
    """Asks for a `pong`, in time, or else the socket is closed with 4003."""

    type: Literal["ping"]
    """`ping`."""
    t: Count
    """The server's clock, in Unix ms; the pong says it again."""


class Reconnection(ServerPayload, frozen=True, kw_only=True):
    """The time in which clients shall move to another gateway."""

    reason: Literal["drain"]
    """`drain`: this gateway is emptied."""
    window_ms: Count
    """Wait a random part of this time before the new connection, in ms."""


class Reconnect(ServerPayload, frozen=True, kw_only=True):
    """Connect anew within a window, so that not all come at once; whoever stays is closed with 4001."""

    TYPE: ClassVar[str] = "reconnect"
    type: Literal["reconnect"]
    """`reconnect`."""
    payload: Reconnection
    """How long there is time."""


CLIENT_FRAMES: tuple[type[Struct], ...] = (_with_any_payload(ClientMessage), Pong)
SERVER_FRAMES: tuple[type[Struct], ...] = (
    HelloMessage,
    InitialStateMessage,
    Push,
    TopicMessage,
    Reply,
    Refusal,
    Ping,
    Reconnect,
)
PAYLOADS: tuple[type[Struct], ...] = (ErrorBody, Connect, Hello, InitialState, AuthRefresh, AuthRefreshed)
"""Of frames that are no command and no push."""
