"""HTTP as uvicorn speaks it, with a bound on everything that a client can leave undone.

A connection has a place (`connections`), and a request arrives whole in time, with a head of limited size that
`refused` lets pass. Its answer is read in time as well: uvicorn would wait for ever for a client that reads nothing,
and go on parsing requests whose answers nobody takes. An upgrade to anything but our sockets is ignored, and what
follows the head stays the body of its request; uvicorn's parser takes it for another protocol and loses it, or reads it
as a request of its own.
"""

import asyncio
from collections.abc import Sequence
from inspect import CORO_CREATED, getcoroutinestate
from typing import Any, ClassVar, cast

import httptools
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol, RequestResponseCycle

from gateway.addresses import TrustedProxies
from gateway.ports import RECEIVED
from gateway.realtime.hub import Hub
from gateway.realtime.server.connections import ConnectionPlaces
from gateway.realtime.server.handshake import PATH
from gateway.realtime.server.refused import (
    HANDSHAKE_WITH_BODY,
    HEAD_TOO_LARGE,
    NO_HTTP,
    NO_PLACE,
    NO_SOCKET_HERE,
    NOT_ALONE,
    SOCKET_ONLY,
    TOO_MANY_PIPELINED,
    RefusedRequest,
    has_body,
    head_refusal,
    without_upgrade,
)
from gateway.realtime.server.unread import UnreadAnswers

SOCKET_PATH = PATH.encode()


class RequestRefused(Exception):
    """Ends the parsing of a request that is refused."""


