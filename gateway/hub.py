"""All sockets of a gateway: who is here, who is overdue, who must go."""

import asyncio
from typing import Protocol

from prometheus_client import Counter, Histogram

from actors.runtime.clock import Clock
from actors.runtime.router import Router
from gateway.auth.tokens import Claims
from gateway.closing import Close
from gateway.metrics import GatewayMetrics
from gateway.session import Session, SocketLimits, Wire

TEND_MS = 500
DRAIN_WINDOW_MS_MIN = 5_000
DRAIN_SOCKETS_PER_S = 500


class TokenVerifier(Protocol):
    """Checks access tokens; raises TokenExpired or TokenInvalid."""

    def verify(self, token: str) -> Claims: ...


class Hub:
    """The sockets of one gateway process."""

    def __init__(
        self,
        router: Router,
        tokens: TokenVerifier,
        clock: Clock,
        metrics: GatewayMetrics,
        limits: SocketLimits,
        origins: frozenset[str] = frozenset(),
    ) -> None:
        self.router = router
        self.tokens = tokens
        self.clock = clock
        self.metrics = metrics
        self.limits = limits
        self.origins = origins
        self.draining = False
        self._sessions: dict[int, Session] = {}
        self._by_user: dict[str, set[int]] = {}
        self._number = 0
        self._counters: dict[tuple[str, str], Counter] = {}
        self._durations: dict[tuple[str, bool], Histogram] = {}

    def __len__(self) -> int:
        return len(self._sessions)

    def users_online(self) -> int:
        """Players with at least one socket here."""
        return len(self._by_user)

    # --- sockets come and go ---

    def opened(self, wire: Wire) -> Session:
        """A socket was accepted; its first message must follow in time."""
        self._number += 1
        session = Session(self, wire, self._number, self.clock.monotonic_ms())
        self._sessions[session.number] = session
        self.metrics.ws_connections.inc()
        self.metrics.ws_handshakes.labels("accepted").inc()
        return session

    def joined(self, session: Session) -> bool:
        """A socket has shown whose it is; False when that player has too many."""
        assert session.claims is not None
        numbers = self._by_user.setdefault(session.claims.user_id, set())
        if len(numbers) >= self.limits.sockets_per_user_max:
            return False
        numbers.add(session.number)
        return True

    def left(self, session: Session) -> None:
        """A socket is gone."""
        if self._sessions.pop(session.number, None) is None:
            return
        self.metrics.ws_connections.dec()
        if session.claims is not None:
            numbers = self._by_user.get(session.claims.user_id, set())
            if session.number in numbers:
                self.router.detach(session.number)
                numbers.discard(session.number)
            if not numbers:
                self._by_user.pop(session.claims.user_id, None)

    def refused(self, reason: str) -> None:
        """A handshake was turned away."""
        self.metrics.ws_handshakes.labels(reason).inc()

    # --- time ---

    async def run(self) -> None:
        """Tend all sockets, for ever."""
        while True:
            await asyncio.sleep(TEND_MS / 1000)
            self.tend()

    def tend(self) -> None:
        """Let every session close what is overdue and ping what is quiet."""
        now_ms, unix_ms = self.clock.monotonic_ms(), self.clock.now_ms()
        for session in list(self._sessions.values()):
            session.tend(now_ms, unix_ms)

    def drain_window_ms(self) -> int:
        """Over how long the clients of this gateway should spread their reconnection."""
        return max(DRAIN_WINDOW_MS_MIN, len(self._sessions) * 1000 // DRAIN_SOCKETS_PER_S)

    def announce_drain(self) -> None:
        """Ask every client to reconnect elsewhere within the window."""
        self.draining = True
        window_ms = self.drain_window_ms()
        for session in list(self._sessions.values()):
            session.announce_drain(window_ms)

    def close_all(self, code: Close) -> None:
        """Close every socket."""
        for session in list(self._sessions.values()):
            session.close(code)

    # --- counting ---

    def received(self, message_type: str) -> None:
        self._counter("in", message_type).inc()

    def sent(self, message_type: str) -> None:
        self._counter("out", message_type).inc()

    def answered(self, message_type: str, ok: bool, started_ms: float) -> None:
        self.sent("reply")
        histogram = self._durations.get((message_type, ok))
        if histogram is None:
            histogram = self.metrics.ws_command_duration.labels(message_type, "ok" if ok else "error")
            self._durations[message_type, ok] = histogram
        histogram.observe((self.clock.monotonic_ms() - started_ms) / 1000)

    def resumed(self, result: str) -> None:
        self.metrics.ws_resumes.labels(result).inc()

    def limited(self, rule: str) -> None:
        self.metrics.rate_limited.labels(rule).inc()

    def closed_with(self, code: Close) -> None:
        self.metrics.ws_closes.labels(str(int(code))).inc()

    def _counter(self, direction: str, message_type: str) -> Counter:
        counter = self._counters.get((direction, message_type))
        if counter is None:
            counter = self._counters[direction, message_type] = self.metrics.ws_messages.labels(direction, message_type)
        return counter
