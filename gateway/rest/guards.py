"""Guards of routes: they let callers of a role pass, and requests that hold nothing which a route would ignore."""

from collections.abc import Awaitable, Callable
from typing import Annotated

from fastapi import Depends, Request
from fastapi.dependencies.utils import get_flat_params
from fastapi.params import Query
from fastapi.routing import APIRoute

from gateway.auth.roles import Role, reaches
from gateway.auth.tokens import Principal
from gateway.rest.problems import Problem
from gateway.rest.provided import Caller

NAME_CHARS_SHOWN = 64
"""Of the name of an unknown query parameter, in the refusal."""


def require(role: Role) -> Callable[..., Awaitable[Principal]]:
    """Return a dependency that yields the caller if its role reaches `role`, and raises Problem `forbidden` if not."""

    async def guard(request: Request, caller: Caller) -> Principal:
        request.state.staff_only = role is not Role.PLAYER
        if reaches(caller.role, role):
            return caller
        raise Problem("forbidden", f"This needs the role {role}.")

    return guard


async def known_query(request: Request) -> None:
    """Refuse a parameter of the query that the route does not have, or has once: a misspelt `dry_run` is a real act.

    Raises:
        Problem: `bad_request`.
    """
    if not request.scope["query_string"]:
        return
    known, seen = query_parameters(request.scope["route"]), set[str]()
    for name, _ in request.query_params.multi_items():
        if name not in known:
            takes = ", ".join(sorted(known)) or "none"
            raise Problem("bad_request", f"There is no query parameter {name[:NAME_CHARS_SHOWN]!a}; known: {takes}.")
        if name in seen:
            raise Problem("bad_request", f"The query parameter {name} is there twice.")
        seen.add(name)


def query_parameters(route: APIRoute) -> frozenset[str]:
    """Return the names of the query parameters that a route documents."""
    return frozenset(each.alias for each in get_flat_params(route.dependant) if isinstance(each.field_info, Query))


Player = Annotated[Principal, Depends(require(Role.PLAYER))]
Viewer = Annotated[Principal, Depends(require(Role.VIEWER))]
Operator = Annotated[Principal, Depends(require(Role.OPERATOR))]
Admin = Annotated[Principal, Depends(require(Role.ADMIN))]
