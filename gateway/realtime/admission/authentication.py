"""The first message of a socket: whose it is, or why it must close; and the answer to it."""

from typing import NamedTuple

from msgspec import DecodeError

from actors.runtime.link.envelope import Attached
from gateway.auth.roles import Role
from gateway.auth.tokens import Principal, TokenExpired, TokenInvalid, TokenVerifier
from gateway.realtime.close_codes import CloseCode
from gateway.realtime.wire.incoming import CONNECT
from gateway.realtime.wire.messages import ClientMessage, Connect, Hello

FIRST_IS_CONNECT = "The first message must be `connect`."
REASON_BYTES_MAX = 123
"""What a close frame can say beside its code (RFC 6455, 5.5)."""


class Refused(NamedTuple):
    """The close code and reason of a socket that is not let in."""

    code: CloseCode
    reason: str


class Authenticated(NamedTuple):
    """The player of a socket, and what they have said."""

    command_id: str
    principal: Principal
    connect: Connect


def authenticate(tokens: TokenVerifier, message: ClientMessage) -> Authenticated | Refused:
    """Return whose socket this is by its first message."""
    if message.type != Connect.TYPE:
        return Refused(CloseCode.MALFORMED, FIRST_IS_CONNECT)
    if not isinstance(message.id, str):
        return malformed("it has no `id`")
    try:
        connect = CONNECT.decode(message.payload)
        principal = tokens.verify(connect.token)
    except (DecodeError, RecursionError) as error:
        return malformed(str(error))
    except TokenExpired:
        return Refused(CloseCode.TOKEN_EXPIRED, "The token has expired.")
    except TokenInvalid:
        return Refused(CloseCode.INVALID_TOKEN, "The token is not valid.")
    if principal.role != Role.PLAYER:
        return Refused(CloseCode.FORBIDDEN, "Staff accounts cannot play.")
    return Authenticated(message.id, principal, connect)


def malformed(problem: str) -> Refused:
    """Return the refusal of a first message that is not as it should be, in words that fit into a close frame."""
    text = f"The first message must be a valid `connect`: {problem}".encode(errors="replace")[:REASON_BYTES_MAX]
    return Refused(CloseCode.MALFORMED, text.decode(errors="ignore"))


def hello_of(message: Attached, number: int, *, ping_ms: int, token_exp: int, now_ms: int) -> Hello:
    """Return the answer to `connect` of socket `number`, to which its entity has attached it. Times are Unix ms."""
    return Hello(
        session=f"s_{number:x}",
        epoch=message.stream,
        seq=message.seq,
        recovered=message.recovered,
        replayed=len(message.replay),
        ping_ms=ping_ms,
        token_exp=token_exp,
        now=now_ms,
    )
