"""The WebSocket protocol class: uvicorn's sans-I/O protocol, with our own path cut straight through to a session.

For `/api/realtime/sync` no ASGI task, queue or event is made: a frame's text goes to `Session.received`, and
everything that one turn of the event loop sends to a socket leaves in one write. Every other path goes the ordinary
way through ASGI.
"""

from typing import ClassVar

from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol
from websockets.exceptions import InvalidState
from websockets.frames import Frame
from websockets.http11 import Request

from actors.messages import SUBPROTOCOL
from gateway.closing import Close
from gateway.hub import Hub
from gateway.session import Session

PATH = "/api/realtime/sync"
SEND_BUFFER_BYTES_MAX = 256 * 1024
"""Unsent bytes of a socket above which its reader is too slow: it is closed with 4002."""
CLOSE_TIMEOUT_S = 2.0


class RealtimeProtocol(WebSocketsSansIOProtocol):
    """One connection. `hub` is set on the subclass that `realtime_protocol` makes."""

    hub: ClassVar[Hub]
    session: Session | None = None
    _outgoing: list[bytes]

    # --- handshake ---

    def handle_connect(self, event: Request) -> None:
        if event.path.partition("?")[0] != PATH:
            super().handle_connect(event)
            return
        self.request = event
        response = self.conn.accept(event)
        self.handshake_initiated = self.handshake_complete = True
        offered = [
            token.strip() for value in event.headers.get_all("Sec-WebSocket-Protocol") for token in value.split(",")
        ]
        if offered and response.status_code == 101:
            # A browser drops a connection on which none of its protocols was chosen, and would never read 4506.
            response.headers["Sec-WebSocket-Protocol"] = SUBPROTOCOL if SUBPROTOCOL in offered else offered[0]
        self.conn.send_response(response)
        self.transport.write(b"".join(self.conn.data_to_send()))
        if response.status_code != 101:
            self.close_sent = True
            self.hub.refused("bad_request")
            self.transport.close()
            return
        self._outgoing = []
        self._admit(event, offered)

    def _admit(self, event: Request, offered: list[str]) -> None:
        """Open a session, or close with a code that a browser can read."""
        if not self._origin_allowed(event):
            self._turn_away("origin", Close.FORBIDDEN, "this origin is not allowed")
        elif offered and SUBPROTOCOL not in offered:
            self._turn_away("version", Close.VERSION_NOT_SUPPORTED, f"only {SUBPROTOCOL} is spoken here")
        elif self.hub.draining:
            self._turn_away("draining", Close.DRAIN, "this gateway is draining")
        else:
            self.session = self.hub.opened(self)

    def _turn_away(self, result: str, code: Close, reason: str) -> None:
        self.hub.refused(result)
        self.hub.closed_with(code)
        self.close(code, reason)

    def _origin_allowed(self, event: Request) -> bool:
        """Absent is no browser; our own host and the allow-list are welcome, `null` and all others are not."""
        origin = event.headers.get("Origin")  # never two of them: the handshake has failed then
        if origin is None:
            return True
        own = [f"{scheme}://{host}".lower() for host in event.headers.get_all("Host") for scheme in ("http", "https")]
        return origin.lower() in own or origin in self.hub.origins

    # --- incoming ---

    def handle_text(self, event: Frame) -> None:
        if self.session is not None and event.fin:
            self.session.received(bytes(event.data))
        else:
            super().handle_text(event)

    def send_receive_event_to_app(self) -> None:
        if self.session is None:
            if self.handshake_complete and not hasattr(self, "scope"):
                return
            super().send_receive_event_to_app()
            return
        data, self.frames = b"".join(self.frames), []
        if self.curr_msg_data_type == "text":
            self.session.received(data)
        else:
            self.session.close(Close.MALFORMED, "messages are text")

    def handle_close(self, event: Frame) -> None:
        if self.session is not None:
            self._flush()
            self.session.closed()
        super().handle_close(event)

    def handle_parser_exception(self) -> None:
        if self.session is not None and self.conn.close_sent is not None:
            self.hub.metrics.ws_closes.labels(str(self.conn.close_sent.code)).inc()
            self.session.closed()
        super().handle_parser_exception()

    def connection_lost(self, exc: Exception | None) -> None:
        if self.session is not None:
            self.session.closed()
        super().connection_lost(exc)

    def shutdown(self) -> None:
        if self.session is not None:
            self.session.close(Close.RESTART)
        super().shutdown()

    # --- outgoing (session.Wire) ---

    def write(self, frame: bytes) -> None:
        """Write `frame` with all others of this event-loop turn; a reader that is too slow is closed."""
        if not self._outgoing:
            self.loop.call_soon(self._flush)
        self._outgoing.append(frame)

    def _flush(self) -> None:
        frames, self._outgoing = self._outgoing, []
        if not frames or self.close_sent or self.transport.is_closing():
            return
        if self.transport.get_write_buffer_size() > SEND_BUFFER_BYTES_MAX and self.session is not None:
            self.session.close(Close.SLOW_READER, "the reader is too slow")
            self.transport.abort()
            return
        self.transport.write(b"".join(frames))

    def close(self, code: Close, reason: str = "") -> None:
        """Send what waits, then the close frame; the connection is cut when the peer does not answer it in time."""
        self._flush()
        if self.close_sent or self.transport.is_closing():
            return
        try:
            self.conn.send_close(int(code), reason)
        except InvalidState:
            self.transport.close()
            return
        self.transport.write(b"".join(self.conn.data_to_send()))
        self.close_sent = True
        self.close_timer = self.loop.call_later(CLOSE_TIMEOUT_S, self.transport.abort)


def realtime_protocol(hub: Hub) -> type[RealtimeProtocol]:
    """The protocol class for uvicorn's `ws` setting, bound to a hub."""
    return type("BoundRealtimeProtocol", (RealtimeProtocol,), {"hub": hub})
