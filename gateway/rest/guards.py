"""Which role a route needs: a dependency that lets the caller pass, or refuses it and records that on staff routes."""

from collections.abc import Awaitable, Callable
from typing import Annotated

from fastapi import Depends, Request

from gateway.auth.access import Principal
from gateway.auth.roles import Role, reaches
from gateway.problems import Problem
from gateway.rest.provided import Caller, Identities, origin_of

REFUSED = "ADMIN_REFUSED"
TARGET_CHARS_MAX = 200
"""Of a refused path: its rest is the caller's to invent."""


def require(role: Role) -> Callable[..., Awaitable[Principal]]:
    """A dependency that answers the caller if its role reaches `role`.

    Raises:
        Problem: `forbidden`; on a staff route it is written into the audit trail.
    """

    async def guard(request: Request, caller: Caller, identity: Identities) -> Principal:
        if reaches(caller.role, role):
            return caller
        if role is not Role.PLAYER:
            target = f"{request.method} {request.url.path}"[:TARGET_CHARS_MAX]
            origin = origin_of(request, identity)
            row = origin.row(REFUSED, actor=caller.user_id, role=caller.role, target=target, result="forbidden")
            await identity.refusals.record(row)
        raise Problem("forbidden", f"this needs the role {role}")

    return guard


Player = Annotated[Principal, Depends(require(Role.PLAYER))]
Viewer = Annotated[Principal, Depends(require(Role.VIEWER))]
Operator = Annotated[Principal, Depends(require(Role.OPERATOR))]
Admin = Annotated[Principal, Depends(require(Role.ADMIN))]
