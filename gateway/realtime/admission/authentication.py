"""The first message of a socket: whose it is, or why it must close; and the answer to it."""

from typing import NamedTuple

from msgspec import DecodeError, ValidationError

from actors.runtime.link.envelope import Attached
from gateway.auth.roles import Role
from gateway.auth.tokens import Principal, TokenExpired, TokenInvalid, TokenVerifier
from gateway.realtime.close_codes import CloseCode
from gateway.realtime.wire.incoming import CONNECT
from gateway.realtime.wire.messages import ClientMessage, Connect, Hello

FIRST_IS_CONNECT = "The first message must be `connect`."


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
    try:
        if message.type != Connect.TYPE or not isinstance(message.id, str):
            raise ValidationError(FIRST_IS_CONNECT)
        connect = CONNECT.decode(message.payload)
        principal = tokens.verify(connect.token)
    except (DecodeError, RecursionError):
        return Refused(CloseCode.MALFORMED, FIRST_IS_CONNECT)
    except TokenExpired:
        return Refused(CloseCode.TOKEN_EXPIRED, "The token has expired.")
    except TokenInvalid:
        return Refused(CloseCode.INVALID_TOKEN, "The token is not valid.")
    if principal.role != Role.PLAYER:
        return Refused(CloseCode.FORBIDDEN, "Staff accounts cannot play.")
    return Authenticated(message.id, principal, connect)


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
