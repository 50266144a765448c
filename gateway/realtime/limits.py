"""Limits of a socket (protocol.md, Limits). Every one is a setting, and is counted when it is hit."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class SocketLimits:
    """Limits of one socket, but for `unauthenticated_max`, which is of the whole gateway.

    Raises:
        ValueError: `send_queue_bytes_max` does not exceed `send_high_water_bytes`.
    """

    commands_per_s: float = 30
    commands_burst: float = 60
    crash_per_s: float = 5
    """Bets and cash-outs of crash, of which so many may come at once; they count among all commands as well."""
    sockets_per_user_max: int = 5
    topics_per_socket_max: int = 8
    unauthenticated_max: int = 1_024
    """Sockets that have not said whose they are; the next one is closed with 4007."""
    single_session: bool = False
    """Whether the sockets of a player's other sessions are closed with 4504 when one connects."""
    request_within_ms: int = 10_000
    """Within which a connection must have sent a whole request: a handshake, or HTTP with its body."""
    request_head_bytes_max: int = 16 * 1024
    """How much of a head that is not at its end is kept."""
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
    """Unsent bytes of a socket and those that wait; more of them close it with 4002."""
    send_queue_ms_max: int = 10_000
    """How long anything may wait for a slow reader before it is closed with 4002."""

    def __post_init__(self) -> None:
        if self.send_queue_bytes_max <= self.send_high_water_bytes:
            raise ValueError("send_queue_bytes_max must be more than send_high_water_bytes: it includes them")
