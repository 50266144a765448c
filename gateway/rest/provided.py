"""What a handler may ask for: the gateway's dependencies, the identity service and the caller."""

from typing import Annotated

from fastapi import Depends, Request, Security
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer

from gateway.auth.access import Principal, authenticate
from gateway.auth.events import Origin
from gateway.auth.identity import Identity
from gateway.dependencies import GatewayDependencies

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


def origin_of(request: Request, identity: Identity) -> Origin:
    """Where the request came from, as sessions and audit rows say it."""
    agent = request.headers.get("User-Agent", "")
    printable = "".join(char for char in agent if char.isprintable())
    forwarded = ",".join(request.headers.getlist("X-Forwarded-For"))
    address = identity.proxies.client_address(request.client.host if request.client else "", forwarded)
    return Origin(address, printable[:CLIENT_CHARS_MAX], request.state.request_id)


Provided = Annotated[GatewayDependencies, Depends(_dependencies)]
Identities = Annotated[Identity, Depends(_identity)]
Caller = Annotated[Principal, Depends(_caller)]
