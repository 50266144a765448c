"""The frames of the socket protocol: what wraps, opens and keeps up a conversation (protocol.md)."""

from typing import Annotated, ClassVar

from msgspec import UNSET, Meta, Raw, UnsetType

from actors.money.amounts import AMOUNT_MAX
from actors.runtime.payloads import ClientPayload, ServerPayload
from gateway.ports import COMMAND_ID_CHARS_MAX

SUBPROTOCOL = "pitboss.v1.json"

CommandId = Annotated[str, Meta(min_length=1, max_length=COMMAND_ID_CHARS_MAX, pattern=r"^[\x21-\x7e]+$(?!\n)")]


class ClientMessage(ClientPayload, frozen=True):
    """`{"id", "type", "payload"}`: the frame of everything a client sends but `pong`.

    `t` and `ack` belong to `pong` alone: the echoed time in ms, and the newest push `seq` that the client has handled.
    """

    type: Annotated[str, Meta(min_length=1, max_length=64)]
    """Type of the message, such as `rps.play`."""
    id: CommandId | UnsetType = UNSET
    """Id of the command, and its idempotency key: made once, kept for every retry."""
    payload: Raw = Raw(b"{}")
    """Payload of the type."""
    t: int | UnsetType = UNSET
    """In a pong: the time of the ping, in Unix ms."""
    ack: Annotated[int, Meta(ge=0)] | UnsetType = UNSET
    """In a pong: number of the last push that the client has shown."""


class Resume(ClientPayload, frozen=True):
    """Where the client stopped: the epoch of its last snapshot and the last push `seq` that it has."""

    epoch: Annotated[str, Meta(max_length=64)]
    """Epoch of the last push."""
    seq: Annotated[int, Meta(ge=0, le=AMOUNT_MAX)]
    """Number of the last push that the client has."""


class Connect(ClientPayload, frozen=True):
    """The first message on a socket, within 5 s of the handshake."""

    TYPE: ClassVar[str] = "connect"
    token: Annotated[str, Meta(min_length=1, max_length=4096)]
    """An access token."""
    client: Annotated[str, Meta(max_length=64)] = ""
    """Program of the client, as it calls itself."""
    resume: Resume | None = None
    """Where the last connection ended, to get what was missed since; absent for a fresh start."""


class Hello(ServerPayload, frozen=True):
    """The answer to `connect`. `recovered` false: `initial_state` follows; true: `replayed` missed pushes follow."""

    TYPE: ClassVar[str] = "hello"
    session: str
    """Id of this connection, for support."""
    epoch: str
    """Names the sequence that `seq` belongs to; it changes when the player's entity moves."""
    seq: int
    """Number of the push that carries its effect, or of the last push sent; it counts up by one for each player."""
    recovered: bool
    """True if the missed pushes follow; false: the whole state follows."""
    replayed: int
    """Number of missed pushes that follow."""
    ping_ms: int
    """Time between two pings of the server, in ms."""
    token_exp: int
    """When the access token expires, in Unix ms."""
    now: int
    """The server's clock, in Unix ms."""


class AuthRefresh(ClientPayload, frozen=True):
    """A fresh access token for a socket that stays open; the subject must be the same."""

    TYPE: ClassVar[str] = "auth.refresh"
    token: Annotated[str, Meta(min_length=1, max_length=4096)]
    """A fresh access token of the same account."""


class AuthRefreshed(ServerPayload, frozen=True):
    token_exp: int
    """When the new access token expires, in Unix ms."""
