"""The edge of HTTP: a request whose path, query or headers leave anything unclear reaches no route.

Texts are plain (`gateway.texts.i_json`), escapes are UTF-8, and each header that we read as one value is there once;
so is a parameter of the query (`gateway.rest.guards.known_query`). Bodies are looked at in the same way where they are
read, in `gateway.rest.body`.
"""

from contextlib import suppress
from urllib.parse import unquote_to_bytes

from fastapi import Request

from gateway.rest.auth.session_cookie import SESSION_HEADER, SITE_HEADER
from gateway.rest.edge.middleware import REQUEST_ID_HEADER
from gateway.rest.idempotency import KEY_HEADER
from gateway.rest.problems import Problem
from gateway.rest.provided import authenticate
from gateway.texts.i_json import NOT_PLAIN, is_plain

SINGLE_HEADERS = (
    "Authorization",
    "Content-Type",
    KEY_HEADER,
    "If-None-Match",
    "Origin",
    "User-Agent",
    REQUEST_ID_HEADER,
    SESSION_HEADER,
    SITE_HEADER,
)
"""Headers of which we read one value. `X-Forwarded-For` is a list, and read as one; the server sees to those that frame
a request."""


async def refuse_unclear(request: Request) -> None:
    """Raise Problem `bad_request` unless path, query and headers are plain, and none of one value is there twice."""
    unclear = _unclear(request)
    if unclear is None:
        return
    with suppress(Problem):  # a refusal in the audit trail names its caller, if there is one
        request.state.caller = authenticate(request.app.state.identity.tokens, request.headers.get("Authorization"))
    raise Problem("bad_request", unclear)


def _unclear(request: Request) -> str | None:
    path: bytes = request.scope.get("raw_path") or request.scope["path"].encode()
    return (
        _text("path", path.partition(b"?")[0])
        or _text("query", request.scope["query_string"])
        or next((found for name in SINGLE_HEADERS if (found := _header(name, request.headers.getlist(name)))), None)
    )


def _text(place: str, escaped: bytes) -> str | None:
    try:
        plain = is_plain(unquote_to_bytes(escaped).decode())
    except UnicodeDecodeError:
        return f"The {place} is not UTF-8."
    return None if plain else f"The {place} {NOT_PLAIN}."


def _header(name: str, values: list[str]) -> str | None:
    if len(values) > 1:
        return f"The header {name} is there twice."
    text = "".join(values).replace("\t", " ").encode("latin-1").decode(errors="ignore")
    return None if is_plain(text) else f"The header {name} {NOT_PLAIN}."
