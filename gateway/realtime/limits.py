"""Limits of a socket (protocol.md, Limits). Every one is a setting, and is counted when it is hit."""

from dataclasses import dataclass

from gateway.rate_limit import TokenBucket

VIOLATIONS_MAX = 3
"""Commands beyond the rates after which a socket is closed; calm for long enough to fill the buckets forgives them."""


@dataclass(frozen=True, slots=True)
class SocketLimits:
    """Limits of one socket; only `unauthenticated_max` is for the whole gateway.

    Raises:
        ValueError: `send_queue_bytes_max` does not exceed `send_high_water_bytes`.
    """

    commands_per_s: float = 30
    commands_burst: float = 60
    crash_per_s: float = 5
    """Bets and cash-outs of crash, of which so many may come at once; they count among all commands as well."""
    frames_per_s: float = 30
    """Frames that are no whole message (pings, pongs, fragments); too many of them close the socket with 4006."""
    frames_burst: float = 120
    sockets_per_user_max: int = 5
    topics_per_socket_max: int = 8
    unauthenticated_max: int = 1_024
    """Sockets that have not authenticated yet; for one more the oldest is closed with 4007, or the new one."""
    unauthenticated_per_address_max: int = 128
    """Of them, those of one address; of IPv6, of its /64."""
    yield_after_ms: int = 1_000
    """A socket that has been silent for so long yields to a new one where there is no place for both: one that has not
    authenticated, or one of the same player that has not answered a ping."""
    single_session: bool = False
    """When a player connects, close the sockets of their other sessions with 4504."""
    request_within_ms: int = 10_000
    """A connection must send a whole request in this time: a handshake, or HTTP with its body."""
    request_head_bytes_max: int = 16 * 1024
    """Longest head of a request that is not finished yet."""
    connect_within_ms: int = 5_000
    ping_ms: int = 25_000
    pong_within_ms: int = 10_000
    token_grace_ms: int = 25_000
    command_timeout_ms: int = 10_000
    frame_bytes_max: int = 16 * 1024
    send_high_water_bytes: int = 64 * 1024
    """Unsent bytes above which a reader counts as slow: `gateway/realtime/backlog.py` says what that means."""
    send_queue_messages_max: int = 256
    """Messages that wait for a slow reader; one more closes it with 4002."""
    send_queue_bytes_max: int = 256 * 1024
    """Unsent and waiting bytes of a socket; more of them close it with 4002."""
    send_queue_ms_max: int = 10_000
    """Longest that anything waits for a slow reader before it is closed with 4002."""

    def __post_init__(self) -> None:
        if self.send_queue_bytes_max <= self.send_high_water_bytes:
            raise ValueError("send_queue_bytes_max must be more than send_high_water_bytes: it includes them")


class CommandRates:
    """The rates at which one socket may send commands, and how often it has broken them. Times are monotonic ms."""

    __slots__ = ("_all", "_crash", "_violations")

    def __init__(self, limits: SocketLimits, now_ms: float) -> None:
        self._all = TokenBucket(limits.commands_per_s, limits.commands_burst, now_ms)
        self._crash = TokenBucket(limits.crash_per_s, max(1, limits.crash_per_s), now_ms)
        self._violations = 0

    def allow(self, now_ms: float) -> bool:
        """Return whether the socket may send one more message now."""
        if not self._all.take(now_ms):
            return False
        if self._violations and self._all.full(now_ms) and self._crash.full(now_ms):
            self._violations = 0
        return True

    def allow_crash(self, now_ms: float) -> bool:
        """Return whether it may send one more command of crash now, after `allow`."""
        return self._crash.take(now_ms)

    def wait_ms(self) -> int:
        """Return how long it is until the next message is allowed."""
        return self._all.wait_ms()

    def crash_wait_ms(self) -> int:
        """Return how long it is until the next command of crash is allowed."""
        return self._crash.wait_ms()

    def violate(self) -> bool:
        """Count a violation; True when it was one too many."""
        self._violations += 1
        return self._violations >= VIOLATIONS_MAX
