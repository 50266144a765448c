"""The way out of a session: straight to its socket, or into the backlog while the reader is slow.

Each method that sends returns the bound that the backlog exceeds by now, for which the session must close, or None.
"""

from typing import Protocol

from actors.runtime.link.envelope import Answer, Push
from actors.runtime.payloads import Delivery
from actors.user.messages import StatsUpdate
from gateway.metrics.registry import GatewayMetrics
from gateway.realtime.backlog import Backlog
from gateway.realtime.close_codes import CloseCode
from gateway.realtime.limits import SocketLimits
from gateway.realtime.wire.frames import push_message, text_frame
from gateway.realtime.wire.incoming import is_mutating

DRAIN_BYTES = 16 * 1024
"""Bytes that leave the backlog at once: few, so that what still waits can be replaced by something newer."""


class Wire(Protocol):
    """The socket below a session."""

    def write(self, frame: bytes, /) -> None:
        """Write a whole frame, together with all others of this tick of the event loop."""
        ...

    def write_at_once(self, frames: bytes, /) -> None:
        """Write whole frames now, or behind those of this tick if there are any."""
        ...

    def close(self, code: CloseCode, reason: str = "") -> None:
        """Start the closing handshake; `Session.closed` follows."""
        ...


class _Gone:
    """The wire of a closed socket: takes everything and keeps nothing."""

    def write(self, frame: bytes, /) -> None:
        """Drop the frame."""

    write_at_once = write

    def close(self, code: CloseCode, reason: str = "") -> None:
        """Do nothing."""


_GONE: Wire = _Gone()


class Outgoing:
    """The outgoing messages of one socket. `seq` is that of the newest push that it was given."""

    __slots__ = ("_backlog", "_limits", "_metrics", "_stats_version", "_wire", "seq")

    def __init__(self, wire: Wire, limits: SocketLimits, metrics: GatewayMetrics) -> None:
        self.seq = 0
        self._stats_version = 0
        """The entity's version in the newest `stats_update` that did not have to wait for a slow reader."""
        self._wire = wire
        self._limits = limits
        self._metrics = metrics
        self._backlog: Backlog | None = None

    def message(self, message_type: str, message: bytes) -> str | None:
        """Send a reply, or any other message that has no number."""
        self._metrics.ws_messages.add("out", message_type)
        frame, backlog = text_frame(message), self._backlog
        if backlog is None:
            self._wire.write(frame)
            return None
        backlog.frame(frame)
        return backlog.exceeds()

    def push(self, push: Push) -> str | None:
        """Send a push of the player's entity."""
        backlog, previous = self._backlog, self.seq
        self.seq = push.seq
        if backlog is None:
            self._metrics.ws_messages.add("out", push.type)
            self._wire.write(text_frame(push_message(push, previous)))
            if push.type == StatsUpdate.TYPE:
                self._stats_version = push.version
            return None
        if push.delivery is Delivery.EPHEMERAL:
            self._metrics.ws_dropped.add()
        elif backlog.push(push):
            self._metrics.ws_coalesced.add()
        else:
            self._metrics.ws_messages.add("out", push.type)
        return backlog.exceeds()

    def snapshot(self, message: bytes, seq: int) -> str | None:
        """Send `initial_state` as of `seq`, in a new epoch."""
        self.seq = seq
        self._metrics.ws_messages.add("out", "initial_state")
        frame, backlog = text_frame(message), self._backlog
        if backlog is None:
            self._wire.write(frame)
            return None
        self._metrics.ws_coalesced.add(count=backlog.snapshot(frame, seq))
        return backlog.exceeds()

    def hear(self, frames: bytes) -> bool:
        """Send the frames of a topic at once; False: they are dropped, because the reader is slow."""
        if self._backlog is not None:
            return False
        self._wire.write_at_once(frames)
        return True

    def tell(self, frame: bytes) -> str | None:
        """Send a frame that every socket gets and that must not be lost: it waits for a slow reader."""
        backlog = self._backlog
        if backlog is None:
            self._wire.write(frame)
            return None
        backlog.frame(frame)
        return backlog.exceeds()

    def pong(self, frame: bytes) -> str | None:
        """Answer a ping of the protocol; for a slow reader only the newest one (RFC 6455, 5.5.3)."""
        backlog = self._backlog
        if backlog is None:
            self._wire.write(frame)
            return None
        backlog.pong(frame)
        return backlog.exceeds()

    def measure(self, message_type: str, answer: Answer, took_ms: float) -> None:
        """Measure a command whose answer has come.

        When the newest `stats_update` has the answer's version, this command has caused it, and both leave in the same
        write: the time is that of the update as well.
        """
        self._metrics.ws_command_duration.observe((message_type, "ok" if answer.ok else "error"), took_ms / 1000)
        if answer.ok and not answer.dup and answer.version == self._stats_version and is_mutating(message_type):
            self._metrics.game_stats_update_latency.observe((), took_ms)

    # --- the socket fills and empties ---

    def paused(self, now_ms: float) -> None:
        """Too much is unsent: from now on everything waits."""
        if self._backlog is None:
            self._backlog = Backlog(self.seq, self._limits, now_ms)
        else:
            self._backlog.blocked = True

    def resumed(self) -> None:
        """The socket takes more: send what waits until it is full again."""
        backlog = self._backlog
        if backlog is None:
            return
        backlog.blocked = False
        while backlog and not backlog.blocked:
            self._wire.write_at_once(backlog.take(DRAIN_BYTES))
        if not backlog.blocked:
            self._backlog = None

    def is_slow(self) -> bool:
        return self._backlog is not None

    def waiting_bytes(self) -> int:
        """Return how many bytes wait, without those that the socket has not sent yet."""
        return self._backlog.bytes if self._backlog is not None else 0

    def overdue(self, now_ms: float) -> str | None:
        """Return the bound that the time of waiting exceeds, or None."""
        return "send_queue_ms" if self._backlog is not None and self._backlog.overdue(now_ms) else None

    def close(self, code: CloseCode, reason: str) -> None:
        """Send what waits, unless the reader is too slow for it, then the close frame."""
        backlog, wire = self._backlog, self._wire
        if backlog is not None and code is not CloseCode.SLOW_READER:
            wire.write_at_once(backlog.take(backlog.bytes))
        self.end()
        wire.close(code, reason)

    def end(self) -> None:
        """The socket is gone: forget it and what waits."""
        self._backlog = None
        self._wire = _GONE
