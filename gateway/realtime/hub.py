"""All sockets of a gateway: who is here, who is overdue, who must go."""

import asyncio
from collections.abc import Mapping, Sequence
from heapq import heappop, heappush
from types import MappingProxyType

from actors.runtime.clock import Clock
from actors.runtime.entity import EntityRef
from actors.runtime.link.envelope import Answer
from actors.runtime.link.router import Router, Subscriber
from gateway.auth.tokens import TokenVerifier
from gateway.metrics.registry import GatewayMetrics
from gateway.realtime.close_codes import CloseCode
from gateway.realtime.limits import SocketLimits
from gateway.realtime.outgoing import Wire
from gateway.realtime.session import Session
from gateway.realtime.topics import Topics
from gateway.realtime.wire.flush_queue import FlushQueue
from gateway.realtime.wire.incoming import is_mutating
from persistence.identity.accounts import Revocation

TEND_MS = 500
DRAIN_WINDOW_MS_MIN = 5_000
DRAIN_SOCKETS_PER_S = 500
COUNTED_CODES = frozenset({1000, 1001, 1002, 1003, 1005, 1006, 1007, 1009, 1011, *CloseCode})
"""Close codes that are counted by themselves: a client may send any other, and labels must be few."""
NO_TOPICS: Mapping[str, str] = MappingProxyType({})


