"""`/api/admin/totp`: the caller's own second factor, and removal of another's by an ADMIN."""

from typing import Any, ClassVar

import msgspec
from fastapi import APIRouter, Request
from starlette.responses import Response

from actors.runtime.payloads import ClientPayload, ServerPayload
from gateway.auth.step_up import Proof
from gateway.auth.tokens import Principal
from gateway.rest.admin.acts import OPTIONAL_KEY
from gateway.rest.admin.once import once
from gateway.rest.admin.staff.proofs import Code, OwnProof, prove
from gateway.rest.body import json_response, read_payload
from gateway.rest.documented import documented
from gateway.rest.guards import Admin, Viewer
from gateway.rest.problems import Problem
from gateway.rest.provided import Identities, Provided, origin_of
from gateway.staff.accounts import ActsOnThemselves
from persistence.identity.accounts import Account


class TotpCode(ClientPayload, frozen=True):
    """The code that the authenticator shows now."""

    code: Code
    """The six digits that the authenticator shows now."""


class TotpSecret(ServerPayload, frozen=True):
    """What goes into the authenticator; it is shown this once."""

    secret: str
    """The secret in base32, to be typed into an authenticator."""
    uri: str
    """The same as an `otpauth` address, to be shown as a QR code."""


class _Decoders:
    CODE: ClassVar[msgspec.json.Decoder[TotpCode]] = msgspec.json.Decoder(TotpCode)
    PROOF: ClassVar[msgspec.json.Decoder[OwnProof]] = msgspec.json.Decoder(OwnProof)


router = APIRouter(prefix="/api/admin", tags=["admin"])
_PROBLEMS = (401, 403, 404, 409, 422, 429, 503)


def _done(body: type[ClientPayload]) -> dict[str, Any]:
    return documented(body=body, status=204, says="Done.", problems=_PROBLEMS, parameters=(OPTIONAL_KEY,))


@router.post(
    "/totp",
    summary="Enrol a second factor",
    **documented(body=OwnProof, answer=TotpSecret, says="The secret.", problems=(401, 403, 409, 429, 503)),
)
async def enrol(request: Request, provided: Provided, identity: Identities, caller: Viewer) -> Response:
    """A new secret, which counts after it was confirmed; until then the one before does.

    It takes the password, or a code of the factor that counts if there is one.
    """
    given = await read_payload(request, _Decoders.PROOF, provided.config.body_bytes_max)
    origin = origin_of(request)
    proof = Proof(given.password, given.code)
    account = await identity.step_up.check(caller, proof, origin, of_factor=True)
    secret, uri = await identity.second_factor.enrol(account, origin)
    return json_response(TotpSecret(secret=secret, uri=uri))


@router.post("/totp/confirm", summary="Confirm a second factor", **_done(TotpCode))
async def confirm(request: Request, provided: Provided, identity: Identities, caller: Viewer) -> Response:
    """The newest secret counts from now on: every log-in needs a code of it."""
    given = await read_payload(request, _Decoders.CODE, provided.config.body_bytes_max)

    async def act() -> Response:
        account, origin = await _own(provided, caller), origin_of(request)
        async with identity.step_up.guess(caller):
            await identity.second_factor.confirm(account, given.code, origin)
        return Response(status_code=204)

    return await once(request, provided, act)


@router.post("/totp/remove", summary="Remove a second factor", **_done(OwnProof))
async def remove(request: Request, provided: Provided, identity: Identities, caller: Viewer) -> Response:
    """Log in by password alone from now on. It takes a code of the factor."""
    given = await read_payload(request, _Decoders.PROOF, provided.config.body_bytes_max)

    async def act() -> Response:
        origin, proof = origin_of(request), Proof(given.password, given.code)
        account = await identity.step_up.check(caller, proof, origin, of_factor=True)
        if not await identity.second_factor.remove(account, origin):
            raise Problem("not_found", "You have no second factor.")
        return Response(status_code=204)

    return await once(request, provided, act)


@router.post("/staff/{staff_id}/totp/remove", summary="Take a second factor away", **_done(OwnProof))
async def take_away(
    staff_id: str, request: Request, provided: Provided, identity: Identities, caller: Admin
) -> Response:
    """Of a member of staff who has lost it. It takes the caller's own password or code."""
    given = await read_payload(request, _Decoders.PROOF, provided.config.body_bytes_max)

    async def act() -> Response:
        if staff_id == caller.user_id:
            raise ActsOnThemselves
        await prove(request, identity, caller, given)
        row = origin_of(request).row("", actor=caller.user_id, role=caller.role)
        if not await identity.second_factor.take_away(staff_id, row):
            raise Problem("not_found", "This account has no second factor.")
        return Response(status_code=204)

    return await once(request, provided, act)


async def _own(provided: Provided, caller: Principal) -> Account:
    account = await provided.accounts.get(caller.user_id)
    if account is None:
        raise Problem("not_found", "This account no longer exists.")
    return account
