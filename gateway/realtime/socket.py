"""The socket of a session once its handshake is done: bytes of the transport in, frames to the transport out.

The transport that uvicorn has accepted calls it from then on (`gateway/realtime/server/handshake.py` arranges that). It
needs no task, queue or event: an idle player costs a session, this object and the transport.
"""

import asyncio
from typing import Any

from gateway.realtime.close_codes import CloseCode
from gateway.realtime.limits import SocketLimits
from gateway.realtime.session import Session
from gateway.realtime.wire.flush_queue import FlushQueue
from gateway.realtime.wire.framing import ABNORMAL, Counted, Ended, Framing, Message, Reply, plain_text

CLOSE_TIMEOUT_S = 2.0
"""A peer has this long to answer our close frame, or at least to let it through, before the connection is cut."""
LOW_WATER_DIVISOR = 4
"""A slow reader has caught up when at most this part of the high water is unsent."""


class RealtimeSocket(asyncio.Protocol):
    """One socket. `connections` is uvicorn's set of the connections that it shuts down at its end."""

    __slots__ = (
        "_bytes_max",
        "_close_timer",
        "_collected",
        "_connections",
        "_flush_queue",
        "_framing",
        "_session",
        "_transport",
    )

    _session: Session

    def __init__(
        self, transport: asyncio.Transport, connections: set[Any], limits: SocketLimits, flush_queue: FlushQueue
    ) -> None:
        self._transport = transport
        self._flush_queue = flush_queue
        self._collected: list[bytes] | None = None
        self._connections = connections
        self._bytes_max = limits.frame_bytes_max
        self._framing: Framing | None = None
        self._close_timer: asyncio.TimerHandle | None = None
        high = limits.send_high_water_bytes
        transport.set_write_buffer_limits(high, high // LOW_WATER_DIVISOR)
        connections.add(self)

    def serve(self, session: Session) -> None:
        """Carry this session from now on."""
        self._session = session

    # --- asyncio.Protocol ---

    def data_received(self, data: bytes) -> None:
        at = 0
        while self._framing is None:
            plain = plain_text(data, at, self._bytes_max)
            if plain is None:
                break
            text, at = plain
            self._received(text)
            if at == len(data):
                return
        self._unusual(data[at:])

    def eof_received(self) -> None:
        """The peer sends nothing more; the transport closes once what is unsent is through, if that is soon."""
        self._cut_off_later()

    def pause_writing(self) -> None:
        self._session.paused()

    def resume_writing(self) -> None:
        self._session.resumed()

    def connection_lost(self, exc: Exception | None) -> None:
        if self._close_timer is not None:
            self._close_timer.cancel()
        if self._framing is not None:
            self._framing.discard()
        self._connections.discard(self)
        self._session.closed(ABNORMAL)

    def shutdown(self) -> None:
        """Close the session: uvicorn shuts down."""
        self._session.close(CloseCode.RESTART)

    # --- gateway.realtime.outgoing.Wire ---

    def write(self, frame: bytes) -> None:
        if self._collected is None:
            self._collected = [frame]
            self._flush_queue.add(self)
        else:
            self._collected.append(frame)

    def write_at_once(self, frames: bytes) -> None:
        if self._collected is None:
            self._transport.write(frames)
        else:
            self._collected.append(frames)

    def flush(self) -> None:
        """Write what was collected: the tick ends."""
        collected, self._collected = self._collected, None
        if collected is not None:
            self._transport.write(collected[0] if len(collected) == 1 else b"".join(collected))

    def close(self, code: CloseCode, reason: str = "") -> None:
        """Send the close frame after what is unsent; the connection is cut when that does not get through in time."""
        transport = self._transport
        if transport.is_closing():
            self._cut_off_later()
            return
        self.flush()
        frame = self._library().close(code, reason)
        if not frame:
            self._end()
            return
        transport.write(frame)
        self._cut_off_later()

    def _end(self) -> None:
        """Close the connection once what is unsent is through, or cut it."""
        self._transport.close()
        self._cut_off_later()

    def _cut_off_later(self) -> None:
        if self._close_timer is None:
            self._close_timer = asyncio.get_running_loop().call_later(CLOSE_TIMEOUT_S, self._transport.abort)

    # --- incoming ---

    def _received(self, text: bytes) -> None:
        if not text.isascii():
            try:
                text.decode()  # the JSON decoder skips over parts of a text unread
            except UnicodeDecodeError:
                self._session.close(CloseCode.INVALID_TEXT, "Text messages are UTF-8.")
                return
        self._session.received(text)

    def _unusual(self, data: bytes) -> None:
        for step in self._library().feed(data):
            match step:
                case Message(text, True):
                    self._received(text)
                case Message(binary, _):
                    self._session.received_binary(binary)
                case Counted(pong):
                    self._session.received_frame(pong)
                case Reply(frame):
                    self.flush()
                    self._transport.write(frame)
                case Ended(code):
                    self._session.closed(code)
                    self._end()

    def _library(self) -> Framing:
        if self._framing is None:
            self._framing = Framing(self._bytes_max)
        return self._framing
