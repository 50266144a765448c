"""Sessions of browsers: the refresh token is in a cookie that no script can read (decision 0063).

A page asks for it with a header of its own, and only the page of this host gets it: `asked_for` refuses the rest. The
cookie counts for nothing without the header, so no form and no foreign page can spend it.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from ipaddress import ip_address
from typing import Annotated, Any

from fastapi import Depends, Request
from starlette.responses import Response

from gateway.dependencies import GatewayDependencies
from gateway.origins import Origin, origins_of_host, split_authority
from gateway.rest.problems import Problem

SESSION_HEADER = "X-Pitboss-Session"
SITE_HEADER = "Sec-Fetch-Site"
IN_COOKIE = "cookie"
"""The value of `SESSION_HEADER`."""
PATH = "/api/auth"
NAME = "pitboss_refresh"
SECURE_PREFIX = "__Secure-"
"""A browser takes a cookie of such a name only from an encrypted connection, and with `Secure` (RFC 6265bis, 4.1.3)."""
MEDIA_TYPE = "application/vnd.pitboss.cookie-session+json"
"""Of the answer without a refresh token: another form of it, which nobody gets who has not asked."""
PARAMETER: dict[str, Any] = {
    "name": SESSION_HEADER,
    "in": "header",
    "required": False,
    "description": "`cookie`, for the pages of this host alone: the refresh token is kept in an `HttpOnly` cookie, and "
    "stands in no body.",
    "schema": {"type": "string", "enum": [IN_COOKIE]},
    "example": IN_COOKIE,
}


@dataclass(frozen=True, slots=True)
class SessionCookie:
    """The cookie of one request. `token` is the refresh token that it holds, empty without one."""

    secure: bool
    token: str = ""

    def keep(self, response: Response, token: str, life_s: int) -> None:
        """Have the browser keep a refresh token until its session ends."""
        response.headers.append("Set-Cookie", self._written(token, life_s))

    def forget(self, response: Response) -> None:
        """Have the browser forget it."""
        response.headers.append("Set-Cookie", self.forgotten)

    @property
    def forgotten(self) -> str:
        """The `Set-Cookie` by which the browser forgets it."""
        return self._written("", 0)

    def _written(self, token: str, life_s: int) -> str:
        attributes = f"Path={PATH}; Max-Age={life_s}; HttpOnly; SameSite=Strict"
        return f"{name_of(secure=self.secure)}={token}; {attributes}" + ("; Secure" if self.secure else "")


def name_of(*, secure: bool) -> str:
    """Return the cookie's name."""
    return (SECURE_PREFIX if secure else "") + NAME


def asked_for(request: Request, *, plain_loopback: bool) -> SessionCookie | None:
    """Return the cookie of a request that asks for one, None of any other.

    `plain_loopback`: on the names of this machine alone it may go over an unencrypted connection.

    Raises:
        Problem: `bad_request` (another value of the header, or two cookies of the name), `forbidden` (not the page of
            this host).
    """
    wanted = request.headers.get(SESSION_HEADER)
    if wanted is None:
        return None
    if wanted != IN_COOKIE:
        raise Problem("bad_request", f"{SESSION_HEADER} can only be `{IN_COOKIE}`.")
    if not _is_of_this_host(request):
        raise Problem("forbidden", "Only the pages of this host keep a session in a cookie.")
    secure = not (plain_loopback and _is_loopback(request.headers.get("Host", "")))
    tokens = list(_values(request.headers.getlist("Cookie"), name_of(secure=secure)))
    if len(tokens) > 1:  # one of them is of another host of our domain, and nothing says which
        raise Problem("bad_request", "The cookie of the session is there twice: remove the cookies of this site.")
    return SessionCookie(secure, *tokens)


def _is_of_this_host(request: Request) -> bool:
    """Return whether a browser says that a page of ours has made the request. Older ones say no more than an origin."""
    site = request.headers.get(SITE_HEADER)
    if site is not None:
        return site == "same-origin"
    try:
        origin = Origin.parse(request.headers.get("Origin", ""))
        return origin in origins_of_host(request.headers.get("Host", ""))
    except ValueError:
        return False


def _is_loopback(host: str) -> bool:
    try:
        name, _ = split_authority(host)
    except ValueError:
        return False
    if name == "localhost" or name.endswith(".localhost"):
        return True
    try:
        return ip_address(name).is_loopback
    except ValueError:
        return False


def _values(headers: list[str], name: str) -> Iterator[str]:
    for pair in ";".join(headers).split(";"):
        key, _, value = pair.strip().partition("=")
        if key == name:
            yield value


async def _of_the_request(request: Request) -> SessionCookie | None:
    dependencies: GatewayDependencies = request.app.state.dependencies
    return asked_for(request, plain_loopback=dependencies.config.plain_loopback_cookies)


Browser = Annotated[SessionCookie | None, Depends(_of_the_request)]
"""The session cookie of a handler's request, None of a client that keeps its tokens itself."""
