"""Proof of who is acting, as routes of credentials take it in their bodies; `gateway.auth.step_up` checks it."""

from typing import Annotated

import msgspec
from starlette.requests import Request

from actors.runtime.payloads import ClientPayload
from gateway.auth.identity import Identity
from gateway.auth.step_up import Proof
from gateway.auth.tokens import Principal
from gateway.rest.provided import origin_of

Password = Annotated[str, msgspec.Meta(max_length=256)]
Code = Annotated[str, msgspec.Meta(max_length=16)]


class OwnProof(ClientPayload, frozen=True):
    """The caller's own password, or a code of their second factor; every one that is given must be right."""

    password: Password = ""
    """The caller's own password; empty if the code is given."""
    code: Code = ""
    """A code of the caller's second factor; empty if the password is given."""


async def prove(request: Request, identity: Identity, caller: Principal, given: OwnProof) -> None:
    """Return if the caller has proved who they are. Raises StepUpRequired, WrongPassword, WrongCode, LockedOut."""
    await identity.step_up.check(caller, Proof(given.password, given.code), origin_of(request))
