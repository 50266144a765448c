"""Pings and pongs of one socket. Sans-I/O; all times are monotonic ms."""

from gateway.realtime.limits import SocketLimits


class KeepAlive:
    """The ping that was sent last and the pong that came last."""

    __slots__ = ("_limits", "_pinged_ms", "_ponged_ms")

    def __init__(self, limits: SocketLimits, now_ms: float) -> None:
        self._limits = limits
        self._pinged_ms = now_ms
        self._ponged_ms = now_ms

    def awaits_pong(self) -> bool:
        """Return whether a ping was sent that has not been answered."""
        return self._pinged_ms > self._ponged_ms

    def is_overdue(self, now_ms: float) -> bool:
        """Return whether the pong has not come in time."""
        return self.is_unanswered(now_ms, self._limits.pong_within_ms)

    def is_unanswered(self, now_ms: float, for_ms: float) -> bool:
        """Return whether the pong has not come for that long."""
        return self.awaits_pong() and now_ms - self._pinged_ms >= for_ms

    def is_due(self, now_ms: float) -> bool:
        """Return whether it is time for the next ping."""
        return now_ms - self._pinged_ms >= self._limits.ping_ms

    def next_ms(self) -> float:
        """Return when the pong will be overdue, or else the next ping is due."""
        return self._pinged_ms + (self._limits.pong_within_ms if self.awaits_pong() else self._limits.ping_ms)

    def pinged(self, now_ms: float) -> None:
        """A ping was sent."""
        self._pinged_ms = now_ms

    def ponged(self, now_ms: float) -> None:
        """A pong has come."""
        self._ponged_ms = now_ms

    def restart(self, now_ms: float) -> None:
        """Wait a whole interval from now on, as after the first message."""
        self._pinged_ms = self._ponged_ms = now_ms
