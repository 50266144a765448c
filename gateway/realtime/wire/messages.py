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
    id: CommandId | UnsetType = UNSET
    payload: Raw = Raw(b"{}")
    t: int | UnsetType = UNSET
    ack: Annotated[int, Meta(ge=0)] | UnsetType = UNSET


class Resume(ClientPayload, frozen=True):
    """Where the client stopped: the epoch of its last snapshot and the last push `seq` that it has."""

    epoch: Annotated[str, Meta(max_length=64)]
    seq: Annotated[int, Meta(ge=0, le=AMOUNT_MAX)]


class Connect(ClientPayload, frozen=True):
    """The first message on a socket, within 5 s of the handshake."""

    TYPE: ClassVar[str] = "connect"
    token: Annotated[str, Meta(min_length=1, max_length=4096)]
    client: Annotated[str, Meta(max_length=64)] = ""
    resume: Resume | None = None


class Hello(ServerPayload, frozen=True):
    """The answer to `connect`. `recovered` false: `initial_state` follows; true: `replayed` missed pushes follow."""

    TYPE: ClassVar[str] = "hello"
    session: str
    epoch: str
    seq: int
    recovered: bool
    replayed: int
    ping_ms: int
    token_exp: int
    now: int


class AuthRefresh(ClientPayload, frozen=True):
    """A fresh access token for a socket that stays open; the subject must be the same."""

    TYPE: ClassVar[str] = "auth.refresh"
    token: Annotated[str, Meta(min_length=1, max_length=4096)]


class AuthRefreshed(ServerPayload, frozen=True):
    token_exp: int
