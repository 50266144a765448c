"""One player's socket from `connect` to close, without I/O: messages in, frames and close codes out.

`Wire` is the socket below, `SessionHost` the gateway around it, its `router` the way to the player's entity. A session
numbers nothing: `seq` comes from the entity, and `prev` is the `seq` that this socket was sent last.
"""

from enum import Enum
from typing import Any, assert_never

from msgspec import UNSET, DecodeError

from actors.runtime.entity import EntityRef
from actors.runtime.link.envelope import Answer, Attached, Push
from actors.runtime.payloads import Delivery
from actors.runtime.rate_limit import TokenBucket
from actors.runtime.turns.commands import derived_id
from actors.runtime.turns.replies import error_bytes, payload_bytes
from actors.standing.messages import AccountClosed
from gateway.auth.tokens import Principal, TokenExpired, TokenInvalid
from gateway.budgets import AddressRate, SocketBudget
from gateway.ports import GATEWAY
from gateway.realtime.admission.authentication import Authenticated, Refused, authenticate, hello_of, malformed
from gateway.realtime.admission.silence import Verdict
from gateway.realtime.close_codes import CloseCode
from gateway.realtime.delivered_events import DeliveredEvents
from gateway.realtime.outgoing import Outgoing, Wire
from gateway.realtime.session_host import SessionHost
from gateway.realtime.wire.frames import hello_message, initial_state_message, reply_message
from gateway.realtime.wire.incoming import PLAYER_COMMANDS, REFRESH, id_of, read_message, reason
from gateway.realtime.wire.keep_alive import KeepAlive
from gateway.realtime.wire.messages import AuthRefresh, AuthRefreshed, ClientMessage

CRASH = "crash."
MAY_NOT_PLAY = "This player may not play now."


class _Phase(Enum):
    NEW = "new"
    ATTACHING = "attaching"
    OPEN = "open"
    CLOSED = "closed"


