"""`/api/admin/totp`: the caller's own second factor, and removal of another's by an ADMIN."""

from typing import Annotated, ClassVar

import msgspec
from fastapi import APIRouter, Request
from starlette.responses import Response

from actors.runtime.payloads import ClientPayload, ServerPayload
from gateway.auth.tokens import Principal
from gateway.rest.body import json_response, read_payload
from gateway.rest.documented import documented
from gateway.rest.guards import Admin, Viewer
from gateway.rest.problems import Problem
from gateway.rest.provided import Identities, Provided, origin_of
from persistence.identity.accounts import Account

Code = Annotated[str, msgspec.Meta(max_length=16)]


class TotpCode(ClientPayload, frozen=True):
    """The code that the authenticator shows now; empty where none counts yet."""

    code: Code = ""


class TotpSecret(ServerPayload, frozen=True):
    """What goes into the authenticator; it is shown this once."""

    secret: str
    uri: str


class _Decoders:
    CODE: ClassVar[msgspec.json.Decoder[TotpCode]] = msgspec.json.Decoder(TotpCode)


router = APIRouter(prefix="/api/admin", tags=["admin"])
_DONE = documented(body=TotpCode, status=204, says="Done.", problems=(401, 403, 409, 429, 503))


@router.post(
    "/totp",
    summary="Enrol a second factor",
    **documented(body=TotpCode, answer=TotpSecret, says="The secret.", problems=(401, 403, 409, 429, 503)),
)
async def enrol(request: Request, provided: Provided, identity: Identities, caller: Viewer) -> Response:
    """A new secret. It counts after it was confirmed; one that counts already is replaced with a code of it only."""
    given = await read_payload(request, _Decoders.CODE, provided.config.body_bytes_max)
    account, origin = await _own(provided, caller), origin_of(request)
    async with identity.guess(account, origin):
        secret, uri = await identity.second_factor.enrol(account, given.code, origin)
    return json_response(TotpSecret(secret=secret, uri=uri))


@router.post("/totp/confirm", summary="Confirm a second factor", **_DONE)
async def confirm(request: Request, provided: Provided, identity: Identities, caller: Viewer) -> Response:
    """Every log-in needs a code from now on."""
    given = await read_payload(request, _Decoders.CODE, provided.config.body_bytes_max)
    account, origin = await _own(provided, caller), origin_of(request)
    async with identity.guess(account, origin):
        await identity.second_factor.confirm(account, given.code, origin)
    return Response(status_code=204)


@router.post("/totp/remove", summary="Remove a second factor", **_DONE)
async def remove(request: Request, provided: Provided, identity: Identities, caller: Viewer) -> Response:
    """Log in by password alone from now on."""
    given = await read_payload(request, _Decoders.CODE, provided.config.body_bytes_max)
    account, origin = await _own(provided, caller), origin_of(request)
    async with identity.guess(account, origin):
        await identity.second_factor.remove(account, given.code, origin)
    return Response(status_code=204)


@router.delete(
    "/staff/{staff_id}/totp",
    summary="Take a second factor away",
    **documented(status=204, says="It is gone.", problems=(401, 403, 404, 503)),
)
async def take_away(staff_id: str, request: Request, identity: Identities, caller: Admin) -> Response:
    """For a member of staff who has lost it."""
    row = origin_of(request).row("", actor=caller.user_id, role=caller.role)
    if not await identity.second_factor.take_away(staff_id, row):
        raise Problem("not_found", "This account has no second factor.")
    return Response(status_code=204)


async def _own(provided: Provided, caller: Principal) -> Account:
    account = await provided.accounts.get(caller.user_id)
    if account is None:
        raise Problem("not_found", "This account no longer exists.")
    return account