class BoundedHttpProtocol(HttpToolsProtocol):
    """One connection that speaks HTTP. `hub` and `places` are set by `http_protocol`."""

    hub: ClassVar[Hub]
    places: ClassVar[ConnectionPlaces]
    _place: int | None = None
    _address = ""
    _unread: UnreadAnswers
    _late: asyncio.TimerHandle | None = None
    _running: RequestResponseCycle | None = None
    _task: "asyncio.Task[None] | None" = None
    _in_head = False
    _head_bytes = 0
    _upgrading = False
    _refusal: RefusedRequest | None = None
    _ended = False

    # --- the connection ---

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]  # as uvicorn's
        super().connection_made(transport)
        limits = self.hub.limits
        self.timeout_keep_alive = limits.keep_alive_ms / 1000  # type: ignore[assignment]  # a float does as well
        self._unread = UnreadAnswers(transport, limits, self.loop, self._count)
        peer = transport.get_extra_info("peername")
        self._address = self.places.address(str(peer[0]) if isinstance(peer, tuple) else "")
        open_now = len(self.connections)
        self._place = self.places.enter(self._address, open_now, limits, self.loop.time() * 1000, self._count)
        if self._place is None:
            self._refuse(NO_PLACE)
        else:
            self._idle(self._place)
            self._expect()

    def connection_lost(self, exc: Exception | None) -> None:
        self._arrived()
        self._leave_place()
        self._unread.end()
        self.pipeline.clear()
        if self._running is not None and not self._running.response_complete:
            self._running.disconnected = True  # uvicorn tells only the newest of several requests
            self._running.message_event.set()
        super().connection_lost(exc)

    def yield_place(self) -> None:
        """Close: another connection takes the place of this one, on which no request runs."""
        self._ended = True
        if self.flow.write_paused:
            self.transport.abort()  # the answer is not read
        else:
            self.transport.close()

    def pause_writing(self) -> None:
        super().pause_writing()
        self._unread.paused()

    def resume_writing(self) -> None:
        super().resume_writing()
        self._unread.resumed()

    def _idle(self, place: int) -> None:
        self.places.idle(place, self, self._address, self.loop.time() * 1000)

    def _leave_place(self) -> None:
        if self._place is not None:
            self.places.leave(self._place)

    def _count(self, rule: str) -> None:
        self.hub.metrics.rate_limited.labels(rule).inc()

    # --- requests ---

    def data_received(self, data: bytes) -> None:
        if self._ended:
            return
        if not self._answers_wait():
            self._expect()  # also for line ends alone, which begin no request but end uvicorn's own time limit
        self._unset_keepalive_if_required()
        while data and not self._ended:
            received = len(data)
            try:
                self.parser.feed_data(data)
                data = b""
            except httptools.HttpParserUpgrade as upgrade:
                data = self._upgraded(data[upgrade.args[0] :])
            except httptools.HttpParserError:
                self._refuse(self._refusal or NO_HTTP)
                return
            if self._in_head:
                self._head_bytes += received
                if self._head_bytes > self.hub.limits.request_head_bytes_max:
                    self._count("request_head_bytes")
                    self._refuse(HEAD_TOO_LARGE)

    def on_message_begin(self) -> None:
        super().on_message_begin()
        if len(self.pipeline) >= self.hub.limits.pipelined_requests_max:
            self._count("pipelined_requests")
            self._stop(TOO_MANY_PIPELINED)
        self._in_head, self._head_bytes = True, 0
        self._expect()

    def on_headers_complete(self) -> None:
        self._in_head = False
        method, version = self.parser.get_method(), self.parser.get_http_version()
        refusal = head_refusal(version, method, self.headers)
        if refusal is not None:
            self._stop(refusal)
        if self.parser.should_upgrade():
            self._upgrading = True  # `data_received` goes on, with what follows the head
            return
        if self.url.partition(b"?")[0] == SOCKET_PATH:
            self._stop(SOCKET_ONLY)
        self._leave_place()
        super().on_headers_complete()

    def on_message_complete(self) -> None:
        self._arrived()
        if not self._upgrading:
            self.scope.setdefault("state", {})[RECEIVED] = self.hub.clock.monotonic_ms()
            super().on_message_complete()

    def on_response_complete(self) -> None:
        super().on_response_complete()
        if self._place is not None and not self._answers_wait() and not self.transport.is_closing():
            self._idle(self._place)

    def _start_asgi_task(self, cycle: RequestResponseCycle, app: Any) -> None:
        self._running = cycle
        self._task = task = self.loop.create_task(cycle.run_asgi(app))
        task.add_done_callback(self.tasks.discard)
        self.tasks.add(task)

    def _answers_wait(self) -> bool:
        """Return whether a request runs, or waits for the one before it."""
        return bool(self.pipeline) or (self._running is not None and not self._running.response_complete)

    # --- upgrades ---

    def _upgraded(self, rest: bytes) -> bytes:
        """Take an upgrade whose head is followed by `rest`; return what is to be parsed as HTTP."""
        self._upgrading = False
        method, version = self.parser.get_method(), self.parser.get_http_version()
        if version == "1.0" or self._get_upgrade() != b"websocket":
            self.parser = httptools.HttpRequestParser(self)
            self.parser.set_dangerous_leniencies(lenient_data_after_close=True)  # as uvicorn's
            return without_upgrade(method, self.url, version, self.headers) + rest
        if self._answers_wait() or self.flow.write_paused:
            self._refuse(NOT_ALONE)
        elif self.url.partition(b"?")[0] != SOCKET_PATH:
            self._refuse(NO_SOCKET_HERE)
        elif has_body(self.headers):
            self._refuse(HANDSHAKE_WITH_BODY)
        else:
            self._ended = True
            self._leave_place()
            self._unread.end()
            self.scope["method"] = method.decode("ascii")
            self.handle_websocket_upgrade()
            if rest:
                self.transport.get_protocol().data_received(rest)  # type: ignore[attr-defined]  # a `Protocol`
        return b""

    # --- refusals ---

    def _stop(self, refusal: RefusedRequest) -> None:
        """Leave the parser, in one of whose callbacks we are."""
        self._refusal = refusal
        raise RequestRefused

    def _refuse(self, refusal: RefusedRequest) -> None:
        """Answer a request with an error, after the answers that are due before it, and close."""
        self._ended = True
        self._arrived()
        running = self._running
        if running is None or running.response_complete:
            self.transport.write(bytes(refusal))
            self.transport.close()
        elif running is self.cycle and running.more_body:
            self._break_off(running, refusal)
        else:
            if self.pipeline and self.pipeline[0][0].more_body:  # the newest: it is the one that is refused
                self.pipeline.popleft()
            self.pipeline.appendleft((self._cycle_of_refusal(), cast("Any", refusal)))

    def _break_off(self, running: RequestResponseCycle, refusal: RefusedRequest) -> None:
        """Answer a request whose body is broken; it is not carried out if it has not begun."""
        running.disconnected = True
        running.message_event.set()
        if self._task is not None and getcoroutinestate(self._task.get_coro()) == CORO_CREATED:  # type: ignore[arg-type]
            self._task.cancel()
        if not running.response_started:
            self.transport.write(bytes(refusal))
        self.transport.close()

    def _cycle_of_refusal(self) -> RequestResponseCycle:
        return RequestResponseCycle(
            scope={"type": "http", "method": "GET", "headers": []},  # type: ignore[typeddict-item]  # all that it reads
            transport=self.transport,
            flow=self.flow,
            logger=self.logger,
            access_logger=self.access_logger,
            access_log=False,
            default_headers=self.server_state.default_headers,
            message_event=asyncio.Event(),
            expect_100_continue=False,
            keep_alive=False,
            on_response=self.on_response_complete,
        )

    # --- time-outs ---

    def _expect(self) -> None:
        if self._late is None:
            self._late = self.loop.call_later(self.hub.limits.request_within_ms / 1000, self._too_late)

    def _arrived(self) -> None:
        if self._late is not None:
            self._late.cancel()
            self._late = None

    def _too_late(self) -> None:
        self._late = None
        if not self.transport.is_closing():
            self._count("request_time")
            self._ended = True
            self.transport.close()


def http_protocol(hub: Hub, proxies: Sequence[str] = ()) -> type[BoundedHttpProtocol]:
    """Return the protocol class for uvicorn's `http` setting, bound to a hub; `proxies` are the networks of our own."""
    members: dict[str, Any] = {"hub": hub, "places": ConnectionPlaces(TrustedProxies(proxies))}
    return type("BoundHttpProtocol", (BoundedHttpProtocol,), members)
