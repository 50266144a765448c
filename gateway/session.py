"""One player's socket from `connect` to close, without I/O: messages in, frames and close codes out.

`Wire` is the socket, `router` the way to the player's entity. A session numbers nothing: `seq` comes from the entity,
and `prev` is simply what this socket was sent last.
"""

from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING, Any, Protocol

from msgspec import UNSET, DecodeError, Struct, UnsetType, ValidationError, json

from actors.messages import COMMANDS, AuthRefresh, AuthRefreshed, ClientMessage, CommandId, Connect, Hello
from actors.runtime.commands import derived_id
from actors.runtime.entity import EntityRef
from actors.runtime.envelope import Answer, Attached, Push
from actors.runtime.replies import error_bytes, payload_bytes
from gateway.auth.tokens import Claims, TokenExpired, TokenInvalid
from gateway.closing import Close
from gateway.frames import initial_state_message, push_message, reply_message, text_frame
from gateway.ratelimit import TokenBucket
from gateway.shown import ShownEvents

if TYPE_CHECKING:
    from gateway.hub import Hub

VIOLATIONS_MAX = 3
REASON_CHARS_MAX = 200
"""Of what a refusal quotes from the message that it refuses."""


class _Identified(Struct, frozen=True):
    """What can still be read of a message that is refused as a whole."""

    id: CommandId | UnsetType = UNSET


_message = json.Decoder(ClientMessage)
_connect = json.Decoder(Connect)
_refresh = json.Decoder(AuthRefresh)
_identified = json.Decoder(_Identified)
_COMMANDS = {command.TYPE: (json.Decoder(command), command.MUTATING) for command in COMMANDS}


class Wire(Protocol):
    """The socket below a session."""

    def write(self, frame: bytes) -> None:
        """Write a whole frame, together with all others of this event-loop turn."""
        ...

    def close(self, code: Close, reason: str = "") -> None:
        """Start the closing handshake; `Session.closed` follows."""
        ...


class _Phase(Enum):
    NEW = "new"
    ATTACHING = "attaching"
    OPEN = "open"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True)
class SocketLimits:
    """Limits of one socket (protocol.md, Limits)."""

    commands_per_s: float = 30
    commands_burst: float = 60
    sockets_per_user_max: int = 5
    connect_within_ms: int = 5_000
    ping_ms: int = 25_000
    pong_within_ms: int = 10_000
    token_grace_ms: int = 25_000
    command_timeout_ms: int = 10_000
    frame_bytes_max: int = 16 * 1024


