"""All sockets of a gateway: which there are, whose they are, whose deadlines have come, which must close."""

import asyncio
from collections.abc import Iterable, Mapping, Sequence
from heapq import heappop, heappush
from itertools import chain
from types import MappingProxyType

from actors.runtime.clock import Clock
from actors.runtime.entity import EntityRef
from actors.runtime.link.attachments import Subscriber
from actors.runtime.link.router import Router
from gateway.addresses import counted_address
from gateway.auth.tokens import TokenVerifier
from gateway.budgets import Budgets
from gateway.metrics.registry import GatewayMetrics
from gateway.origins import parse_origins
from gateway.realtime.admission.silence import SilentPeers, Verdict
from gateway.realtime.close_codes import CloseCode
from gateway.realtime.limits import SocketLimits
from gateway.realtime.outgoing import Wire
from gateway.realtime.session import Session
from gateway.realtime.topics import Topics
from gateway.realtime.wire.flush_queue import FlushQueue
from persistence.identity.accounts import Revocation

CHECK_EVERY_MS = 500
DRAIN_WINDOW_MS_MIN = 5_000
DRAIN_SOCKETS_PER_S = 500
COUNTED_CODES = frozenset({1000, 1001, 1002, 1003, 1005, 1006, 1007, 1009, 1011, *CloseCode})
"""Close codes that are counted by themselves: a client may send any other, and labels must be few."""
NO_TOPICS: Mapping[str, str] = MappingProxyType({})


