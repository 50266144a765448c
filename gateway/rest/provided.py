"""Parameters of handlers: the gateway's dependencies, the identity service and the caller."""

from typing import Annotated

from fastapi import Depends, Request, Security
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer
from starlette.requests import HTTPConnection

from gateway.addresses import TrustedProxies
from gateway.auth.events import Origin
from gateway.auth.identity import Identity
from gateway.auth.tokens import Principal, TokenExpired, TokenInvalid, TokenVerifier
from gateway.budgets import CRASH_RULE, PLAYER_RULE, CommandRates
from gateway.dependencies import GatewayDependencies
from gateway.rest.problems import INVALID_TOKEN, Problem, retry_after

CLIENT_CHARS_MAX = 200
BEARER = HTTPBearer(bearerFormat="JWT", description="The access token of sign-up, log-in or refresh.", auto_error=False)
BearerShown = Annotated[HTTPAuthorizationCredentials | None, Security(BEARER)]
"""Documents that a handler takes an access token; `authenticated` reads it."""


async def _dependencies(request: Request) -> GatewayDependencies:
    dependencies: GatewayDependencies = request.app.state.dependencies
    return dependencies


async def _identity(request: Request) -> Identity:
    identity: Identity = request.app.state.identity
    return identity


async def _caller(request: Request, _documented: BearerShown) -> Principal:
    return authenticated(request)


def authenticated(request: Request) -> Principal:
    """Return the caller of a request, which counts against their budget.

    Raises:
        Problem: `token_expired`, `unauthenticated`, `rate_limited`.
    """
    identity: Identity = request.app.state.identity
    caller = authenticate(identity.tokens, request.headers.get("Authorization"))
    request.state.caller = caller
    rates = _budget(request, caller)
    if not rates.allow(_now_ms(request)):
        raise _too_many(request, PLAYER_RULE, rates.wait_ms())
    return caller


def spend_crash(request: Request, caller: Principal) -> None:
    """Take one command of crash from the caller's budget, which their sockets share. Raises Problem `rate_limited`."""
    rates = _budget(request, caller)
    if not rates.allow_crash(_now_ms(request)):
        raise _too_many(request, CRASH_RULE, rates.crash_wait_ms())


def _budget(request: Request, caller: Principal) -> CommandRates:
    dependencies: GatewayDependencies = request.app.state.dependencies
    return dependencies.budgets.player(caller.user_id)


def _now_ms(request: Request) -> float:
    dependencies: GatewayDependencies = request.app.state.dependencies
    return dependencies.clock.monotonic_ms()


def _too_many(request: Request, rule: str, wait_ms: int) -> Problem:
    dependencies: GatewayDependencies = request.app.state.dependencies
    dependencies.metrics.rate_limited.labels(rule).inc()
    details = {"retry_after_ms": wait_ms}
    return Problem("rate_limited", "Too many requests.", details=details, headers=retry_after(details))


def authenticate(tokens: TokenVerifier, authorization: str | None) -> Principal:
    """Return the principal of an `Authorization` header.

    Raises:
        Problem: `token_expired`, or `unauthenticated` for anything else that is wrong with it.
    """
    scheme, _, token = (authorization or "").partition(" ")
    if scheme.lower() != "bearer" or not token:
        raise Problem("unauthenticated", "This needs an access token.")
    try:
        return tokens.verify(token.strip())
    except TokenExpired:
        raise Problem("token_expired", "The access token has expired.") from None
    except TokenInvalid:
        headers = {"WWW-Authenticate": INVALID_TOKEN}
        raise Problem("unauthenticated", "The access token is not valid.", headers=headers) from None


def origin_of(request: Request) -> Origin:
    """Return the origin of the request, as sessions and audit rows have it."""
    agent = request.headers.get("User-Agent", "")
    printable = "".join(char for char in agent if char.isprintable())
    return Origin(address_of(request), printable[:CLIENT_CHARS_MAX], request.state.request_id)


def address_of(connection: HTTPConnection) -> str:
    """Return the address of the client, as far as trusted proxies report another than the peer's."""
    forwarded = ",".join(connection.headers.getlist("X-Forwarded-For"))
    proxies: TrustedProxies = connection.app.state.proxies
    return proxies.client_address(connection.client.host if connection.client else "", forwarded)


def is_encrypted(connection: HTTPConnection) -> bool:
    """Return whether the client speaks TLS, with us or with a trusted proxy that says so.

    A gateway that waits for its start has no application yet, and trusts no proxy.
    """
    encrypted: bool = connection.scope.get("scheme") == "https"
    if encrypted or "app" not in connection.scope:
        return encrypted
    proxies: TrustedProxies = connection.app.state.proxies
    told = connection.headers.get("X-Forwarded-Proto", "").strip().lower() == "https"
    peer = connection.client.host if connection.client else ""
    return told and proxies.trusts(peer)


Provided = Annotated[GatewayDependencies, Depends(_dependencies)]
Identities = Annotated[Identity, Depends(_identity)]
Caller = Annotated[Principal, Depends(_caller)]