class Session:
    """One socket's conversation."""

    __slots__ = (
        "_bucket",
        "_connect_id",
        "_hub",
        "_phase",
        "_pinged_ms",
        "_ponged_ms",
        "_seq",
        "_shown",
        "_stream",
        "_violations",
        "_wire",
        "claims",
        "number",
        "opened_ms",
        "ref",
    )

    def __init__(self, hub: "Hub", wire: Wire, number: int, now_ms: float) -> None:
        self._hub = hub
        self._wire = wire
        self.number = number
        self.opened_ms = now_ms
        self.claims: Claims | None = None
        self.ref: EntityRef | None = None
        self._phase = _Phase.NEW
        self._bucket = TokenBucket(hub.limits.commands_per_s, hub.limits.commands_burst, now_ms)
        self._violations = 0
        self._connect_id = ""
        self._stream = ""
        self._seq = 0
        self._pinged_ms = now_ms
        self._ponged_ms = now_ms
        self._shown = ShownEvents()

    # --- from the socket ---

    def received(self, data: bytes) -> None:
        """Take one whole text message."""
        if self._phase is _Phase.CLOSED:
            return
        try:
            data.decode()  # the decoder skips over parts of the text unread
            message = _message.decode(data)
        except UnicodeDecodeError:
            self.close(Close.INVALID_TEXT, "text messages are UTF-8")
            return
        except (DecodeError, RecursionError) as error:
            self._unreadable(data, error)
            return
        if self._phase is _Phase.NEW:
            self._authenticate(message)
        elif message.type == "pong":
            self._pong(message)
        elif isinstance(message.id, str):
            self._command(message.id, message)
        elif self._allowed(None):
            self._refuse(None, "bad_request", {"reason": "`id` is missing"})

    def closed(self) -> None:
        """The socket is gone."""
        if self._phase is not _Phase.CLOSED:
            self._phase = _Phase.CLOSED
            self._hub.left(self)

    def _unreadable(self, data: bytes, error: Exception) -> None:
        if self._phase is _Phase.NEW:
            self.close(Close.MALFORMED, "the first message must be `connect`")
            return
        try:
            found = _identified.decode(data).id
        except (DecodeError, RecursionError):
            found = UNSET
        command_id = found if isinstance(found, str) else None
        if self._allowed(command_id):
            self._refuse(command_id, "bad_request", {"reason": str(error)[:REASON_CHARS_MAX]})

    # --- connecting ---

    def _authenticate(self, message: ClientMessage) -> None:
        try:
            if message.type != Connect.TYPE or not isinstance(message.id, str):
                raise ValidationError("the first message must be `connect`")
            connect = _connect.decode(message.payload)
            claims = self._hub.tokens.verify(connect.token)
        except (DecodeError, RecursionError):
            self.close(Close.MALFORMED, "the first message must be `connect`")
        except TokenExpired:
            self.close(Close.TOKEN_EXPIRED, "the token has expired")
        except TokenInvalid:
            self.close(Close.INVALID_TOKEN, "the token is not valid")
        else:
            self._join(message.id, claims, connect)

    def _join(self, connect_id: str, claims: Claims, connect: Connect) -> None:
        self.claims = claims
        self.ref = EntityRef("user", claims.user_id)
        self._connect_id = connect_id
        if connect.resume is not None:
            self._stream, self._seq = connect.resume.epoch, connect.resume.seq
        if not self._hub.joined(self):
            self.close(Close.TOO_MANY_SOCKETS, "too many sockets of this player")
            return
        self._phase = _Phase.ATTACHING
        self._hub.router.attach(self.ref, self.number, self)

    # --- from the entity (router.Subscriber) ---

    def position(self) -> tuple[str, int]:
        return self._stream, self._seq

    def attached(self, message: Attached) -> None:
        """The entity knows this socket: greet, then what was missed, or the snapshot."""
        if self._phase is _Phase.CLOSED:
            return
        if self._phase is _Phase.ATTACHING:
            self._phase = _Phase.OPEN
            self._greet(message)
        self._stream = message.stream
        if message.recovered:
            for push in message.replay:
                self.pushed(push)
        else:
            state = initial_state_message(message.stream, message.seq, message.version, message.snapshot)
            self._send("initial_state", state)
            self._seq = message.seq
            self._shown.attached(message)

    def pushed(self, push: Push) -> None:
        """One push of the entity."""
        if self._phase is not _Phase.OPEN or push.seq <= self._seq:
            return
        self._send(push.type, push_message(push, self._seq))
        self._seq = push.seq
        self._shown.pushed(push)

    def _greet(self, message: Attached) -> None:
        assert self.claims is not None
        resumed = bool(self._stream)
        self._hub.resumed("none" if not resumed else "replayed" if message.recovered else "snapshot")
        hello = Hello(
            session=f"s_{self.number:x}",
            epoch=message.stream,
            seq=message.seq,
            recovered=message.recovered,
            replayed=len(message.replay),
            ping_ms=self._hub.limits.ping_ms,
            token_exp=self.claims.expires_at,
            now=self._hub.clock.now_ms(),
        )
        self._send(
            "hello", b'{"re":%b,"type":"hello","payload":%b}' % (json.encode(self._connect_id), payload_bytes(hello))
        )

    # --- commands ---

    def _command(self, command_id: str, message: ClientMessage) -> None:
        if not self._allowed(command_id):
            return
        if message.type == AuthRefresh.TYPE:
            self._refresh_token(command_id, message)
            return
        known = _COMMANDS.get(message.type)
        if known is None:
            self._refuse(command_id, "unknown_type", {"type": message.type})
            return
        decoder, mutating = known
        try:
            decoder.decode(message.payload)
        except (DecodeError, RecursionError) as error:
            self._refuse(command_id, "invalid_payload", {"reason": str(error)[:REASON_CHARS_MAX]})
            return
        assert self.ref is not None
        hub, started_ms = self._hub, self._hub.clock.monotonic_ms()
        hub.received(message.type)
        hub.router.call(
            self.ref,
            message.type,
            bytes(message.payload),
            lambda answer: self._answered(command_id, message.type, started_ms, answer),
            command_id=command_id if mutating else "",
            timeout_ms=hub.limits.command_timeout_ms,
        )

    def _answered(self, command_id: str, message_type: str, started_ms: float, answer: Answer) -> None:
        self._hub.answered(message_type, answer.ok, started_ms)
        if self._phase is not _Phase.CLOSED:
            reply = reply_message(command_id, answer.ok, answer.body, answer.version, answer.seq, dup=answer.dup)
            self._wire.write(text_frame(reply))

    def _allowed(self, command_id: str | None) -> bool:
        """Whether the rate limit lets this message through; the third violation closes the socket."""
        now_ms = self._hub.clock.monotonic_ms()
        if self._bucket.take(now_ms):
            if self._violations and self._bucket.full(now_ms):
                self._violations = 0
            return True
        self._violations += 1
        self._hub.limited("commands_per_socket")
        if self._violations >= VIOLATIONS_MAX:
            self.close(Close.RATE_LIMITED, "too many commands")
        else:
            self._refuse(command_id, "rate_limited", {"retry_after_ms": self._bucket.wait_ms()})
        return False

    def _refuse(self, command_id: str | None, code: str, details: dict[str, Any]) -> None:
        body = error_bytes(code, details)
        self._send("reply", reply_message(command_id, False, body, 0, 0, dup=False))

    def _refresh_token(self, command_id: str, message: ClientMessage) -> None:
        assert self.claims is not None
        try:
            claims = self._hub.tokens.verify(_refresh.decode(message.payload).token)
        except (DecodeError, RecursionError) as error:
            self._refuse(command_id, "invalid_payload", {"reason": str(error)[:REASON_CHARS_MAX]})
        except TokenExpired:
            self._refuse(command_id, "token_expired", {})
        except TokenInvalid:
            self.close(Close.INVALID_TOKEN, "the token is not valid")
        else:
            if claims.user_id != self.claims.user_id:
                self._refuse(command_id, "forbidden", {"reason": "the token is of another player"})
                return
            self.claims = claims
            body = payload_bytes(AuthRefreshed(token_exp=claims.expires_at))
            self._send("reply", reply_message(command_id, True, body, 0, self._seq, dup=False))

    # --- keep-alive ---

    def _pong(self, message: ClientMessage) -> None:
        """A pong that answers a ping is free; any other counts as a command."""
        if self._ponged_ms >= self._pinged_ms and not self._allowed(None):
            return
        self._ponged_ms = self._hub.clock.monotonic_ms()
        if message.ack is UNSET or self.ref is None:
            return
        if ids := self._shown.take(message.ack):
            body = payload_bytes({"ids": ids})
            ack_id = derived_id(self._stream, f"ack:{' '.join(ids)}")
            self._hub.router.call(self.ref, "event.ack", body, lambda _: None, command_id=ack_id)

    def tend(self, now_ms: float, unix_ms: int) -> None:
        """Close what is overdue, ping what is quiet; called about once a second."""
        limits = self._hub.limits
        if self._phase is _Phase.NEW:
            if now_ms - self.opened_ms >= limits.connect_within_ms:
                self.close(Close.NOT_AUTHENTICATED, "`connect` did not come in time")
        elif self.claims is not None and unix_ms >= self.claims.expires_at + limits.token_grace_ms:
            self.close(Close.TOKEN_EXPIRED, "the token has expired")
        elif self._pinged_ms > self._ponged_ms and now_ms - self._pinged_ms >= limits.pong_within_ms:
            self.close(Close.NO_PONG, "no pong")
        elif now_ms - self._pinged_ms >= limits.ping_ms:
            self._pinged_ms = now_ms
            self._send("ping", b'{"type":"ping","t":%d}' % unix_ms)

    def announce_drain(self, window_ms: int) -> None:
        """Tell the client to reconnect within a window, so that not all come at once."""
        self._send("reconnect", b'{"type":"reconnect","payload":{"reason":"drain","window_ms":%d}}' % window_ms)

    def close(self, code: Close, reason: str = "") -> None:
        """Close the socket with a code that tells the client what to do next."""
        if self._phase is not _Phase.CLOSED:
            self._wire.close(code, reason)
            self._hub.closed_with(code)
            self.closed()

    def _send(self, message_type: str, message: bytes) -> None:
        self._hub.sent(message_type)
        self._wire.write(text_frame(message))