class Hub:
    """The sockets of one gateway process.

    `topics` maps each entity kind whose pushes are a table topic to the query that answers a table's state.
    """

    def __init__(
        self,
        router: Router,
        tokens: TokenVerifier,
        clock: Clock,
        metrics: GatewayMetrics,
        limits: SocketLimits,
        origins: frozenset[str] = frozenset(),
        topics: Mapping[str, str] = NO_TOPICS,
    ) -> None:
        self.router = router
        self.tokens = tokens
        self.clock = clock
        self.metrics = metrics
        self.limits = limits
        self.origins = origins
        self.draining = False
        self.flush_queue = FlushQueue()
        self.slow: dict[int, Session] = {}
        """Those whose readers are slow."""
        self._sessions: dict[int, Session] = {}
        self._by_user: dict[str, tuple[int, ...]] = {}
        self._unauthenticated = 0
        self._due: list[tuple[float, int]] = []
        """A heap of (due_ms, number); an entry counts as long as its session is due at that very time."""
        self._number = 0
        self.topics = Topics(
            topics,
            router,
            clock,
            metrics,
            per_socket_max=limits.topics_per_socket_max,
            timeout_ms=limits.command_timeout_ms,
            next_number=self._next_number,
            flush_queue=self.flush_queue,
        )

    def __len__(self) -> int:
        return len(self._sessions)

    def users_online(self) -> int:
        """Players with at least one socket here."""
        return len(self._by_user)

    # --- sockets come and go ---

    def full(self) -> bool:
        """Whether too many sockets have not said yet whose they are."""
        if self._unauthenticated < self.limits.unauthenticated_max:
            return False
        self.limited("unauthenticated_sockets")
        return True

    def opened(self, wire: Wire) -> Session:
        """A socket was accepted; its first message must follow in time."""
        session = Session(self, wire, self._next_number(), self.clock.monotonic_ms())
        self._sessions[session.number] = session
        self._unauthenticated += 1
        self.schedule(session)
        self.metrics.ws_connections.inc()
        self.metrics.ws_handshakes.labels("accepted").inc()
        return session

    def turned_away(self, wire: Wire, result: str, code: CloseCode, reason: str) -> Session:
        """A socket was accepted only to be closed with a code that a browser can read."""
        self.refused(result)
        session = Session(self, wire, self._next_number(), self.clock.monotonic_ms())
        session.close(code, reason)
        return session

    def joined(self, session: Session) -> bool:
        """A socket has shown whose it is; False when that player has too many."""
        assert session.principal is not None
        if self.limits.single_session:
            self._replace_others(session.principal.user_id, session.principal.session_id)
        numbers = self._by_user.get(session.principal.user_id, ())
        if len(numbers) >= self.limits.sockets_per_user_max:
            self.limited("sockets_per_user")
            return False
        self._by_user[session.principal.user_id] = (*numbers, session.number)
        self._unauthenticated -= 1
        return True

    def left(self, session: Session, code: int) -> None:
        """A socket is gone, or was never let in."""
        self.metrics.ws_closes.labels(str(code) if code in COUNTED_CODES else "other").inc()
        if self._sessions.pop(session.number, None) is None:
            return
        self.metrics.ws_connections.dec()
        self.slow.pop(session.number, None)
        self.topics.left(session)
        user_id = session.principal.user_id if session.principal is not None else ""
        numbers = self._by_user.get(user_id, ())
        if session.number not in numbers:
            self._unauthenticated -= 1
            return
        self.router.detach(session.number)
        self._by_user[user_id] = tuple(number for number in numbers if number != session.number)
        if not self._by_user[user_id]:
            del self._by_user[user_id]

    def revoked(self, revocations: Sequence[Revocation]) -> None:
        """Close the sockets of these log-in sessions."""
        for revocation in revocations:
            for session in self._sessions_of(revocation.user_id):
                if session.principal is not None and session.principal.session_id == revocation.session_id:
                    session.close(CloseCode.INVALID_TOKEN, "the session has ended")

    def _replace_others(self, user_id: str, session_id: str) -> None:
        """Close the player's sockets of other log-in sessions."""
        for session in self._sessions_of(user_id):
            if session.principal is not None and session.principal.session_id != session_id:
                session.close(CloseCode.REPLACED, "another session has connected")

    def _sessions_of(self, user_id: str) -> list[Session]:
        return [self._sessions[number] for number in self._by_user.get(user_id, ())]

    def refused(self, reason: str) -> None:
        """A handshake was turned away."""
        self.metrics.ws_handshakes.labels(reason).inc()

    def _next_number(self) -> int:
        """Of a socket or a topic: what the router knows it by."""
        self._number += 1
        return self._number

    # --- what concerns everybody ---

    def listen(self, ref: EntityRef, subscriber: Subscriber) -> None:
        """Attach the gateway itself to an entity, for ever."""
        self.router.attach(ref, self._next_number(), subscriber)

    def tell_all(self, message_type: str, frame: bytes) -> None:
        """Write a prebuilt frame to every player's socket."""
        sessions = list(self._sessions.values())
        for session in sessions:
            session.tell(frame)
        self.metrics.ws_messages.add("out", message_type, count=len(sessions))

    # --- time ---

    async def run(self) -> None:
        """Tend all sockets, for ever."""
        while True:
            await asyncio.sleep(TEND_MS / 1000)
            self.check_deadlines()

    def schedule(self, session: Session) -> None:
        """Tend this session at its `due_ms`."""
        heappush(self._due, (session.due_ms, session.number))

    def check_deadlines(self) -> None:
        """Let every session that is due close what is overdue and ping what is quiet; close readers that stay slow."""
        now_ms, unix_ms = self.clock.monotonic_ms(), self.clock.now_ms()
        while self._due and self._due[0][0] <= now_ms:
            due_ms, number = heappop(self._due)
            session = self._sessions.get(number)
            if session is not None and session.due_ms == due_ms:
                session.check_deadlines(now_ms, unix_ms)
        for session in list(self.slow.values()):
            session.enforce_backlog(session.outgoing.overdue(now_ms))
        self.metrics.ws_send_queue.set(self.waiting_bytes())
        self.topics.check_deadlines(now_ms)

    def waiting_bytes(self) -> int:
        """What waits for slow readers, without what their sockets have not sent yet."""
        return sum(session.outgoing.waiting_bytes() for session in self.slow.values())

    def drain_window_ms(self) -> int:
        """Over how long the clients of this gateway should spread their reconnection."""
        return max(DRAIN_WINDOW_MS_MIN, len(self._sessions) * 1000 // DRAIN_SOCKETS_PER_S)

    def announce_drain(self) -> None:
        """Ask every client to reconnect elsewhere within the window."""
        self.draining = True
        window_ms = self.drain_window_ms()
        for session in list(self._sessions.values()):
            session.announce_drain(window_ms)

    def close_all(self, code: CloseCode) -> None:
        """Close every socket."""
        for session in list(self._sessions.values()):
            session.close(code)

    # --- counting ---

    def answered(self, message_type: str, answer: Answer, started_ms: float, stats_version: int) -> None:
        """A command's reply leaves. `stats_version` is the entity's version in the socket's last `stats_update`: when
        it is the reply's, the command has caused it, and both leave in the same write."""
        took_ms = self.clock.monotonic_ms() - started_ms
        self.metrics.ws_command_duration.observe((message_type, "ok" if answer.ok else "error"), took_ms / 1000)
        if answer.ok and not answer.dup and answer.version == stats_version and is_mutating(message_type):
            self.metrics.game_stats_update_latency.observe((), took_ms)

    def resumed(self, result: str) -> None:
        """A socket joined: `replayed`, `snapshot`, or `none` when it had nothing to resume."""
        self.metrics.ws_resumes.labels(result).inc()

    def limited(self, rule: str) -> None:
        """A limit was hit."""
        self.metrics.rate_limited.labels(rule).inc()
