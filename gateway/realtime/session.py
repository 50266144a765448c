"""One player's socket from `connect` to close, without I/O: messages in, frames and close codes out.

`Wire` is the socket, `router` the way to the player's entity. A session numbers nothing: `seq` comes from the entity,
and `prev` is simply what this socket was sent last.
"""

from enum import Enum
from typing import TYPE_CHECKING, Any

from msgspec import UNSET, DecodeError, ValidationError, json

from actors.runtime.entity import EntityRef
from actors.runtime.link.envelope import Answer, Attached, Push
from actors.runtime.payloads import Delivery
from actors.runtime.turns.commands import derived_id
from actors.runtime.turns.replies import error_bytes, payload_bytes
from actors.standing.messages import AccountClosed
from gateway.auth.roles import Role
from gateway.auth.tokens import Principal, TokenExpired, TokenInvalid
from gateway.rate_limit import TokenBucket
from gateway.realtime.close_codes import CloseCode
from gateway.realtime.delivered_events import DeliveredEvents
from gateway.realtime.messages import AuthRefresh, AuthRefreshed, ClientMessage, Connect, Hello
from gateway.realtime.outgoing import Outgoing, Wire
from gateway.realtime.wire.frames import initial_state_message, reply_message
from gateway.realtime.wire.incoming import CONNECT, MESSAGE, PLAYER_COMMANDS, REFRESH, id_of, reason

if TYPE_CHECKING:
    from gateway.realtime.hub import Hub

VIOLATIONS_MAX = 3
CRASH = "crash."
MAY_NOT_PLAY = "this player may not play now"


class _Phase(Enum):
    NEW = "new"
    ATTACHING = "attaching"
    OPEN = "open"
    CLOSED = "closed"