class Session:
    """The conversation of one socket; `host` knows it by its `number`. Others spend from its `budget` as well."""

    __slots__ = (
        "_connect_id",
        "_delivered",
        "_frames",
        "_host",
        "_keep_alive",
        "_phase",
        "_stream",
        "budget",
        "due_ms",
        "number",
        "outgoing",
        "principal",
        "ref",
    )

    def __init__(
        self, host: "SessionHost[Session]", wire: Wire, number: int, now_ms: float, address: AddressRate
    ) -> None:
        self._host = host
        self.outgoing = Outgoing(wire, host.limits, host.metrics)
        self.number = number
        self.due_ms = now_ms + host.limits.connect_within_ms
        """When `check_deadlines` has something to do."""
        self.principal: Principal | None = None
        self.ref: EntityRef | None = None
        self._phase = _Phase.NEW
        self.budget = SocketBudget(address)
        self._frames: TokenBucket | None = None  # most sockets never need one
        self._connect_id = ""
        self._stream = ""
        self._keep_alive = KeepAlive(host.limits, now_ms)
        self._delivered = DeliveredEvents()

    # --- from the socket ---

    def received(self, data: bytes) -> None:
        """Take one whole text message, in valid UTF-8."""
        if self._phase is _Phase.CLOSED:
            return
        try:
            message = read_message(data)
        except (DecodeError, RecursionError) as error:
            self._unreadable(data, error)
            return
        if self._phase is _Phase.NEW:
            self._authenticate(message)
        elif message.type == "pong":
            self._pong(message)
        elif isinstance(message.id, str):
            self._command(message.id, message)
        elif self._allowed(None, self._host.clock.monotonic_ms()):
            self._refuse(None, "bad_request", {"reason": "`id` is missing"})

    def received_binary(self, _: bytes) -> None:
        """Take one whole binary message."""
        self.close(CloseCode.MALFORMED, "Messages are text.")

    def received_frame(self, pong: bytes) -> None:
        """Take a frame that is no message: a pong, a fragment, or a ping, which `pong` answers."""
        if self._phase is _Phase.CLOSED:
            return
        now_ms, limits = self._host.clock.monotonic_ms(), self._host.limits
        if self._frames is None:
            self._frames = TokenBucket(limits.frames_per_s, limits.frames_burst, now_ms)
        if not self._frames.take(now_ms):
            self._host.metrics.rate_limited.labels("frames_per_socket").inc()
            self.close(CloseCode.RATE_LIMITED, "Too many frames.")
        elif pong:
            self.enforce_backlog(self.outgoing.pong(pong))

    def paused(self) -> None:
        """The reader is slow."""
        if self._phase is not _Phase.CLOSED:
            self.outgoing.paused(self._host.clock.monotonic_ms())
            self._host.slowed(self)

    def resumed(self) -> None:
        """The reader has caught up with some of what waits for it."""
        self.outgoing.resumed()
        if not self.outgoing.is_slow():
            self._host.caught_up(self)

    def closed(self, code: int) -> None:
        """The socket is gone; `code` is its close code, whichever side closed it."""
        if self._phase is not _Phase.CLOSED:
            self._phase = _Phase.CLOSED
            self.outgoing.end()
            self._host.left(self, code)

    def _unreadable(self, data: bytes, error: Exception) -> None:
        if self._phase is _Phase.NEW:
            self.close(*malformed(str(error)))
            return
        command_id = id_of(data)
        if self._allowed(command_id, self._host.clock.monotonic_ms()):
            self._refuse(command_id, "bad_request", reason(error))

    # --- connecting ---

    def _authenticate(self, message: ClientMessage) -> None:
        if self.principal is not None:  # it waits to be let in, and has no budget yet
            self.received_frame(b"")
            command_id = message.id if isinstance(message.id, str) else None
            self._refuse(command_id, "unavailable", {"retry_after_ms": self._host.limits.yield_after_ms})
            return
        found = authenticate(self._host.tokens, message)
        if isinstance(found, Refused):
            self.close(found.code, found.reason)
        else:
            self._join(found)

    def _join(self, found: Authenticated) -> None:
        self.principal = found.principal
        self.ref = EntityRef("user", found.principal.user_id)
        self._connect_id = found.command_id
        if found.connect.resume is not None:
            self._stream, self.outgoing.seq = found.connect.resume.epoch, found.connect.resume.seq
        self._enter(may_wait=True)

    def _enter(self, *, may_wait: bool) -> None:
        """Become one of the player's sockets, or wait a little for a place, or close."""
        assert self.ref is not None
        host = self._host
        match host.joined(self, may_wait=may_wait):
            case Verdict.IN:
                self._phase = _Phase.ATTACHING
                self._schedule()
                host.router.attach(self.ref, self.number, self)
            case Verdict.WAIT:
                self.due_ms = host.clock.monotonic_ms() + host.limits.yield_after_ms
                host.schedule(self)
            case Verdict.FULL:
                self.close(CloseCode.TOO_MANY_SOCKETS, "This player has too many connections.")
            case unreachable:
                assert_never(unreachable)

    # --- from the entity (attachments.Subscriber) ---

    def position(self) -> tuple[str, int]:
        return self._stream, self.outgoing.seq

    def attached(self, message: Attached) -> None:
        """The entity knows this socket: send `hello`, then the missed pushes or the snapshot."""
        if self._phase is _Phase.CLOSED:
            return
        if message.refusal:
            self.close(CloseCode.FORBIDDEN, MAY_NOT_PLAY)
            return
        if self._phase is _Phase.ATTACHING:
            self._phase = _Phase.OPEN
            self._greet(message)
        self._stream = message.stream
        if message.recovered:
            for push in message.replay:
                self._deliver(push)
        else:
            state = initial_state_message(message.stream, message.seq, message.version, message.snapshot)
            self._delivered.attached(message)
            self.enforce_backlog(self.outgoing.snapshot(state, message.seq))

    def pushed(self, push: Push) -> None:
        """Send a push. One of a closed account ends the socket, with this tick: answers in it are still written."""
        self._deliver(push)
        if push.type == AccountClosed.TYPE:
            self._host.flush_queue.add(self)

    def tell(self, frame: bytes) -> None:
        """Send a frame that every player gets."""
        if self._phase is _Phase.OPEN:
            self.enforce_backlog(self.outgoing.tell(frame))

    def flush(self) -> None:
        """Close: this tick, in which the account was closed, is over."""
        self.close(CloseCode.FORBIDDEN, MAY_NOT_PLAY)

    def _deliver(self, push: Push) -> None:
        if self._phase is not _Phase.OPEN or push.seq <= self.outgoing.seq:
            return
        if push.delivery is Delivery.EVENT:
            self._delivered.pushed(push)
        exceeded = self.outgoing.push(push)
        if exceeded is not None:
            self.enforce_backlog(exceeded)

    def _greet(self, message: Attached) -> None:
        assert self.principal is not None
        resumed = "none" if not self._stream else "replayed" if message.recovered else "snapshot"
        self._host.metrics.ws_resumes.labels(resumed).inc()
        now_ms, ping_ms = self._host.clock.now_ms(), self._host.limits.ping_ms
        hello = hello_of(message, self.number, ping_ms=ping_ms, token_exp=self.principal.expires_at, now_ms=now_ms)
        self._send("hello", hello_message(self._connect_id, payload_bytes(hello)))
        self._connect_id = ""

    # --- commands ---

    def _command(self, command_id: str, message: ClientMessage) -> None:
        host, message_type = self._host, message.type
        started_ms = host.clock.monotonic_ms()
        if not self._allowed(command_id, started_ms):
            return
        known = PLAYER_COMMANDS.get(message_type)
        if known is None:
            self._socket_command(command_id, message)
            return
        if message_type.startswith(CRASH) and (excess := self.budget.crash_excess(started_ms)):
            self._violate(command_id, *excess)
            return
        decoder, mutating = known
        try:
            decoder.decode(message.payload)
        except (DecodeError, RecursionError) as error:
            self._refuse(command_id, "invalid_payload", reason(error))
            return
        assert self.ref is not None
        host.metrics.ws_messages.add("in", message_type)
        host.router.call(
            self.ref,
            message_type,
            bytes(message.payload),
            lambda answer: self.answered(command_id, message_type, started_ms, answer),
            command_id=command_id if mutating else "",
            timeout_ms=host.limits.command_timeout_ms,
        )

    def _socket_command(self, command_id: str, message: ClientMessage) -> None:
        """Take a command that concerns this socket: its token, its topics."""
        host = self._host
        if message.type == AuthRefresh.TYPE:
            self._refresh_token(command_id, message)
        elif message.type in host.topics.commands:
            host.metrics.ws_messages.add("in", message.type)
            host.topics.received(self, command_id, message.type, bytes(message.payload))
        else:
            self._refuse(command_id, "unknown_type", {"type": message.type})

    def answered(self, command_id: str, message_type: str, started_ms: float, answer: Answer) -> None:
        """The answer to a command has come."""
        self.outgoing.measure(message_type, answer, self._host.clock.monotonic_ms() - started_ms)
        if self._phase is not _Phase.CLOSED:
            reply = reply_message(command_id, answer.ok, answer.body, answer.version, answer.seq, dup=answer.dup)
            self._send("reply", reply)

    def _allowed(self, command_id: str | None, now_ms: float) -> bool:
        """Return whether the budgets let this message through; if not, it is refused, or the socket closed."""
        excess = self.budget.excess(now_ms)
        if excess is not None:
            self._violate(command_id, *excess)
        return excess is None

    def _violate(self, command_id: str | None, rule: str, wait_ms: int) -> None:
        self._host.metrics.rate_limited.labels(rule).inc()
        if self.budget.violate(rule):
            self.close(CloseCode.RATE_LIMITED, "Too many commands.")
        else:
            self._refuse(command_id, "rate_limited", {"retry_after_ms": wait_ms})

    def _refuse(self, command_id: str | None, code: str, details: dict[str, Any]) -> None:
        self._send("reply", reply_message(command_id, False, error_bytes(code, details), 0, 0, dup=False))

    def _refresh_token(self, command_id: str, message: ClientMessage) -> None:
        assert self.principal is not None
        try:
            principal = self._host.tokens.verify(REFRESH.decode(message.payload).token)
        except (DecodeError, RecursionError) as error:
            self._refuse(command_id, "invalid_payload", reason(error))
        except TokenExpired:
            self._refuse(command_id, "token_expired", {})
        except TokenInvalid:
            self.close(CloseCode.INVALID_TOKEN, "The token is not valid.")
        else:
            if principal.user_id != self.principal.user_id:
                self._refuse(command_id, "forbidden", {"reason": "The token belongs to another player."})
                return
            self.principal = principal
            self._schedule()
            body = payload_bytes(AuthRefreshed(token_exp=principal.expires_at))
            self._send("reply", reply_message(command_id, True, body, 0, self.outgoing.seq, dup=False))

    # --- keep-alive ---

    def _pong(self, message: ClientMessage) -> None:
        """Take a pong: one that answers a ping is free, any other counts as a command."""
        now_ms = self._host.clock.monotonic_ms()
        if not self._keep_alive.awaits_pong() and not self._allowed(None, now_ms):
            return
        self._keep_alive.ponged(now_ms)
        if message.ack is UNSET or self.ref is None:
            return
        if ids := self._delivered.take(message.ack):
            body, ack_id = payload_bytes({"ids": ids}), derived_id(self._stream, f"ack:{' '.join(ids)}")
            self._host.router.call(self.ref, "event.ack", body, lambda _: None, command_id=ack_id, origin=GATEWAY)

    def check_deadlines(self, now_ms: float, unix_ms: int) -> None:
        """Close if something is overdue, ping if it is quiet; called when `due_ms` has come."""
        if self.principal is None:
            self.close(CloseCode.NOT_AUTHENTICATED, "`connect` did not come in time.")
        elif self._phase is _Phase.NEW:
            self._enter(may_wait=False)
        elif unix_ms >= self.principal.expires_at + self._host.limits.token_grace_ms:
            self.close(CloseCode.TOKEN_EXPIRED, "The token has expired.")
        elif self._keep_alive.is_overdue(now_ms):
            self.close(CloseCode.NO_PONG, "The pong did not come in time.")
        else:
            if self._phase is not _Phase.OPEN:
                self._keep_alive.restart(now_ms)  # `hello` is the first message, whenever it comes
            elif self._keep_alive.is_due(now_ms):
                self.ping(now_ms, unix_ms)
            self._schedule()

    def ping(self, now_ms: float, unix_ms: int) -> None:
        """Ping an open socket now, unless an earlier ping is not answered yet."""
        if self._phase is _Phase.OPEN and not self._keep_alive.awaits_pong():
            self._keep_alive.pinged(now_ms)
            self._send("ping", b'{"type":"ping","t":%d}' % unix_ms)
            self._schedule()

    def is_silent(self, now_ms: float) -> bool:
        """Return whether a ping has not been answered for so long that this socket yields to a new one."""
        return self._keep_alive.is_unanswered(now_ms, self._host.limits.yield_after_ms)

    def _schedule(self) -> None:
        """Have the deadlines checked when a pong or a ping is due, or when the token has expired."""
        assert self.principal is not None
        clock = self._host.clock
        token_ms = self.principal.expires_at + self._host.limits.token_grace_ms - clock.now_ms()
        self.due_ms = min(self._keep_alive.next_ms(), clock.monotonic_ms() + token_ms)
        self._host.schedule(self)

    def announce_drain(self, window_ms: int) -> None:
        """Ask the client to reconnect within a window, so that not all come at once."""
        self._send("reconnect", b'{"type":"reconnect","payload":{"reason":"drain","window_ms":%d}}' % window_ms)

    def close(self, code: CloseCode, reason: str = "") -> None:
        """Close the socket with a code that tells the client what to do next."""
        if self._phase is not _Phase.CLOSED:
            self._phase = _Phase.CLOSED
            self.outgoing.close(code, reason)
            self._host.left(self, code)

    def enforce_backlog(self, exceeded: str | None) -> None:
        """Close the socket if its backlog has `exceeded` a bound."""
        if exceeded is not None:
            self._host.metrics.rate_limited.labels(exceeded).inc()
            self.close(CloseCode.SLOW_READER, "The reader is too slow.")

    def _send(self, message_type: str, message: bytes) -> None:
        exceeded = self.outgoing.message(message_type, message)
        if exceeded is not None:
            self.enforce_backlog(exceeded)
