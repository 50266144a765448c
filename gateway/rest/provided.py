"""Parameters of handlers: the gateway's dependencies, the identity service and the caller."""

from typing import Annotated

from fastapi import Depends, Request, Security
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer

from gateway.addresses import TrustedProxies
from gateway.auth.events import Origin
from gateway.auth.identity import Identity
from gateway.auth.tokens import Principal, TokenExpired, TokenInvalid, TokenVerifier
from gateway.dependencies import GatewayDependencies
from gateway.rest.problems import INVALID_TOKEN, Problem

CLIENT_CHARS_MAX = 200
BEARER = HTTPBearer(bearerFormat="JWT", description="The access token of sign-up, log-in or refresh.", auto_error=False)


async def _dependencies(request: Request) -> GatewayDependencies:
    dependencies: GatewayDependencies = request.app.state.dependencies
    return dependencies


async def _identity(request: Request) -> Identity:
    identity: Identity = request.app.state.identity
    return identity


async def _caller(
    request: Request, _documented: Annotated[HTTPAuthorizationCredentials | None, Security(BEARER)]
) -> Principal:
    identity: Identity = request.app.state.identity
    caller = authenticate(identity.tokens, request.headers.get("Authorization"))
    request.state.caller = caller
    return caller


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
    forwarded = ",".join(request.headers.getlist("X-Forwarded-For"))
    proxies: TrustedProxies = request.app.state.proxies
    address = proxies.client_address(request.client.host if request.client else "", forwarded)
    return Origin(address, printable[:CLIENT_CHARS_MAX], request.state.request_id)


Provided = Annotated[GatewayDependencies, Depends(_dependencies)]
Identities = Annotated[Identity, Depends(_identity)]
Caller = Annotated[Principal, Depends(_caller)]
