"""`/api/admin/staff`: the accounts of those who run the platform. Times are RFC 3339."""

import re
from typing import Annotated, ClassVar

import msgspec
from fastapi import APIRouter, Depends, Request
from msgspec import UNSET, UnsetType
from starlette.responses import Response

from actors.runtime.payloads import ClientPayload, ServerPayload
from gateway.auth.roles import StaffRole
from gateway.rest.admin.acts import OPTIONAL_KEY
from gateway.rest.admin.moments import Moment, moment
from gateway.rest.admin.once import once
from gateway.rest.admin.staff.proofs import OwnProof, prove
from gateway.rest.body import json_response, read_payload
from gateway.rest.documented import documented
from gateway.rest.guards import Admin
from gateway.rest.pages import Cursors, Listed, WantedPage
from gateway.rest.provided import Identities, Provided, origin_of
from gateway.staff.accounts import StaffAccounts, UnknownStaffAccount
from persistence.identity.accounts import Account

_STAFF_ID = re.compile(r"[0-9a-z]{13}")

_Part = Annotated[str, msgspec.Meta(max_length=64)]
CURSORS: Cursors[tuple[str, str]] = Cursors("staff", tuple[_Part, _Part])
Text = Annotated[str, msgspec.Meta(min_length=1, max_length=256)]


class NewStaff(ClientPayload, frozen=True):
    """A new staff account; the password is told to its owner by other means, who then changes it.

    `proof` is the caller's own password or code.
    """

    username: Text
    """Name of the new account."""
    password: Text
    """Password, 8 to 128 characters."""
    role: StaffRole
    """Role of the new account."""
    proof: OwnProof = OwnProof()
    """Proof that the caller is who the token says."""


class StaffPatch(ClientPayload, frozen=True):
    """What is to be different; any real difference ends the account's sessions. `proof` is the caller's own."""

    role: StaffRole | UnsetType = UNSET
    """New role; absent leaves it."""
    active: bool | UnsetType = UNSET
    """False to bar the account from logging in, true to let it; absent leaves it."""
    password: Text | UnsetType = UNSET
    """New password, 8 to 128 characters; absent leaves it."""
    proof: OwnProof = OwnProof()
    """Proof that the caller is who the token says."""


class StaffView(ServerPayload, frozen=True):
    """A staff account; who is not active cannot log in."""

    id: str
    """Id of the staff account."""
    username: str
    """Name of the account, as it was chosen at sign-up."""
    role: str
    """Role of the account."""
    active: bool
    """False if the account cannot log in."""
    created_at: Moment
    """When it was created."""


class StaffList(Listed[StaffView], frozen=True):
    """Staff accounts, by name."""


class _Decoders:
    NEW: ClassVar[msgspec.json.Decoder[NewStaff]] = msgspec.json.Decoder(NewStaff)
    PATCH: ClassVar[msgspec.json.Decoder[StaffPatch]] = msgspec.json.Decoder(StaffPatch)


async def _accounts(provided: Provided, identity: Identities) -> StaffAccounts:
    return StaffAccounts(provided.accounts, provided.staff, provided.clock, identity)


Accounts = Annotated[StaffAccounts, Depends(_accounts)]
router = APIRouter(prefix="/api/admin/staff", tags=["admin"])


@router.get("", summary="List staff", **documented(answer=StaffList, says="All of them.", problems=(401, 403)))
async def list_staff(provided: Provided, _: Admin, wanted: WantedPage) -> Response:
    """Every staff account."""
    page, after = CURSORS.page(await provided.staff.all(), wanted, lambda each: (each.username, each.id))
    return json_response(StaffList(items=[_view(each) for each in page], next=after))


@router.post(
    "",
    summary="Add staff",
    **documented(
        body=NewStaff,
        answer=StaffView,
        status=201,
        says="The account.",
        problems=(401, 403, 409, 422, 429, 503),
        parameters=(OPTIONAL_KEY,),
    ),
)
async def add_staff(
    request: Request, provided: Provided, identity: Identities, accounts: Accounts, caller: Admin
) -> Response:
    """Create a staff account."""
    new = await read_payload(request, _Decoders.NEW, provided.config.body_bytes_max)

    async def act() -> Response:
        await prove(request, identity, caller, new.proof)
        account = await accounts.create(caller, new.username, new.password, new.role, origin_of(request))
        return json_response(_view(account), 201)

    return await once(request, provided, act)


@router.patch(
    "/{staff_id}",
    summary="Change staff",
    **documented(
        body=StaffPatch,
        answer=StaffView,
        says="The account.",
        problems=(401, 403, 404, 409, 422, 429, 503),
        parameters=(OPTIONAL_KEY,),
    ),
)
async def change_staff(
    staff_id: str,
    request: Request,
    provided: Provided,
    identity: Identities,
    accounts: Accounts,
    caller: Admin,
) -> Response:
    """Change role, state or password of somebody else; the last active ADMIN keeps both (409 `last_admin`)."""
    patch = await read_payload(request, _Decoders.PATCH, provided.config.body_bytes_max)
    if not _STAFF_ID.fullmatch(staff_id):
        raise UnknownStaffAccount

    async def act() -> Response:
        accounts.check_is_another(caller, staff_id)
        await prove(request, identity, caller, patch.proof)
        account = await accounts.change(
            caller,
            staff_id,
            origin_of(request),
            role=patch.role or None,
            active=None if patch.active is UNSET else patch.active,
            password=patch.password or "",
        )
        return json_response(_view(account))

    return await once(request, provided, act)


def _view(account: Account) -> StaffView:
    return StaffView(account.id, account.username, account.role, account.active, moment(account.created_ms))
