"""Layers that every HTTP request passes through, as plain ASGI: request id, security headers, metrics, last resort."""

import re
import secrets
import traceback
from collections.abc import Mapping

import structlog
from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import ClientDisconnect, HTTPConnection
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from actors.runtime.clock import Clock
from gateway.budgets import ADDRESS_RULE
from gateway.dependencies import GatewayDependencies
from gateway.metrics.registry import GatewayMetrics
from gateway.rest.problems import Problem, problem_response, retry_after
from gateway.rest.provided import address_of, is_encrypted

REQUEST_ID_HEADER = "X-Request-ID"
METHODS = frozenset({"GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
ANSWER_PART_BYTES = 32 * 1024
"""Bytes of an answer that are written at once: fewer than any setting of `PITBOSS_UNREAD_ANSWER_BYTES_MAX`."""
UNMETERED = frozenset({"/health/live", "/health/ready", "/metrics"})
"""Asked by those who run the platform: a flood must not look like a gateway that is ill."""
SECURITY_HEADERS: Mapping[str, str] = {
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
    "Cache-Control": "no-store",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}
"""Set unless the route has set its own."""
STRICT_TRANSPORT = "max-age=31536000"
"""Once a browser has come over TLS, it comes in no other way for a year. It counts for this host alone."""
_REQUEST_ID = re.compile(r"[A-Za-z0-9._-]{1,64}")

log = structlog.get_logger(__name__)


class HeadAsGet:
    """HEAD is GET without the content (RFC 9110, 9.3.2), on every route that has GET.

    Counted, timed and refused as GET. Nothing of an answer is made after its head.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["method"] != "HEAD":
            await self._app(scope, receive, send)
            return
        ended = False

        async def send_head(message: Message) -> None:
            nonlocal ended
            if message["type"] == "http.response.start":
                await send(message)
            elif not ended:
                ended = True
                await send({"type": "http.response.body", "body": b""})

        async def gone() -> Message:
            return {"type": "http.disconnect"} if ended else await receive()

        await self._app({**scope, "method": "GET"}, gone, send_head)


class AnswersInParts:
    """Sends a large answer part by part, each when the client has taken the one before: however much a route returns at
    once, few bytes are unsent, and who reads is not taken for one who does not (`gateway.realtime.server.unread`)."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def send_parts(message: Message) -> None:
            body: bytes = message.get("body", b"")
            if len(body) <= ANSWER_PART_BYTES:
                await send(message)
                return
            for at in range(0, len(body), ANSWER_PART_BYTES):
                end = at + ANSWER_PART_BYTES
                more = end < len(body) or message.get("more_body", False)
                await send({"type": message["type"], "body": body[at:end], "more_body": more})

        await self._app(scope, receive, send_parts if scope["type"] == "http" else send)


class RequestBoundary:
    """Names the request, counts and times it, and completes the headers of its answer."""

    def __init__(self, app: ASGIApp, metrics: GatewayMetrics, clock: Clock) -> None:
        self._app = app
        self._metrics = metrics
        self._clock = clock

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        request_id = _request_id(scope)
        scope.setdefault("state", {})["request_id"] = request_id
        started_ms = self._clock.monotonic_ms()
        status = 500

        async def send_with_headers(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                headers = MutableHeaders(scope=message)
                headers[REQUEST_ID_HEADER] = request_id
                for name, value in SECURITY_HEADERS.items():
                    headers.setdefault(name, value)
                if is_encrypted(HTTPConnection(scope)):
                    headers["Strict-Transport-Security"] = STRICT_TRANSPORT
            await send(message)

        try:
            await self._app(scope, receive, send_with_headers)
        finally:
            self._count(scope, status, self._clock.monotonic_ms() - started_ms)

    def _count(self, scope: Scope, status: int, elapsed_ms: float) -> None:
        route = getattr(scope.get("route"), "path", "unmatched")
        method = scope["method"] if scope["method"] in METHODS else "other"
        self._metrics.http_requests.labels(route, method, f"{status // 100}xx").inc()
        self._metrics.http_request_duration.labels(route, method).observe(elapsed_ms / 1000)


class PlainBodies:
    """Refuses a body in a content coding: nobody here undoes one, and the answer says so (RFC 9110, 12.5.3)."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and _is_coded(Headers(scope=scope)):
            headers = {"Accept-Encoding": "identity"}
            problem = Problem("unsupported_media_type", "A body has no `Content-Encoding` here.", headers=headers)
            await problem_response(problem, scope["state"]["request_id"])(scope, receive, send)
        else:
            await self._app(scope, receive, send)


class LastResort:
    """The innermost layer: logs an unexpected error in full and answers without its particulars."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        started = False

        async def watched_send(message: Message) -> None:
            nonlocal started
            started = True
            await send(message)

        try:
            await self._app(scope, receive, watched_send)
        except ClientDisconnect:  # in the middle of its body: no fault of ours, and nobody is left to be answered
            await problem_response(Problem("bad_request"), scope["state"]["request_id"])(scope, receive, send)
        except Exception:
            request_id = scope["state"]["request_id"]
            # As text, because renderers of exceptions may show local variables, and those hold passwords and tokens.
            trace = traceback.format_exc()
            log.error("request_failed", request_id=request_id, method=scope["method"], path=scope["path"], trace=trace)
            if started:
                raise
            await problem_response(Problem("internal"), request_id)(scope, receive, send)


class AddressBudget:
    """Answers 429 to requests of an address beyond its budget, before anything is read of them but the head."""

    def __init__(self, app: ASGIApp, dependencies: GatewayDependencies) -> None:
        self._app = app
        self._clock = dependencies.clock
        self._budgets = dependencies.budgets
        self._metrics = dependencies.metrics

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["path"] in UNMETERED:
            await self._app(scope, receive, send)
            return
        budget = self._budgets.address(address_of(HTTPConnection(scope)))
        if budget.allow(self._clock.monotonic_ms()):
            await self._app(scope, receive, send)
            return
        self._metrics.rate_limited.labels(ADDRESS_RULE).inc()
        details = {"retry_after_ms": budget.wait_ms()}
        problem = Problem(
            "rate_limited", "Too many requests from this address.", details=details, headers=retry_after(details)
        )
        await problem_response(problem, scope["state"]["request_id"])(scope, receive, send)


def _is_coded(headers: Headers) -> bool:
    codings = {coding.strip().lower() for value in headers.getlist("Content-Encoding") for coding in value.split(",")}
    has_body = "Transfer-Encoding" in headers or headers.get("Content-Length", "0").strip("0") != ""
    return has_body and not codings <= {"identity", ""}


def _request_id(scope: Scope) -> str:
    given = Headers(scope=scope).getlist(REQUEST_ID_HEADER)
    return given[0] if len(given) == 1 and _REQUEST_ID.fullmatch(given[0]) else secrets.token_hex(16)