class Session:
    """One socket's conversation."""

    __slots__ = (
        "_bucket",
        "_connect_id",
        "_crash_bucket",
        "_delivered",
        "_hub",
        "_phase",
        "_pinged_ms",
        "_ponged_ms",
        "_stream",
        "_violations",
        "due_ms",
        "number",
        "outgoing",
        "principal",
        "ref",
    )

    def __init__(self, hub: "Hub", wire: Wire, number: int, now_ms: float) -> None:
        self._hub = hub
        self.outgoing = Outgoing(wire, hub.limits, hub.metrics)
        self.number = number
        self.due_ms = now_ms + hub.limits.connect_within_ms
        """When `check_deadlines` has something to do."""
        self.principal: Principal | None = None
        self.ref: EntityRef | None = None
        self._phase = _Phase.NEW
        self._bucket = TokenBucket(hub.limits.commands_per_s, hub.limits.commands_burst, now_ms)
        self._crash_bucket = TokenBucket(hub.limits.crash_per_s, max(1, hub.limits.crash_per_s), now_ms)
        self._violations = 0
        self._connect_id = ""
        self._stream = ""
        self._pinged_ms = now_ms
        self._ponged_ms = now_ms
        self._delivered = DeliveredEvents()

    # --- from the socket ---

    def received(self, data: bytes) -> None:
        """Take one whole text message, in valid UTF-8."""
        if self._phase is _Phase.CLOSED:
            return
        try:
            message = MESSAGE.decode(data)
        except (DecodeError, RecursionError) as error:
            self._unreadable(data, error)
            return
        if self._phase is _Phase.NEW:
            self._authenticate(message)
        elif message.type == "pong":
            self._pong(message)
        elif isinstance(message.id, str):
            self._command(message.id, message)
        elif self._allowed(None, self._hub.clock.monotonic_ms()):
            self._refuse(None, "bad_request", {"reason": "`id` is missing"})

    def received_binary(self, _: bytes) -> None:
        """Take one whole binary message."""
        self.close(CloseCode.MALFORMED, "messages are text")

    def paused(self) -> None:
        """The reader is slow."""
        if self._phase is not _Phase.CLOSED:
            self.outgoing.paused(self._hub.clock.monotonic_ms())
            self._hub.slow[self.number] = self

    def resumed(self) -> None:
        """The reader has caught up with some of it."""
        self.outgoing.resumed()
        if not self.outgoing.is_slow():
            self._hub.slow.pop(self.number, None)

    def closed(self, code: int) -> None:
        """The socket is gone; `code` is its close code, whoever closed it."""
        if self._phase is not _Phase.CLOSED:
            self._phase = _Phase.CLOSED
            self.outgoing.end()
            self._hub.left(self, code)

    def _unreadable(self, data: bytes, error: Exception) -> None:
        if self._phase is _Phase.NEW:
            self.close(CloseCode.MALFORMED, "the first message must be `connect`")
            return
        command_id = id_of(data)
        if self._allowed(command_id, self._hub.clock.monotonic_ms()):
            self._refuse(command_id, "bad_request", reason(error))

    # --- connecting ---

    def _authenticate(self, message: ClientMessage) -> None:
        try:
            if message.type != Connect.TYPE or not isinstance(message.id, str):
                raise ValidationError("the first message must be `connect`")
            connect = CONNECT.decode(message.payload)
            principal = self._hub.tokens.verify(connect.token)
        except (DecodeError, RecursionError):
            self.close(CloseCode.MALFORMED, "the first message must be `connect`")
        except TokenExpired:
            self.close(CloseCode.TOKEN_EXPIRED, "the token has expired")
        except TokenInvalid:
            self.close(CloseCode.INVALID_TOKEN, "the token is not valid")
        else:
            if principal.role == Role.PLAYER:
                self._join(message.id, principal, connect)
            else:
                self.close(CloseCode.FORBIDDEN, "staff do not play")

    def _join(self, connect_id: str, principal: Principal, connect: Connect) -> None:
        self.principal = principal
        self.ref = EntityRef("user", principal.user_id)
        self._connect_id = connect_id
        if connect.resume is not None:
            self._stream, self.outgoing.seq = connect.resume.epoch, connect.resume.seq
        if not self._hub.joined(self):
            self.close(CloseCode.TOO_MANY_SOCKETS, "too many sockets of this player")
            return
        self._phase = _Phase.ATTACHING
        self._schedule()
        self._hub.router.attach(self.ref, self.number, self)

    # --- from the entity (router.Subscriber) ---

    def position(self) -> tuple[str, int]:
        return self._stream, self.outgoing.seq

    def attached(self, message: Attached) -> None:
        """The entity knows this socket: greet, then what was missed, or the snapshot."""
        if self._phase is _Phase.CLOSED:
            return
        if message.barrier:
            self.close(CloseCode.FORBIDDEN, MAY_NOT_PLAY)
            return
        if self._phase is _Phase.ATTACHING:
            self._phase = _Phase.OPEN
            self._greet(message)
        self._stream = message.stream
        if message.recovered:
            for push in message.replay:
                self._show(push)
        else:
            state = initial_state_message(message.stream, message.seq, message.version, message.snapshot)
            self._delivered.attached(message)
            self.enforce_backlog(self.outgoing.snapshot(state, message.seq))

    def pushed(self, push: Push) -> None:
        """One push of the entity; not a replayed one, for whatever closed the account then has ended."""
        self._show(push)
        if push.type == AccountClosed.TYPE:
            self._hub.flush_queue.add(self)

    def tell(self, frame: bytes) -> None:
        """A frame that concerns every player."""
        if self._phase is _Phase.OPEN:
            self.enforce_backlog(self.outgoing.tell(frame))

    def flush(self) -> None:
        """The turn is over in which the account was closed: what the player was answered in it has been written."""
        self.close(CloseCode.FORBIDDEN, MAY_NOT_PLAY)

    def _show(self, push: Push) -> None:
        if self._phase is not _Phase.OPEN or push.seq <= self.outgoing.seq:
            return
        if push.delivery is Delivery.EVENT:
            self._delivered.pushed(push)
        exceeded = self.outgoing.push(push)
        if exceeded is not None:
            self.enforce_backlog(exceeded)

    def _greet(self, message: Attached) -> None:
        assert self.principal is not None
        resumed = bool(self._stream)
        self._hub.resumed("none" if not resumed else "replayed" if message.recovered else "snapshot")
        hello = Hello(
            session=f"s_{self.number:x}",
            epoch=message.stream,
            seq=message.seq,
            recovered=message.recovered,
            replayed=len(message.replay),
            ping_ms=self._hub.limits.ping_ms,
            token_exp=self.principal.expires_at,
            now=self._hub.clock.now_ms(),
        )
        self._send(
            "hello", b'{"re":%b,"type":"hello","payload":%b}' % (json.encode(self._connect_id), payload_bytes(hello))
        )
        self._connect_id = ""

    # --- commands ---

    def _command(self, command_id: str, message: ClientMessage) -> None:
        hub, message_type = self._hub, message.type
        started_ms = hub.clock.monotonic_ms()
        if not self._allowed(command_id, started_ms):
            return
        known = PLAYER_COMMANDS.get(message_type)
        if known is None:
            self._own_command(command_id, message)
            return
        if message_type.startswith(CRASH) and not self._crash_bucket.take(started_ms):
            self._violated(command_id, "crash_per_socket", self._crash_bucket)
            return
        decoder, mutating = known
        try:
            decoder.decode(message.payload)
        except (DecodeError, RecursionError) as error:
            self._refuse(command_id, "invalid_payload", reason(error))
            return
        assert self.ref is not None
        hub.metrics.ws_messages.add("in", message_type)
        hub.router.call(
            self.ref,
            message_type,
            bytes(message.payload),
            lambda answer: self.answered(command_id, message_type, started_ms, answer),
            command_id=command_id if mutating else "",
            timeout_ms=hub.limits.command_timeout_ms,
        )

    def _own_command(self, command_id: str, message: ClientMessage) -> None:
        """One that concerns this socket: its token, its topics."""
        if message.type == AuthRefresh.TYPE:
            self._refresh_token(command_id, message)
        elif message.type in self._hub.topics.commands:
            self._hub.metrics.ws_messages.add("in", message.type)
            self._hub.topics.received(self, command_id, message.type, bytes(message.payload))
        else:
            self._refuse(command_id, "unknown_type", {"type": message.type})

    def answered(self, command_id: str, message_type: str, started_ms: float, answer: Answer) -> None:
        """The answer to a command has come."""
        self._hub.answered(message_type, answer, started_ms, self.outgoing.stats_version)
        if self._phase is not _Phase.CLOSED:
            reply = reply_message(command_id, answer.ok, answer.body, answer.version, answer.seq, dup=answer.dup)
            self._send("reply", reply)

    def _allowed(self, command_id: str | None, now_ms: float) -> bool:
        """Whether the rate limit lets this message through; the third violation closes the socket."""
        if self._bucket.take(now_ms):
            if self._violations and self._bucket.full(now_ms) and self._crash_bucket.full(now_ms):
                self._violations = 0
            return True
        self._violated(command_id, "commands_per_socket", self._bucket)
        return False

    def _violated(self, command_id: str | None, rule: str, bucket: TokenBucket) -> None:
        self._violations += 1
        self._hub.limited(rule)
        if self._violations >= VIOLATIONS_MAX:
            self.close(CloseCode.RATE_LIMITED, "too many commands")
        else:
            self._refuse(command_id, "rate_limited", {"retry_after_ms": bucket.wait_ms()})

    def _refuse(self, command_id: str | None, code: str, details: dict[str, Any]) -> None:
        body = error_bytes(code, details)
        self._send("reply", reply_message(command_id, False, body, 0, 0, dup=False))

    def _refresh_token(self, command_id: str, message: ClientMessage) -> None:
        assert self.principal is not None
        try:
            principal = self._hub.tokens.verify(REFRESH.decode(message.payload).token)
        except (DecodeError, RecursionError) as error:
            self._refuse(command_id, "invalid_payload", reason(error))
        except TokenExpired:
            self._refuse(command_id, "token_expired", {})
        except TokenInvalid:
            self.close(CloseCode.INVALID_TOKEN, "the token is not valid")
        else:
            if principal.user_id != self.principal.user_id:
                self._refuse(command_id, "forbidden", {"reason": "the token is of another player"})
                return
            self.principal = principal
            self._schedule()
            body = payload_bytes(AuthRefreshed(token_exp=principal.expires_at))
            self._send("reply", reply_message(command_id, True, body, 0, self.outgoing.seq, dup=False))

    # --- keep-alive ---

    def _pong(self, message: ClientMessage) -> None:
        """A pong that answers a ping is free; any other counts as a command."""
        now_ms = self._hub.clock.monotonic_ms()
        if self._ponged_ms >= self._pinged_ms and not self._allowed(None, now_ms):
            return
        self._ponged_ms = now_ms
        if message.ack is UNSET or self.ref is None:
            return
        if ids := self._delivered.take(message.ack):
            body = payload_bytes({"ids": ids})
            ack_id = derived_id(self._stream, f"ack:{' '.join(ids)}")
            self._hub.router.call(self.ref, "event.ack", body, lambda _: None, command_id=ack_id)

    def check_deadlines(self, now_ms: float, unix_ms: int) -> None:
        """Close what is overdue, ping what is quiet; called when `due_ms` has come."""
        limits = self._hub.limits
        quiet_ms = now_ms - self._pinged_ms
        if self.principal is None:
            self.close(CloseCode.NOT_AUTHENTICATED, "`connect` did not come in time")
        elif unix_ms >= self.principal.expires_at + limits.token_grace_ms:
            self.close(CloseCode.TOKEN_EXPIRED, "the token has expired")
        elif self._pinged_ms > self._ponged_ms and quiet_ms >= limits.pong_within_ms:
            self.close(CloseCode.NO_PONG, "no pong")
        else:
            if self._phase is not _Phase.OPEN:
                self._pinged_ms = self._ponged_ms = now_ms  # `hello` is the first message, whenever it comes
            elif quiet_ms >= limits.ping_ms:
                self._pinged_ms = now_ms
                self._send("ping", b'{"type":"ping","t":%d}' % unix_ms)
            self._schedule()

    def _schedule(self) -> None:
        """Be tended when a pong or a ping is due, or when the token has expired."""
        limits, clock = self._hub.limits, self._hub.clock
        assert self.principal is not None
        token_ms = self.principal.expires_at + limits.token_grace_ms - clock.now_ms()
        wait_ms = limits.pong_within_ms if self._pinged_ms > self._ponged_ms else limits.ping_ms
        self.due_ms = min(self._pinged_ms + wait_ms, clock.monotonic_ms() + token_ms)
        self._hub.schedule(self)

    def announce_drain(self, window_ms: int) -> None:
        """Tell the client to reconnect within a window, so that not all come at once."""
        self._send("reconnect", b'{"type":"reconnect","payload":{"reason":"drain","window_ms":%d}}' % window_ms)

    def close(self, code: CloseCode, reason: str = "") -> None:
        """Close the socket with a code that tells the client what to do next."""
        if self._phase is not _Phase.CLOSED:
            self._phase = _Phase.CLOSED
            self.outgoing.close(code, reason)
            self._hub.left(self, code)

    def enforce_backlog(self, exceeded: str | None) -> None:
        """Close a socket whose backlog exceeds a bound."""
        if exceeded is not None:
            self._hub.limited(exceeded)
            self.close(CloseCode.SLOW_READER, "the reader is too slow")

    def _send(self, message_type: str, message: bytes) -> None:
        exceeded = self.outgoing.message(message_type, message)
        if exceeded is not None:
            self.enforce_backlog(exceeded)