class Hub:
    """The sockets of one gateway process (`gateway.realtime.session_host.SessionHost`).

    `topics` maps each entity kind whose pushes are a table topic to the query that answers a table's state.

    Raises:
        ValueError: one of `origins`, the foreign ones whose pages may connect, is none.
    """

    def __init__(
        self,
        router: Router,
        tokens: TokenVerifier,
        clock: Clock,
        metrics: GatewayMetrics,
        limits: SocketLimits,
        origins: Iterable[str] = (),
        topics: Mapping[str, str] = NO_TOPICS,
    ) -> None:
        self.router = router
        self.tokens = tokens
        self.clock = clock
        self.metrics = metrics
        self.limits = limits
        self.budgets = Budgets(limits, clock)
        self.origins = parse_origins(origins)
        self.draining = False
        self.flush_queue = FlushQueue()
        self.slow: dict[int, Session] = {}
        """Sessions with slow readers, by number."""
        self._sessions: dict[int, Session] = {}
        self._by_user: dict[str, tuple[int, ...]] = {}
        self.silent = SilentPeers()
        """The sockets that have not said yet whose they are."""
        self._waiting: dict[int, Session] = {}
        """Those of them that have said it and wait for a place among the sockets of their player."""
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
        """Return how many players have at least one socket here."""
        return len(self._by_user)

    # --- sockets come and go ---

    def makes_room(self, address: str) -> bool:
        """Return whether one more socket of a client at `address` may open; the oldest silent one yields if it must."""
        limits, counted = self.limits, counted_address(address)
        share_is_used = self.silent.of(counted) >= limits.unauthenticated_per_address_max
        if not share_is_used and len(self.silent) < limits.unauthenticated_max:
            return True
        rule = "unauthenticated_per_address" if share_is_used else "unauthenticated_sockets"
        self.metrics.rate_limited.labels(rule).inc()
        came_until_ms = self.clock.monotonic_ms() - limits.yield_after_ms
        number = self.silent.yielding(counted, came_until_ms, own_only=share_is_used)
        if number is not None:
            self._sessions[number].close(CloseCode.OVERLOADED, "Others wait to connect.")
        return number is not None

    def opened(self, wire: Wire, address: str = "") -> Session:
        """A socket of a client at `address` was accepted; its first message must follow in time."""
        now_ms = self.clock.monotonic_ms()
        session = self._session(wire, address)
        self._sessions[session.number] = session
        self.silent.add(session.number, counted_address(address), now_ms)
        self.schedule(session)
        self.metrics.ws_connections.inc()
        self.metrics.ws_handshakes.labels("accepted").inc()
        return session

    def turned_away(self, wire: Wire, result: str, code: CloseCode, reason: str) -> Session:
        """A socket was accepted only to be closed with a code that a browser can read."""
        self.refused(result)
        session = self._session(wire, "")
        session.close(code, reason)
        return session

    def _session(self, wire: Wire, address: str) -> Session:
        now_ms = self.clock.monotonic_ms()
        return Session(self, wire, self._next_number(), now_ms, self.budgets.address(address))

    def refused(self, result: str) -> None:
        """A handshake was turned away."""
        self.metrics.ws_handshakes.labels(result).inc()

    def joined(self, session: Session, *, may_wait: bool) -> Verdict:
        """A socket has authenticated. If its player has too many, the oldest that answers no ping yields to it.

        Which of them that is turns out when all have been pinged, for which the new one has to wait once.
        """
        assert session.principal is not None
        user_id = session.principal.user_id
        if self.limits.single_session:
            self._replace_others(user_id, session.principal.session_id)
        if len(self._by_user.get(user_id, ())) >= self.limits.sockets_per_user_max:
            self.metrics.rate_limited.labels("sockets_per_user").inc()
            others, now_ms = self._sessions_of(user_id), self.clock.monotonic_ms()
            silent = next((other for other in others if other.is_silent(now_ms)), None)
            if silent is not None:
                silent.close(CloseCode.NO_PONG, "A newer connection took the place of this one.")
            elif may_wait:
                for other in others:
                    other.ping(now_ms, self.clock.now_ms())
                self._waiting[session.number] = session
                return Verdict.WAIT
            else:
                return Verdict.FULL
        session.budget.joined(self.budgets.player(user_id))
        self._by_user[user_id] = (*self._by_user.get(user_id, ()), session.number)
        self.silent.discard(session.number)
        self._waiting.pop(session.number, None)
        return Verdict.IN

    def left(self, session: Session, code: int) -> None:
        """A socket is gone, or was never let in."""
        self.metrics.ws_closes.labels(str(code) if code in COUNTED_CODES else "other").inc()
        session.budget.left()
        if self._sessions.pop(session.number, None) is None:
            return
        self.metrics.ws_connections.dec()
        self.caught_up(session)
        self._waiting.pop(session.number, None)
        self.topics.left(session)
        user_id = session.principal.user_id if session.principal is not None else ""
        numbers = self._by_user.get(user_id, ())
        if session.number not in numbers:
            self.silent.discard(session.number)
            return
        self.router.detach(session.number)
        self._by_user[user_id] = tuple(number for number in numbers if number != session.number)
        if not self._by_user[user_id]:
            del self._by_user[user_id]

    def revoked(self, revocations: Sequence[Revocation]) -> None:
        """Close the sockets of these log-in sessions, also those that wait to be let in."""
        ended = {revocation.session_id for revocation in revocations}
        of_users = [self._sessions_of(user_id) for user_id in {revocation.user_id for revocation in revocations}]
        for session in [*chain(*of_users), *self._waiting.values()]:
            if session.principal is not None and session.principal.session_id in ended:
                session.close(CloseCode.INVALID_TOKEN, "The session has ended.")

    def _replace_others(self, user_id: str, session_id: str) -> None:
        """Close the player's sockets of other log-in sessions."""
        for session in self._sessions_of(user_id):
            if session.principal is not None and session.principal.session_id != session_id:
                session.close(CloseCode.REPLACED, "Another session has connected.")

    def _sessions_of(self, user_id: str) -> list[Session]:
        return [self._sessions[number] for number in self._by_user.get(user_id, ())]

    def _next_number(self) -> int:
        """Return the number of a new socket or topic, by which the router knows it."""
        self._number += 1
        return self._number

    # --- everybody ---

    def listen(self, ref: EntityRef, subscriber: Subscriber) -> None:
        """Attach the gateway itself to an entity, for good."""
        self.router.attach(ref, self._next_number(), subscriber)

    def tell_all(self, message_type: str, frame: bytes) -> None:
        """Write a prebuilt frame to every player's socket."""
        sessions = list(self._sessions.values())
        for session in sessions:
            session.tell(frame)
        self.metrics.ws_messages.add("out", message_type, count=len(sessions))

    def drain_window_ms(self) -> int:
        """Return how long a time the clients of this gateway should spread their reconnection over."""
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

    # --- deadlines and slow readers ---

    async def run(self) -> None:
        """Check the deadlines of all sockets until cancelled."""
        while True:
            await asyncio.sleep(CHECK_EVERY_MS / 1000)
            self.check_deadlines()

    def schedule(self, session: Session) -> None:
        """Check this session's deadlines at its `due_ms`."""
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

    def slowed(self, session: Session) -> None:
        """A reader has become slow: its backlog must not grow old."""
        self.slow[session.number] = session

    def caught_up(self, session: Session) -> None:
        """A reader is not slow any more, or gone."""
        self.slow.pop(session.number, None)

    def waiting_bytes(self) -> int:
        """Return how many bytes wait for slow readers, without those that their sockets have not sent yet."""
        return sum(session.outgoing.waiting_bytes() for session in self.slow.values())
