"""The opening handshake, in uvicorn's sans-I/O WebSocket protocol, which a connection leaves once it is one of ours.

For `/api/realtime/sync` no ASGI task, queue or event is made: the handshake is answered here, and the transport is
handed over to a `RealtimeSocket`. Every other path goes the ordinary way through ASGI.
"""

import asyncio
from collections.abc import Sequence
from typing import Any, ClassVar, NamedTuple

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol
from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol
from websockets.exceptions import HeaderLineTooLong, RequestLineTooLong, TooManyHeaders
from websockets.http11 import Request

from gateway.addresses import TrustedProxies
from gateway.origins import Origin, origins_of_host
from gateway.realtime.close_codes import CloseCode
from gateway.realtime.hub import Hub
from gateway.realtime.server.refused import HEAD_TOO_LARGE, NO_HANDSHAKE
from gateway.realtime.socket import CLOSE_TIMEOUT_S, RealtimeSocket
from gateway.realtime.wire.messages import SUBPROTOCOL

TOO_LARGE = (RequestLineTooLong, HeaderLineTooLong, TooManyHeaders)
PATH = "/api/realtime/sync"


class Refusal(NamedTuple):
    """A refused handshake: it is accepted and closed again, so that a browser can read why."""

    result: str
    code: CloseCode
    reason: str


class RealtimeProtocol(WebSocketsSansIOProtocol):
    """One connection until its handshake is done. `realtime_protocol` makes the subclass with `hub` and `proxies`."""

    hub: ClassVar[Hub]
    proxies: ClassVar[TrustedProxies]
    _socket: RealtimeSocket | None = None

    def handle_connect(self, event: Request) -> None:
        if event.path.partition("?")[0] != PATH:
            super().handle_connect(event)
            return
        response = self.conn.accept(event)
        self.handshake_initiated = self.handshake_complete = True
        offered = [
            token.strip() for value in event.headers.get_all("Sec-WebSocket-Protocol") for token in value.split(",")
        ]
        if offered and response.status_code == 101:
            # A browser drops a connection on which none of its protocols was chosen, and would never read 4506.
            response.headers["Sec-WebSocket-Protocol"] = SUBPROTOCOL if SUBPROTOCOL in offered else offered[0]
        self.conn.send_response(response)
        answer = b"".join(self.conn.data_to_send())
        if response.status_code != 101:
            self._refused_with(answer)
            return
        self.transport.write(answer)
        self._socket = self._handed_over()
        refusal = self._refusal(event, offered)
        if refusal is None:
            self._socket.serve(self.hub.opened(self._socket, self._address(event)))
        else:
            self._socket.serve(self.hub.turned_away(self._socket, refusal.result, refusal.code, refusal.reason))

    def data_received(self, data: bytes) -> None:
        if self._socket is not None:
            self._socket.data_received(data)
        elif not self.handshake_complete:  # the first time, with the whole head
            super().data_received(data)
            if not self.handshake_initiated:
                too_large = isinstance(self.conn.handshake_exc, TOO_LARGE)
                self._refused_with(bytes(HEAD_TOO_LARGE if too_large else NO_HANDSHAKE))

    def connection_lost(self, exc: Exception | None) -> None:
        if self._socket is None:
            super().connection_lost(exc)
        else:
            self._socket.connection_lost(exc)

    def _refused_with(self, answer: bytes) -> None:
        """Answer what is no handshake, and close; cut the connection when the answer is not taken."""
        self.handshake_complete = self.close_sent = True
        self.hub.refused("bad_request")
        self.transport.write(answer)
        self.transport.close()
        self.loop.call_later(CLOSE_TIMEOUT_S, self.transport.abort)

    def _refusal(self, event: Request, offered: list[str]) -> Refusal | None:
        if not self._origin_allowed(event):
            return Refusal("origin", CloseCode.FORBIDDEN, "This origin is not allowed.")
        if offered and SUBPROTOCOL not in offered:
            return Refusal("version", CloseCode.VERSION_NOT_SUPPORTED, f"This server speaks {SUBPROTOCOL} only.")
        if self.hub.draining:
            return Refusal("draining", CloseCode.DRAIN, "This gateway is draining.")
        if not self.hub.makes_room(self._address(event)):
            return Refusal("overloaded", CloseCode.OVERLOADED, "Too many clients connect at once.")
        return None

    def _origin_allowed(self, event: Request) -> bool:
        """Allow our own host, the allow-list, and clients that are no browsers and send no origin; never `null`."""
        given = event.headers.get("Origin")  # never two of them: the handshake has failed then
        if given is None:
            return True
        try:
            origin = Origin.parse(given)
            return origin in self.hub.origins or origin in origins_of_host(event.headers["Host"])
        except (ValueError, LookupError):  # LookupError: no Host, or several
            return False

    def _address(self, event: Request) -> str:
        """Return the address of the client, as far as trusted proxies report another than the peer's."""
        forwarded = ",".join(event.headers.get_all("X-Forwarded-For"))
        peer = self.transport.get_extra_info("peername")
        return self.proxies.client_address(str(peer[0]) if isinstance(peer, tuple) else "", forwarded)

    def _handed_over(self) -> RealtimeSocket:
        """Return the socket that takes this connection over.

        uvicorn makes us the transport's protocol when we return. That is undone a little later; until then we pass
        everything on.
        """
        socket = RealtimeSocket(self.transport, self.connections, self.hub.limits, self.hub.flush_queue)
        self.connections.discard(self)
        self.loop.call_soon(_release, self.transport, socket, self.transport.get_protocol(), self.conn.parser)
        return socket


def _release(transport: asyncio.Transport, socket: RealtimeSocket, http: Any, parser: Any) -> None:
    """Give the transport to `socket`, and cut the cycles in which HTTP and handshake parsers hold their owners: each
    connection would keep some ten KiB until the next full collection."""
    transport.set_protocol(socket)
    parser.close()
    if isinstance(http, HttpToolsProtocol):
        http.parser = None  # type: ignore[assignment]  # as uvicorn does when a connection is lost


def realtime_protocol(hub: Hub, proxies: Sequence[str] = ()) -> type[RealtimeProtocol]:
    """Return the protocol class for uvicorn's `ws` setting, bound to a hub; `proxies` are the networks of our own."""
    bound = {"hub": hub, "proxies": TrustedProxies(proxies)}
    return type("BoundRealtimeProtocol", (RealtimeProtocol,), bound)
