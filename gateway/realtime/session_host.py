"""The gateway around a session, as the session knows it."""

from typing import Protocol, TypeVar

from actors.runtime.clock import Clock
from actors.runtime.link.router import Router
from gateway.auth.tokens import TokenVerifier
from gateway.metrics.registry import GatewayMetrics
from gateway.realtime.admission.silence import Verdict
from gateway.realtime.limits import SocketLimits
from gateway.realtime.topics import Topics
from gateway.realtime.wire.flush_queue import FlushQueue

Session = TypeVar("Session", contravariant=True)


class SessionHost(Protocol[Session]):
    """The gateway around a session; `gateway.realtime.hub.Hub` is one."""

    router: Router
    tokens: TokenVerifier
    clock: Clock
    metrics: GatewayMetrics
    limits: SocketLimits
    topics: Topics
    flush_queue: FlushQueue

    def joined(self, session: Session, *, may_wait: bool) -> Verdict:
        """Count an authenticated session among those of its player, if there is a place for it."""

    def left(self, session: Session, code: int) -> None:
        """Forget a session that is closed."""

    def schedule(self, session: Session) -> None:
        """Call `check_deadlines` of this session at its `due_ms`."""

    def slowed(self, session: Session) -> None:
        """Watch the backlog of a session whose reader has become slow."""

    def caught_up(self, session: Session) -> None:
        """Watch it no longer."""
