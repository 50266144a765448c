"""Guards of routes: dependencies that let callers of a role pass, and refuse others."""

from collections.abc import Awaitable, Callable
from typing import Annotated

from fastapi import Depends, Request

from gateway.auth.roles import Role, reaches
from gateway.auth.tokens import Principal
from gateway.rest.problems import Problem
from gateway.rest.provided import Caller


def require(role: Role) -> Callable[..., Awaitable[Principal]]:
    """Return a dependency that yields the caller if its role reaches `role`, and raises Problem `forbidden` if not."""

    async def guard(request: Request, caller: Caller) -> Principal:
        request.state.staff_only = role is not Role.PLAYER
        if reaches(caller.role, role):
            return caller
        raise Problem("forbidden", f"This needs the role {role}.")

    return guard


Player = Annotated[Principal, Depends(require(Role.PLAYER))]
Viewer = Annotated[Principal, Depends(require(Role.VIEWER))]
Operator = Annotated[Principal, Depends(require(Role.OPERATOR))]
Admin = Annotated[Principal, Depends(require(Role.ADMIN))]
