"""A request that is refused before any route has seen it, because it is no HTTP as we take it (RFC 9110, RFC 9112).

`head_refusal` looks at a whole head. What the parser has let pass is a request of a known length; here it must also be
one for a server that has a name, in a framing that nobody between us and the client can have read in another way.
"""

import secrets
from collections.abc import Awaitable, Callable, Sequence
from http import HTTPStatus
from typing import Any, NamedTuple

from msgspec import json

from gateway.origins import split_authority

Headers = Sequence[tuple[bytes, bytes]]


class RefusedRequest(NamedTuple):
    """An answer that is a problem document (RFC 9457), after which the connection is closed; an ASGI application."""

    status: HTTPStatus
    detail: str
    code: str = "bad_request"
    more: tuple[tuple[bytes, bytes], ...] = ()

    def answer(self) -> tuple[list[tuple[bytes, bytes]], bytes]:
        """Return headers and body."""
        request_id = secrets.token_hex(16)
        body = json.encode(
            {
                "type": f"urn:pitboss:problem:{self.code}",
                "title": self.code.replace("_", " ").capitalize(),
                "status": int(self.status),
                "detail": self.detail,
                "code": self.code,
                "request_id": request_id,
            }
        )
        headers = [
            (b"content-type", b"application/problem+json"),
            (b"content-length", b"%d" % len(body)),
            (b"x-request-id", request_id.encode()),
            (b"cache-control", b"no-store"),
            (b"x-content-type-options", b"nosniff"),
            (b"connection", b"close"),
            *self.more,
        ]
        return headers, body

    def __bytes__(self) -> bytes:
        headers, body = self.answer()
        lines = [b"%b: %b" % header for header in headers]
        first = f"HTTP/1.1 {int(self.status)} {self.status.phrase}".encode()
        return b"\r\n".join([first, *lines, b"", body])

    async def __call__(self, scope: object, receive: object, send: Callable[[Any], Awaitable[None]]) -> None:
        headers, body = self.answer()
        await send({"type": "http.response.start", "status": int(self.status), "headers": headers})
        await send({"type": "http.response.body", "body": body, "more_body": False})


NO_HTTP = RefusedRequest(HTTPStatus.BAD_REQUEST, "This is no HTTP request.")
NO_HANDSHAKE = RefusedRequest(HTTPStatus.BAD_REQUEST, "This is no opening handshake (RFC 6455, 4.2.1).")
NO_SOCKET_HERE = RefusedRequest(HTTPStatus.BAD_REQUEST, "No WebSocket is served at this path.")
SOCKET_ONLY = RefusedRequest(
    HTTPStatus.UPGRADE_REQUIRED, "This path serves WebSockets only.", more=((b"upgrade", b"websocket"),)
)
HANDSHAKE_WITH_BODY = RefusedRequest(HTTPStatus.BAD_REQUEST, "An opening handshake has no body.")
NOT_ALONE = RefusedRequest(HTTPStatus.BAD_REQUEST, "An opening handshake waits for the answers before it.")
NO_TUNNEL = RefusedRequest(HTTPStatus.METHOD_NOT_ALLOWED, "This is no proxy.", "method_not_allowed", ((b"allow", b""),))
"""What is asked for is no resource of ours, so that it allows no method (RFC 9110, 10.2.1)."""
HEAD_TOO_LARGE = RefusedRequest(
    HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE, "The head of the request is too large, or a line of it."
)
TOO_MANY_PIPELINED = RefusedRequest(HTTPStatus.BAD_REQUEST, "Too many requests wait for an answer on this connection.")
NO_PLACE = RefusedRequest(
    HTTPStatus.SERVICE_UNAVAILABLE, "Too many connections are open.", "unavailable", ((b"retry-after", b"10"),)
)


def head_refusal(version: str, method: bytes, headers: Headers) -> RefusedRequest | None:
    """Return why a request with this head is refused, if it is; the names of `headers` are in lower case."""
    if version not in {"1.0", "1.1"}:
        return RefusedRequest(HTTPStatus.BAD_REQUEST, "This version of HTTP is not spoken here.")
    if method == b"CONNECT":
        return NO_TUNNEL
    hosts = [value for name, value in headers if name == b"host"]
    if len(hosts) > 1 or (not hosts and version == "1.1"):
        return RefusedRequest(HTTPStatus.BAD_REQUEST, "There must be exactly one `Host` (RFC 9112, 3.2).")
    try:
        for host in hosts:
            split_authority(host.decode("latin-1"))
    except ValueError:
        return RefusedRequest(HTTPStatus.BAD_REQUEST, "`Host` must be HOST or HOST:PORT (RFC 9112, 3.2).")
    codings = [value.strip().lower() for name, value in headers if name == b"transfer-encoding"]
    if codings and (codings != [b"chunked"] or version == "1.0"):
        return RefusedRequest(HTTPStatus.BAD_REQUEST, "The only `Transfer-Encoding` is `chunked` (RFC 9112, 6.1).")
    return None


def has_body(headers: Headers) -> bool:
    """Return whether a request with these headers has a body, as far as its head says."""
    return any(
        name == b"transfer-encoding" or (name == b"content-length" and value.strip(b" \t0") != b"")
        for name, value in headers
    )


def without_upgrade(method: bytes, url: bytes, version: str, headers: Headers) -> bytes:
    """Return the head of a request whose `Upgrade` is ignored, as RFC 9110 (7.8) lets a server do."""
    lines = [b"%b %b HTTP/%b" % (method, url, version.encode())]
    for name, value in headers:
        if name == b"connection":
            kept = [token for token in value.split(b",") if token.strip().lower() != b"upgrade"]
            lines.append(b"connection: " + b",".join(kept))
        elif name != b"upgrade":
            lines.append(b"%b: %b" % (name, value))
    return b"\r\n".join([*lines, b"", b""])
