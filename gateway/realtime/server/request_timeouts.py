"""Time-outs of requests: a connection that does not finish one in time is closed, and so is one with too large a head.

uvicorn sets no limit to how long the first request of a connection takes to begin, any request to end, and line ends
between two to go on; it also keeps a head of any size. Thousands of such connections cost a client nothing.
"""

import asyncio
from typing import Any, ClassVar

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from gateway.realtime.hub import Hub


class RequestTimeoutProtocol(HttpToolsProtocol):
    """HTTP whose requests arrive whole within `request_within_ms`. `hub` is set by `request_timeout_protocol`."""

    hub: ClassVar[Hub]
    _late: asyncio.TimerHandle | None = None
    _in_head = False
    _head_bytes = 0

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]  # as uvicorn's
        super().connection_made(transport)
        self._expect()

    def connection_lost(self, exc: Exception | None) -> None:
        self._arrived()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        if self.cycle is None or self.cycle.response_complete:  # type: ignore[redundant-expr]  # None before the first
            self._expect()  # also for line ends alone, which begin no request but end uvicorn's own time limit
        super().data_received(data)
        if self._in_head:
            self._head_bytes += len(data)
            if self._head_bytes > self.hub.limits.request_head_bytes_max and not self.transport.is_closing():
                self.hub.metrics.rate_limited.labels("request_head_bytes").inc()
                self.send_400_response("The head of the request is too large.")

    def on_message_begin(self) -> None:
        super().on_message_begin()
        self._in_head, self._head_bytes = True, 0
        self._expect()

    def on_headers_complete(self) -> None:
        self._in_head = False
        super().on_headers_complete()

    def on_message_complete(self) -> None:
        self._arrived()
        super().on_message_complete()

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
            self.hub.metrics.rate_limited.labels("request_time").inc()
            self.transport.close()


def request_timeout_protocol(hub: Hub) -> type[RequestTimeoutProtocol]:
    """Return the protocol class for uvicorn's `http` setting, bound to a hub."""
    members: dict[str, Any] = {"hub": hub}
    return type("BoundRequestTimeoutProtocol", (RequestTimeoutProtocol,), members)
