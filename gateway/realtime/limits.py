"""Limits of a socket (protocol.md, Limits). Every one is a setting, and is counted when it is hit."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class SocketLimits:
    """Limits of one socket; `unauthenticated_max` is for the whole gateway, rates are for a player or an address.

    Raises:
        ValueError: `send_queue_bytes_max` does not exceed `send_high_water_bytes`.
    """

    commands_per_s: float = 30
    """Commands and authenticated requests of one player, over all sockets, REST and reconnects."""
    commands_burst: float = 60
    crash_per_s: float = 5
    """Bets and cash-outs of crash, of which so many may come at once; they count among all commands as well."""
    frames_per_s: float = 30
    """Frames that are no whole message (pings, pongs, fragments); too many of them close the socket with 4006."""
    frames_burst: float = 120
    address_per_s: float = 1_000
    """Messages and requests of one address; of IPv6, of its /64."""
    address_burst: float = 2_000
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
    """Longest head of a request that is not finished yet; more is answered 431."""
    connections_max: int = 32_768
    """Connections of the gateway, whatever has become of them; for one more the oldest idle one is closed, or the new
    one answered 503."""
    idle_connections_per_address_max: int = 1_024
    """Those of one address (IPv6: its /64) on which no request runs, once half of all places are taken. Trusted proxies
    have no such bound."""
    keep_alive_ms: int = 5_000
    """How long a connection may wait for its next request."""
    pipelined_requests_max: int = 16
    """Requests of a connection that wait for the answer to an earlier one."""
    answer_within_ms: int = 10_000
    """A client must have read what is unsent of an answer in this time, or some of it if it is much."""
    unread_answer_bytes_max: int = 1024 * 1024
    """Unsent bytes of an answer above which the connection is cut; those that are written at once are far fewer."""
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
